// Where everything stands, in pixels, from the width and the number of squares alone.

const WIDE = 760; // pixels from which on two panels stand beside each other
const ROOM = 319, TALLEST = 44, LOWEST = 28; // of all rows together, and of one
const NAME = 15; // a line of letters
export const ONE_LINE = 330; // pixels in which the names of both upward axes stand side by side
const WIDEST = 780; // a panel that stands alone

/** @typedef {{ x: number, y: number, w: number, h: number }} Box */

/**
 * @param {number} width
 * @param {{ panels: number, rows: number, second: boolean, names: number }} data Names: of lines, which stand above.
 * @returns {{ wide: boolean, width: number, height: number, plots: Box[], top: number, left: number, right: number }}
 */
export function layoutFor(width, { panels, rows, second, names }) {
  const above = names > 1 ? NAME : 0;
  return (width < WIDE ? stacked : beside)(width, panels, rows, second, above);
}

function beside(width, panels, rows, second, above) {
  const left = 62, right = second ? 76 : 16, gap = 50, top = 62 + above, bottom = 46;
  const free = width - left - right - gap * (panels - 1);
  const w = Math.min(panels === 1 ? WIDEST : free, Math.floor(free / panels)), h = rows * rowOf(rows);
  const start = left + Math.floor((free - w * panels) / 2);
  const plots = Array.from({ length: panels }, (_, i) => ({ x: start + i * (w + gap), y: top, w, h }));
  return { wide: true, width, height: top + h + bottom, plots, top, left, right };
}

function stacked(width, panels, rows, second, above) {
  const left = 36, right = second ? 46 : 8, bottom = 52;
  const top = (second && width < ONE_LINE ? 80 + NAME : 80) + above;
  const w = width - left - right, h = rows * Math.min(rowOf(rows), 34);
  const plots = Array.from({ length: panels }, (_, i) => ({ x: left, y: top + i * (top + h + bottom), w, h }));
  return { wide: false, width, height: panels * (top + h + bottom), plots, top, left, right };
}

function rowOf(rows) {
  return Math.max(LOWEST, Math.min(TALLEST, Math.floor(ROOM / rows)));
}

/** The square at a place; null outside. @param {Box} plot @param {number[]} across @param {number[]} up Edges. */
export function squareAt(plot, across, up, x, y) {
  const part = (x - plot.x) / plot.w, height = 1 - (y - plot.y) / plot.h;
  const column = across.findIndex((edge, i) => i && part < edge) - 1,
    row = up.findIndex((edge, i) => i && height < edge) - 1;
  return part < 0 || height < 0 || column < 0 || row < 0 ? null : { column, row };
}

/** The box of a square. @returns {Box} */
export function boxOf(plot, across, up, { column, row }) {
  const x = plot.x + across[column] * plot.w, y = plot.y + (1 - up[row + 1]) * plot.h;
  return { x, y, w: (across[column + 1] - across[column]) * plot.w, h: (up[row + 1] - up[row]) * plot.h };
}
