// Axes, titles and contours of a panel, in lines and letters.

import { svg } from "../shared/dom.js";
import { ONE_LINE } from "./layout.js";
import { edgesOf, placing } from "./numbers.js";

/** @typedef {import("./shape.js").MapData} MapData */
/** @typedef {import("./layout.js").Box} Box */

/** Everything around a plot. @param {MapData} data @param {Box} plot */
export function axesOf(data, panel, plot, layout, { first, last, across, up }) {
  const { x, y } = data, { wide, top } = layout, second = wide && !last ? null : y.second;
  const start = wide ? plot.x : 0;
  const middle = (edges, i) => (edges[i] + edges[i + 1]) / 2;
  const atX = (i) => plot.x + middle(across, i) * plot.w, atY = (i) => plot.y + (1 - middle(up, i)) * plot.h;
  const parts = [svg("rect", { class: "gv-frame", x: plot.x, y: plot.y, width: plot.w, height: plot.h })];
  const title = text(start, plot.y - top + 16, "gv-panel-title", panel.title);
  title.append(svg("tspan", { class: "gv-panel-state", dx: 7 }));
  parts.push(title, text(start, plot.y - top + 33, "gv-panel-note", panel.note));
  x.labels.forEach((label, i) => parts.push(text(atX(i), plot.y + plot.h + 17, "gv-tick", label, "middle")));
  y.labels.forEach((label, i) => parts.push(text(plot.x - 7, atY(i) + 4, "gv-tick", label, "end")));
  parts.push(text(plot.x + plot.w / 2, plot.y + plot.h + 37, "gv-axis", x.title, "middle"));
  const line = plot.y - top + 53;
  if (!wide) parts.push(text(0, line, "gv-axis", `↓ ${y.title}`));
  else if (first) parts.push(upright(plot.x - 46, plot, y.title));
  if (!second) return parts;
  second.labels.forEach((label, i) => parts.push(text(plot.x + plot.w + 7, atY(i) + 4, "gv-tick", label)));
  if (wide) parts.push(upright(plot.x + plot.w + 64, plot, second.title));
  else {parts.push(
      text(layout.width, layout.width < ONE_LINE ? line + 15 : line, "gv-axis", `${second.title} ↓`, "end"),
    );}
  return parts;
}

function text(x, y, kind, words, anchor = "start") {
  return svg("text", { x, y, class: kind, "text-anchor": anchor }, words);
}

function upright(x, plot, words) {
  const y = plot.y + plot.h / 2;
  return svg(
    "text",
    { class: "gv-axis", "text-anchor": "middle", transform: `translate(${x} ${y}) rotate(-90)` },
    words,
  );
}

/** The lines over the field of a length, each named at its end. @param {MapData} data @param {Box} plot */
export function contoursOf(data, panel, plot, length) {
  return placed(data, panel, plot, length).map(({ kind, label, lines, at }) => {
    const d = lines.map((line) => "M" + line.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")).join("");
    const group = svg("g", { class: `gv-contour is-${kind}` });
    group.append(svg("path", { class: "gv-casing", d }), svg("path", { class: "gv-course", d }));
    if (at) group.append(text(at.x, at.y, "gv-contour-name", label, "middle"));
    return group;
  });
}

/** What is asked of an empty plot, in its middle. @param {Box} plot */
export function invitation({ x, y, w, h }) {
  return text(x + w / 2, y + h / 2 + 6, "gv-invitation", "Mark where it learns", "middle");
}

/** Whether names above a plot need a second row at any length. @param {MapData} data */
export function collide(data, { plots }) {
  const lengths = data.lengths.length ? data.lengths : [null];
  return data.panels.some((panel, i) =>
    lengths.some((length) => placed(data, panel, plots[i], length).some(({ at }) => at && at.y < plots[i].y - LINE))
  );
}

/** Lines on the screen, and where their names stand. */
function placed(data, panel, plot, length) {
  const [placeX, placeY] = [placing(data.x), placing(data.y)], taken = [];
  const between = edgesOf(data.y).slice(1, -1).map((edge) => plot.y + (1 - edge) * plot.h + 4);
  return panel.contours.filter((contour) => contour.length === null || contour.length === length).map((contour) => {
    const lines = contour.lines.map((line) =>
      line.map(([x, y]) => [plot.x + placeX(x) * plot.w, plot.y + (1 - placeY(y)) * plot.h])
    );
    return { ...contour, lines, at: nameAt(contour.label, lines, plot, between, taken) };
  });
}

const LETTER = 7, LINE = 15, ROWS = 2; // pixels that a letter takes; rows of names above a plot

/**
 * A name at the highest end of the longer lines: above the plot if it leaves there, else between two rows of squares,
 * where no dots are; beside all others.
 */
function nameAt(label, lines, plot, between, taken) {
  const most = Math.max(...lines.map((line) => line.length));
  const ends = lines.filter((line) => line.length > 1 && line.length >= most / 3).flatMap((
    line,
  ) => [line[0], line.at(-1)]);
  if (!ends.length) return null;
  const [x, y] = ends.reduce((best, end) => (end[1] < best[1] ? end : best));
  const half = label.length * LETTER / 2;
  const rows = [...between].sort((one, other) => Math.abs(one - y) - Math.abs(other - y));
  if (y < plot.y + 24) rows.unshift(...Array.from({ length: ROWS }, (_, i) => plot.y - 7 - i * LINE));
  const place = Math.max(plot.x + half + 4, Math.min(plot.x + plot.w - half - 4, x));
  const isFree = (row) =>
    !taken.some((box) => Math.abs(box.x - place) < box.half + half + 8 && Math.abs(box.y - row) < LINE);
  const at = { x: place, y: rows.find(isFree) ?? y };
  taken.push({ ...at, half });
  return at;
}
