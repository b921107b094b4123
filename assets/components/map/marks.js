// What is drawn over a surface: a dot for each network, the shore, the guess, what is pointed at.

import { boxOf } from "./layout.js";

const QUINCUNX = [[0, 0], [-1, -1], [1, 1], [-1, 1], [1, -1]]; // as on a die, from the middle
const ROW = 6; // dots that stand in one row where a square is wide

/**
 * Places of n dots, in steps from the middle of a square.
 * @param {number} n @param {boolean} wide Whether the square has room for a row.
 * @returns {number[][]}
 */
export function dotsOf(n, wide) {
  if (n === 5 && !wide) return QUINCUNX;
  const columns = wide && n <= ROW ? n : Math.ceil(Math.sqrt(n)), rows = Math.ceil(n / columns);
  return Array.from({ length: n }, (_, i) => {
    const row = Math.floor(i / columns), inRow = Math.min(columns, n - row * columns);
    return [i % columns - (inRow - 1) / 2, row - (rows - 1) / 2];
  });
}

/** The dots of a square: learned filled, diverged crossed, not in time hollow. */
export function drawDots(context, { x, y, w, h }, { learned, diverged }, seeds, { ink, paper }) {
  const places = dotsOf(seeds, w > 1.7 * h), reach = (k) => Math.max(0.7, ...places.map((place) => Math.abs(place[k])));
  const step = Math.min(11, 0.38 * w / reach(0), 0.21 * h / reach(1)),
    radius = Math.max(1.5, Math.min(4, 0.36 * step, 0.115 * h));
  const [full, crosses, hollow] = [new Path2D(), new Path2D(), new Path2D()];
  places.forEach(([i, j], k) => {
    const cx = x + w / 2 + i * step, cy = y + h / 2 + j * step;
    if (k < learned) return dot(full, cx, cy, radius);
    if (k >= learned + diverged) return dot(hollow, cx, cy, radius * 0.55);
    const arm = radius * 0.85;
    crosses.moveTo(cx - arm, cy - arm);
    crosses.lineTo(cx + arm, cy + arm);
    crosses.moveTo(cx - arm, cy + arm);
    crosses.lineTo(cx + arm, cy - arm);
  });
  context.lineCap = "round";
  context.strokeStyle = paper;
  context.lineWidth = 2.6;
  context.stroke(full);
  context.stroke(hollow);
  context.lineWidth = 4;
  context.stroke(crosses);
  context.fillStyle = context.strokeStyle = ink;
  context.fill(full);
  context.lineWidth = 1.1;
  context.stroke(hollow);
  context.lineWidth = 1.7;
  context.stroke(crosses);
}

function dot(path, x, y, radius) {
  path.moveTo(x + radius, y);
  path.arc(x, y, radius, 0, 2 * Math.PI);
}

/** The border around squares, along their edges. */
export function borderOf(plot, across, up, squares) {
  const columns = across.length - 1, rows = up.length - 1, path = new Path2D();
  const has = (column, row) =>
    column >= 0 && row >= 0 && column < columns && row < rows && squares.has(row * columns + column);
  for (const square of squares) {
    const column = square % columns, row = Math.floor(square / columns);
    const { x, y, w, h } = boxOf(plot, across, up, { column, row });
    const side = (free, x1, y1, x2, y2) => {
      if (!free) return;
      path.moveTo(x1, y1);
      path.lineTo(x2, y2);
    };
    side(!has(column - 1, row), x, y, x, y + h);
    side(!has(column + 1, row), x + w, y, x + w, y + h);
    side(!has(column, row + 1), x, y, x + w, y);
    side(!has(column, row - 1), x, y + h, x + w, y + h);
  }
  return path;
}

/** A line that is seen on every ground. */
export function strokeOn(context, path, color, paper, width, dash = []) {
  context.lineJoin = context.lineCap = "round";
  context.setLineDash([]);
  context.strokeStyle = paper;
  context.lineWidth = width + 2.4;
  context.stroke(path);
  context.setLineDash(dash);
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(path);
  context.setLineDash([]);
}

/** Pieces of lines between places from 0 to 1, on the screen. */
export function pathOf(plot, pieces) {
  const path = new Path2D();
  for (const [x1, y1, x2, y2] of pieces) {
    path.moveTo(plot.x + x1 * plot.w, plot.y + (1 - y1) * plot.h);
    path.lineTo(plot.x + x2 * plot.w, plot.y + (1 - y2) * plot.h);
  }
  return path;
}
