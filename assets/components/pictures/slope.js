// The curve of tanh with its slope at two states: one near 0, one near 1. Exact, and of no run.

import { svg } from "../shared/dom.js";
import { sheet, word } from "./strokes.js";

const HEIGHT = 142, X = 150, Y = 70, ACROSS = 46, UP = 54;
const place = (a, h) => [X + ACROSS * a, Y - UP * h];

export function drawSlope({ states, color }) {
  const curve = Array.from({ length: 61 }, (_, i) => place(...pair((i - 30) / 10)));
  const picture = sheet(
    HEIGHT,
    svg("path", { d: `M12 ${Y}H${2 * X - 12}M${X} 8V${HEIGHT - 10}`, class: "gruviz-axis" }),
    svg("path", {
      d: `M${curve.map((point) => point.map((n) => n.toFixed(1)).join(" ")).join("L")}`,
      class: "gruviz-stroke",
    }),
    word(2 * X - 18, Y - 7, "a"),
    word(X - 34, 18, "h = tanh a"),
    ...states.flatMap((h, i) => tangent(h, i, color)),
  );
  return { picture, show: () => {}, seconds: 0 };
}

const pair = (a) => [a, Math.tanh(a)];

/** A tangent, as long for every slope, and its words at the right. */
function tangent(h, i, color) {
  const a = Math.atanh(h), slope = 1 - h * h;
  const [x, y] = place(a, h), angle = Math.atan2(-UP * slope, ACROSS);
  const [dx, dy] = [34 * Math.cos(angle), 34 * Math.sin(angle)];
  const at = { x: 318, y: i ? 34 : 92 };
  const words = { "text-anchor": "start" };
  return [
    svg("path", {
      d: `M${x - dx} ${y - dy}L${x + dx} ${y + dy}`,
      stroke: color,
      "stroke-width": 4,
      class: "gruviz-tangent",
    }),
    svg("circle", { cx: x, cy: y, r: 5, fill: color }),
    svg("path", { d: `M${x + 8} ${y - 3}L${at.x - 6} ${at.y - 5}`, class: "gruviz-axis" }),
    word(at.x, at.y, `h = ${h}`, { ...words, class: "gruviz-product" }),
    word(at.x, at.y + 18, `slope 1 − h² = ${slope.toFixed(2)}`, words),
  ];
}
