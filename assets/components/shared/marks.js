// The marks of the cells, as in the charts, and a stroke for a rule.

import { svg } from "./dom.js";

const SHAPES = {
  circle: "M6 1.5a4.5 4.5 0 1 0 .01 0z",
  square: "M2 2h8v8h-8z",
  diamond: "M6 .5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
  line: "M4.5 0h3v12h-3z",
};

/** A mark of 12 pixels. */
export function markOf(color, mark) {
  const shape = svg("path", { d: SHAPES[mark] ?? SHAPES.circle, fill: color });
  return svg("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, shape);
}
