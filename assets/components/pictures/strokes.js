// What the pictures are drawn with.

import { svg } from "../shared/dom.js";

export const WIDTH = 440;

/** The sheet of a picture. */
export function sheet(height, ...children) {
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}` }, ...children);
}

/** A word; `more` may have a class, an anchor or a colour. */
export function word(x, y, text, more = {}) {
  return svg("text", { x, y, "text-anchor": "middle", ...more }, text);
}

/** A letter with a small one below it. */
export function indexed(x, y, letter, index) {
  const parts = [letter, svg("tspan", { dy: 4, class: "gruviz-index" }, index)];
  return svg("text", { x, y, "text-anchor": "middle", class: "gruviz-symbol" }, ...parts);
}

export function box(x, y, width, height) {
  return svg("rect", { x, y, width, height, rx: 6, class: "gruviz-frame" });
}

/** A line with an arrowhead at its end; the last two points give its direction. */
export function arrow(points, more = {}) {
  const [[x0, y0], [x, y]] = points.slice(-2);
  const angle = (180 / Math.PI) * Math.atan2(y - y0, x - x0);
  const d = points.map((point, i) => `${i ? "L" : "M"}${point.join(" ")}`).join("");
  const head = svg("path", {
    d: "M0 0L-8 -4.5V4.5Z",
    transform: `translate(${x} ${y}) rotate(${angle})`,
    class: "gruviz-head",
  });
  return svg("g", { class: "gruviz-arrow", ...more }, svg("path", { d, class: "gruviz-stroke" }), head);
}
