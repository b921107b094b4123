// A surface over a panel from numbers on a grid: as smooth as what lies between them is known.

const ROUNDS = 40; // in which what is missing settles between what is known
const FINENESS = 3; // CSS pixels for a sample

/** @typedef {{ xs: number[], ys: number[], values: Float32Array }} Grid Places from 0 to 1, upwards; values by row. */

/** Numbers on a grid, with what is missing between them: as smooth as it can be; null while there are none. */
export function filled(values, columns) {
  const known = values.flatMap((value, i) => value === null ? [] : [i]);
  if (!known.length) return null;
  if (known.length === values.length) return Float32Array.from(values);
  const distance = (i, j) => Math.hypot(i % columns - j % columns, Math.floor(i / columns) - Math.floor(j / columns));
  const nearest = (i) => known.reduce((best, j) => (distance(i, j) < distance(i, best) ? j : best));
  const all = Float32Array.from(values, (value, i) => value ?? values[nearest(i)]);
  const missing = values.flatMap((value, i) =>
    value === null ? [{ i, around: neighbours(i, columns, values.length) }] : []
  );
  for (let k = 0; k < ROUNDS; k++) {
    for (const { i, around } of missing) all[i] = around.reduce((sum, j) => sum + all[j], 0) / around.length;
  }
  return all;
}

/** The places beside one, on a grid of `count`. */
function neighbours(i, columns, count) {
  const column = i % columns, sides = [i - columns, i + columns];
  if (column > 0) sides.push(i - 1);
  if (column < columns - 1) sides.push(i + 1);
  return sides.filter((j) => j >= 0 && j < count);
}

const linear = (part) => part;

/** Leaves a place and reaches the next one gently: what differs at single places gets round borders. */
export function gently(part) {
  return part * part * (3 - 2 * part);
}

/** For each of n samples of 0 … 1 the place below it, and how far it is on to the next; flat beyond the ends. */
export function weights(places, n, ease = linear) {
  const below = new Uint16Array(n), parts = new Float32Array(n), last = places.length - 1;
  for (let i = 0, k = 0; i < n; i++) {
    const at = (i + 0.5) / n;
    while (k < last - 1 && places[k + 1] <= at) k++;
    below[i] = k;
    parts[i] = ease(Math.max(0, Math.min(1, (at - places[k]) / (places[k + 1] - places[k]))));
  }
  return { below, parts };
}

export class Surface {
  constructor() {
    this.canvas = new OffscreenCanvas(1, 1);
  }

  /**
   * Paint it, small; a canvas draws it large and smooth.
   * @param {Grid} grid Values from 0 to 1.
   * @param {{ w: number, h: number }} box
   * @param {Uint8ClampedArray} shades
   * @param {(part: number) => number} ease From one place to the next.
   */
  paint(grid, { w, h }, shades, ease = linear) {
    const wide = Math.max(2, Math.round(w / FINENESS)), tall = Math.max(2, Math.round(h / FINENESS));
    if (this.canvas.width !== wide || this.canvas.height !== tall) {
      [this.canvas.width, this.canvas.height] = [wide, tall];
      this.image = null;
    }
    const context = this.canvas.getContext("2d");
    this.image ??= context.createImageData(wide, tall);
    const { data } = this.image, { values } = grid, columns = grid.xs.length;
    const across = weights(grid.xs, wide, ease), up = weights(grid.ys, tall, ease);
    for (let j = 0, to = 0; j < tall; j++) {
      const row = tall - 1 - j, base = up.below[row] * columns, on = up.parts[row];
      for (let i = 0; i < wide; i++, to += 4) {
        const from = base + across.below[i], part = across.parts[i];
        const low = values[from] + part * (values[from + 1] - values[from]);
        const high = values[from + columns] + part * (values[from + columns + 1] - values[from + columns]);
        const shade = 3 * Math.round(255 * (low + on * (high - low)));
        data[to] = shades[shade];
        data[to + 1] = shades[shade + 1];
        data[to + 2] = shades[shade + 2];
        data[to + 3] = 255;
      }
    }
    context.putImageData(this.image, 0, 0);
  }

  /** Draw what was painted. */
  draw(context, { x, y, w, h }, alpha) {
    if (alpha <= 0) return;
    context.globalAlpha = alpha;
    context.imageSmoothingEnabled = true;
    context.drawImage(this.canvas, x, y, w, h);
    context.globalAlpha = 1;
  }
}

/** A grid n times as fine, that reaches from 0 to 1. @param {Grid} grid @returns {Grid} */
export function finer({ xs, ys, values }, n, ease) {
  const [wide, tall] = [n * xs.length, n * ys.length], across = weights(xs, wide, ease), up = weights(ys, tall, ease);
  const fine = new Float32Array(wide * tall), columns = xs.length;
  for (let j = 0; j < tall; j++) {
    for (let i = 0; i < wide; i++) {
      const from = up.below[j] * columns + across.below[i], part = across.parts[i];
      const low = values[from] + part * (values[from + 1] - values[from]);
      const high = values[from + columns] + part * (values[from + columns + 1] - values[from + columns]);
      fine[j * wide + i] = low + up.parts[j] * (high - low);
    }
  }
  const places = (count) => Array.from({ length: count }, (_, i) => (i + 0.5) / count);
  return { xs: places(wide), ys: places(tall), values: fine };
}

/**
 * Where a surface crosses a level: pieces of lines between places from 0 to 1, beyond the outermost places flat.
 * @param {Grid} grid @param {number} level
 */
export function crossings({ xs, ys, values }, level) {
  const across = [0, ...xs, 1], up = [0, ...ys, 1], columns = xs.length, rows = ys.length;
  const at = (i, j) => {
    const column = Math.max(0, Math.min(columns - 1, i - 1)), row = Math.max(0, Math.min(rows - 1, j - 1));
    return values[row * columns + column] - level;
  };
  const pieces = [];
  for (let j = 0; j <= rows; j++) {
    for (let i = 0; i <= columns; i++) {
      const heights = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
      const below = heights.filter((height) => height < 0).length;
      if (below % 4) pieces.push(...crossed(heights, across[i], across[i + 1], up[j], up[j + 1]));
    }
  }
  return pieces;
}

/**
 * Lines through a cell, from its heights above the level, counter-clockwise from below left.
 */
function crossed(heights, left, right, low, high) {
  const corners = [[left, low], [right, low], [right, high], [left, high]];
  const ends = /** @type {[number, number][]} */ ([]);
  corners.forEach(([x, y], k) => {
    const [toX, toY] = corners[(k + 1) % 4], one = heights[k], other = heights[(k + 1) % 4];
    if ((one < 0) === (other < 0)) return;
    const part = one / (one - other);
    ends.push([x + part * (toX - x), y + part * (toY - y)]);
  });
  return ends.length === 4 ? [[...ends[0], ...ends[1]], [...ends[2], ...ends[3]]] : [[...ends[0], ...ends[1]]];
}
