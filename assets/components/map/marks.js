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

/** Dots of many squares, of each kind together: a picture of 800 of them is drawn at once. */
export class Dots {
  constructor() {
    this.full = new Path2D();
    this.crosses = new Path2D();
    this.hollow = new Path2D();
  }

  /** Add a square: learned filled, diverged crossed, not in time hollow. */
  add({ x, y, w, h }, { learned, diverged }, seeds) {
    const { places, step, radius } = dotting(w, h, seeds), arm = radius * 0.85;
    places.forEach(([i, j], k) => {
      const cx = x + w / 2 + i * step, cy = y + h / 2 + j * step;
      if (k < learned) return dot(this.full, cx, cy, radius);
      if (k >= learned + diverged) return dot(this.hollow, cx, cy, radius * 0.55);
      this.crosses.moveTo(cx - arm, cy - arm);
      this.crosses.lineTo(cx + arm, cy + arm);
      this.crosses.moveTo(cx - arm, cy + arm);
      this.crosses.lineTo(cx + arm, cy - arm);
    });
  }

  /** Draw all, seen on every ground. */
  draw(context, { ink, paper }) {
    const stroke = (path, color, width) => {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.stroke(path);
    };
    context.lineCap = "round";
    stroke(this.full, paper, 2.6);
    stroke(this.hollow, paper, 2.6);
    stroke(this.crosses, paper, 4);
    context.fillStyle = ink;
    context.fill(this.full);
    stroke(this.hollow, ink, 1.1);
    stroke(this.crosses, ink, 1.7);
  }
}

const known = new Map(); // size of a square -> how its dots stand

function dotting(w, h, seeds) {
  const key = `${w.toFixed(1)} ${h.toFixed(1)} ${seeds}`;
  if (!known.has(key)) {
    const places = dotsOf(seeds, w > 1.7 * h);
    const reach = (k) => Math.max(0.7, ...places.map((place) => Math.abs(place[k])));
    const step = Math.min(11, 0.38 * w / reach(0), 0.21 * h / reach(1));
    known.set(key, { places, step, radius: Math.max(1.5, Math.min(4, 0.36 * step, 0.115 * h)) });
  }
  return known.get(key);
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
