// The sequence as it streams in: bars, letters or noise, with what matters marked.

import { kept } from "../light/layout.js";

const LETTER = 11; // pixels that a marked symbol takes
const LETTERS = 8; // pixels of a step from which on each symbol is written

/**
 * Draw a strip; its steps stand over those of the lanes, which begin with the state before the first.
 * @param {number} head Steps that have been read; the others are pale.
 */
export function paintStrip(context, cells, { x, y, w, h }, head, palette) {
  const cell = w / (cells.length + 1);
  const boxes = cells.map((_, t) => ({ x: x + (t + 1) * cell, y, w: cell, h }));
  const pale = (t) => (context.globalAlpha = t < head ? 1 : 0.22);
  const marked = boxes.map((_, t) => t).filter((t) => cells[t].marked);
  for (const t of marked) pale(t) && mark(context, boxes[t], palette);
  cells.forEach((one, t) => pale(t) && PAINT[one.kind](context, one, boxes[t], palette));
  const places = kept(marked.map((t) => boxes[t].x + cell / 2), Math.max(cell, LETTER), x, x + w);
  context.fillStyle = palette.ink;
  marked.forEach((t, i) => pale(t) && written(context, wordOf(cells[t]), places[i], ...PLACES[cells[t].kind](y, h)));
  context.globalAlpha = 1;
  if (head > 0 && head < cells.length) reading(context, x + (head + 1) * cell, y, h, palette);
}

const wordOf = ({ kind, value, letter }) => kind === "bar" ? value.toFixed(2) : letter ?? "";

/** Height and size of what is written at a marked step. */
const PLACES = {
  bar: (y) => [y + 7, 12],
  noise: (y) => [y + 6, 14],
  symbol: (y, h) => [y + h / 2 + 6, 15],
};

const PAINT = {
  bar(context, { value, marked }, { x, y, w, h }, { ink, edge }) {
    const room = h - 16, tall = Math.max(1.5, value * room), wide = Math.max(1, w - Math.min(2, 0.3 * w));
    context.fillStyle = marked ? ink : edge;
    context.fillRect(x + (w - wide) / 2, y + h - tall, wide, tall);
  },
  noise(context, { values, marked }, { x, y, w, h }, { ink, edge }) {
    const room = h - 14, tall = room / values.length;
    context.fillStyle = marked ? ink : edge;
    values.forEach((value, i) => {
      const size = Math.min(1, Math.abs(value)) * (tall - 1);
      context.fillRect(x + 0.1 * w, y + 14 + i * tall + (tall - size) / 2, Math.max(1, 0.8 * w), size);
    });
  },
  symbol(context, { letter, value, marked }, { x, y, w, h }, { edge, dim }) {
    const middle = y + h / 2 + 6;
    if (marked) return;
    context.fillStyle = dim;
    if (w >= LETTERS) return written(context, letter, x + w / 2, middle, Math.min(14, 1.3 * w));
    context.fillStyle = edge;
    context.fillRect(x + 0.15 * w, middle - 2 + 22 * (0.5 - value), Math.max(1, 0.7 * w), 3);
  },
};

/** A marked step stands on a pale ground, with a triangle above. */
function mark(context, { x, y, w, h }, { faint, ink }) {
  const wide = Math.max(w, 9), middle = x + w / 2;
  context.fillStyle = faint;
  context.fillRect(middle - wide / 2 - 1, y, wide + 2, h);
  context.fillStyle = ink;
  context.beginPath();
  context.moveTo(middle - 5, y + h + 7);
  context.lineTo(middle + 5, y + h + 7);
  context.lineTo(middle, y + h + 2);
  context.fill();
}

function written(context, text, x, y, size) {
  context.font = `650 ${size}px ${context.font.replace(/^.*px /, "")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, x, y);
}

function reading(context, x, y, h, { ink }) {
  context.fillStyle = ink;
  context.fillRect(x - 1, y - 2, 2, h + 4);
}
