// What is drawn over a surface: a dot for each network, the shore, the guess, what is pointed at.

import { boxOf } from "./layout.js";

const QUINCUNX = [[0, 0], [-1, -1], [1, 1], [-1, 1], [1, -1]]; // as on a die, from the middle
const ROW = 6, ROOM = 7; // dots that stand in one row where a square is wide, and pixels that each needs

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

/** Pictures of squares with their dots, each drawn once: a stamp takes a tenth of the time of its circles. */
export class Stamps {
  /** @param {any} palette @param {number} seeds @param {number} dense Pixels of the screen for one of ours. */
  constructor(palette, seeds, dense) {
    this.palette = palette;
    this.seeds = seeds;
    this.dense = dense;
    this.known = new Map();
  }

  /** Stamp a square. */
  draw(context, { x, y, w, h }, found) {
    const { dense } = this, wide = Math.ceil(w * dense), tall = Math.ceil(h * dense);
    const key = `${wide} ${tall} ${found.learned} ${found.diverged}`;
    if (!this.known.has(key)) this.known.set(key, this.stamp(wide, tall, found));
    const sharp = (at) => Math.round(at * dense) / dense;
    context.drawImage(this.known.get(key), sharp(x), sharp(y), wide / dense, tall / dense);
  }

  stamp(wide, tall, found) {
    const canvas = new OffscreenCanvas(wide, tall), context = canvas.getContext("2d");
    context.scale(this.dense, this.dense);
    drawDots(context, wide / this.dense, tall / this.dense, found, this.seeds, this.palette);
    return canvas;
  }
}

/** The dots of a square: learned filled, diverged crossed, not in time hollow; seen on every ground. */
function drawDots(context, w, h, { learned, diverged }, seeds, { ink, paper }) {
  const places = dotsOf(seeds, w >= ROOM * seeds),
    reach = (k) => Math.max(0.7, ...places.map((place) => Math.abs(place[k])));
  const step = Math.min(11, 0.31 * w / reach(0), 0.19 * h / reach(1));
  const radius = Math.max(1.5, Math.min(4, 0.36 * step, 0.115 * h)), arm = radius * 0.85;
  const [full, crosses, hollow] = [new Path2D(), new Path2D(), new Path2D()];
  places.forEach(([i, j], k) => {
    const x = w / 2 + i * step, y = h / 2 + j * step;
    if (k < learned) return dot(full, x, y, radius);
    if (k >= learned + diverged) return dot(hollow, x, y, radius * 0.55);
    crosses.moveTo(x - arm, y - arm);
    crosses.lineTo(x + arm, y + arm);
    crosses.moveTo(x - arm, y + arm);
    crosses.lineTo(x + arm, y - arm);
  });
  const stroke = (path, color, width) => {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke(path);
  };
  context.lineCap = "round";
  stroke(full, paper, 2.6);
  stroke(hollow, paper, 2.6);
  stroke(crosses, paper, 4);
  context.fillStyle = ink;
  context.fill(full);
  stroke(hollow, ink, 1.1);
  stroke(crosses, ink, 1.7);
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
