// Small sketches of what a view or an experiment shows: drawn by hand, schematic, the same for every run.

import { svg } from "../shared/dom.js";

const line = (d, kind = "a") => ["path", { d, class: `gruviz-line-${kind}` }];
const spot = (x, y, r, kind = "a") => ["circle", { cx: x, cy: y, r, class: `gruviz-spot-${kind}` }];
const box = (x, y, width, height, opacity) => ["rect", { x, y, width, height, class: "gruviz-box", opacity }];
const grid = (rows) => rows.flatMap((row, j) => row.map((o, i) => box(3 + 7 * i, 2 + 7 * j, 6, 6, o)));

const SKETCHES = {
  decay: [line("M3 26L45 4", "a"), line("M3 9L45 4", "b")],
  paths: [line("M45 15C30 15 26 6 3 6", "b"), line("M45 15C34 15 28 24 16 25", "a")],
  steps: [["circle", { cx: 13, cy: 15, r: 8, class: "gruviz-line-b" }], [
    "ellipse",
    { cx: 35, cy: 15, rx: 10, ry: 3.5, transform: "rotate(-30 35 15)", class: "gruviz-line-a" },
  ]],
  weights: [
    box(4, 24, 5, 4, 0.5),
    box(12, 22, 5, 6, 0.6),
    box(20, 18, 5, 10, 0.7),
    box(28, 12, 5, 16, 0.85),
    box(36, 3, 5, 25, 1),
  ],
  matrix: grid([[1, 0.1, 0.1, 0.1], [0.7, 1, 0.1, 0.1], [0.4, 0.7, 1, 0.1], [0.25, 0.4, 0.7, 1]]).map(
    ([tag, at]) => [tag, { ...at, x: at.x + 7 }],
  ),
  gates: grid([[0.2, 0.9, 0.3, 0.2, 0.8, 0.2], [0.9, 0.3, 0.2, 0.7, 0.9, 0.4], [0.3, 0.2, 0.9, 0.3, 0.2, 1], [
    0.6,
    0.8,
    0.4,
    0.2,
    0.3,
    0.2,
  ]]),
  both: [line("M3 27L45 4", "a"), line("M3 25C20 21 32 14 45 4", "b")],
  orthogonal: [
    ["circle", { cx: 24, cy: 15, r: 11, class: "gruviz-line-b" }],
    spot(24, 4, 2.2),
    spot(35, 15, 2.2),
    spot(15.5, 22, 2.2),
    spot(31.5, 23, 2.2),
    spot(14, 10.5, 2.2),
  ],
  explode: [line("M3 3C14 16 28 22 45 24", "a"), line("M3 27L45 24", "b")],
  chrono: [line("M3 8L45 4", "b"), line("M3 15L45 4", "b"), line("M3 22L45 4", "b"), line("M3 28L30 20", "a")],
  loud: [line("M2 15L7 6L12 25L17 2L22 28L27 4L32 26L37 7L42 22L46 12", "a"), line("M2 9H46M2 21H46", "c")],
  underflow: [line("M22 27L45 4", "a"), line("M3 10L45 4", "b"), line("M17 24L22 29M22 24L17 29", "a")],
  identity: [
    line("M8 4V26M8 4H4M8 26H4M40 4V26M40 4H44M40 26H44", "c"),
    spot(16, 8, 2.2),
    spot(24, 15, 2.2),
    spot(32, 22, 2.2),
  ],
  many: [4, 9, 14, 19, 24, 29].map((y, i) => line(`M3 ${y}L45 4`, i % 2 ? "a" : "b")),
  own: [box(5, 5, 14, 8, 0.9), box(21, 5, 22, 8, 0.4), box(5, 16, 22, 8, 0.4), ["path", {
    d: "M36 15V27M30 21H42",
    class: "gruviz-line-a",
  }]],
};

/** A sketch by name. */
export function sketch(name) {
  const parts = (SKETCHES[name] ?? []).map(([tag, attributes]) => svg(tag, attributes));
  return svg("svg", { viewBox: "0 0 48 30", class: "gruviz-sketch", "aria-hidden": "true" }, ...parts);
}
