// What the results say at a budget, and how a guess compares.

/** Stands for infinity, which JSON lacks. */
export const BEYOND = 400;

/** Place of the last look that is not later than a budget. */
export function lookAt(updates, budget) {
  let row = 0;
  while (row + 1 < updates.length && updates[row + 1] <= budget) row++;
  return row;
}

/**
 * What became of the networks of a square by then; null where none was trained yet.
 * @param {import("./shape.js").Panel} panel
 */
export function outcome(panel, square, budget, seeds) {
  const trained = panel.squares[square];
  if (!trained) return null;
  const row = Math.min(lookAt(panel.updates, budget), trained.learned.length - 1);
  const learned = trained.learned[row], diverged = trained.diverged?.[row] ?? 0;
  return { learned, diverged, waiting: seeds - learned - diverged, update: panel.updates[row] };
}

/** Share of the networks that had learned, between two looks on its way from one to the other; null where untrained. */
export function share(panel, square, budget, seeds) {
  const trained = panel.squares[square];
  if (!trained) return null;
  const { updates } = panel, last = trained.learned.length - 1, row = Math.min(lookAt(updates, budget), last);
  if (row === last) return trained.learned[row] / seeds;
  const part = (budget - updates[row]) / (updates[row + 1] - updates[row]);
  return (trained.learned[row] + part * (trained.learned[row + 1] - trained.learned[row])) / seeds;
}

/**
 * How many squares learn, and how many of them were marked.
 * @param {import("./shape.js").Panel} panel
 * @param {Set<number>} marked
 */
export function tally(panel, marked, budget, { seeds, enough }) {
  const counts = { marked: marked.size, right: 0, missed: 0, learned: 0, trained: 0 };
  panel.squares.forEach((_, square) => {
    const found = outcome(panel, square, budget, seeds);
    if (!found) return;
    counts.trained++;
    if (found.learned < enough) return;
    counts.learned++;
    counts[marked.has(square) ? "right" : "missed"]++;
  });
  return counts;
}

/** Place on an axis, such that equal steps there are equal on the screen. */
export function along(axis, value) {
  return axis.log ? Math.log(value) : value;
}

/** Edges of an axis's squares, from 0 to 1: half way between neighbours, and as far beyond the outermost. */
export function edgesOf(axis) {
  const at = axis.values.map((value) => along(axis, value)), last = at.length - 1;
  const between = at.slice(1).map((value, i) => (at[i] + value) / 2);
  const edges = [at[0] - (between[0] - at[0]), ...between, at[last] + (at[last] - between[last - 1])];
  const from = edges[0], length = edges[last + 1] - from;
  return edges.map((edge) => (edge - from) / length);
}

/** What puts a value on an axis of squares, from 0 to 1. */
export function placing(axis) {
  const at = axis.values.map((value) => along(axis, value)), last = at.length - 1;
  const from = at[0] - (at[1] - at[0]) / 2, to = at[last] + (at[last] - at[last - 1]) / 2;
  return (value) => (along(axis, value) - from) / (to - from);
}

/** log₁₀ of what is left at a square's very setting; null where it was not measured yet. */
export function leftAt(field, fine, x, y) {
  const column = nearest(fine.x, x), row = nearest(fine.y, y);
  return field?.values[row]?.[column] ?? null;
}

function nearest(values, wanted) {
  const off = (value) => Math.abs(value - wanted);
  return values.reduce((best, value, i) => (off(value) < off(values[best]) ? i : best), 0);
}

/** The field for a length, or the only one there is. */
export function fieldFor(panel, length) {
  return panel.fields.find((field) => field.length === length || field.length === null) ?? null;
}
