// The words above the lanes, one for each step, and where their tiles stand.

/** By number of steps. The next word is "was", since it speaks of the cat. */
const SENTENCES = {
  5: "The cat, fed this morning,",
  10: "The cat, which had already eaten the fish left outside,",
  15: "The cat, which had already eaten the fish that the kind girl had left outside,",
  20: "The cat, which had already eaten all the fish that the girl from the small blue shop had left outside,",
  25:
    "The cat, which had already eaten all of the fish that the girl from the small blue shop beside the old harbour " +
    "had left outside,",
};
const OPENING = ["The", "cat", "which"];
const GAP = 4; // pixels between two tiles
const ROWS = 3; // of tiles, at most
const BESIDE = 16; // pixels by which tiles below the first row may go further

/** What is read at each step, the first at step 1; a longer sentence is given by its first words. */
export function wordsFor(steps) {
  return SENTENCES[steps]?.replaceAll(",", "").split(" ") ?? OPENING.slice(0, Math.max(2, steps));
}

/**
 * Where the tiles stand, in as few rows as keep them apart; where none do, only the first words, and how many follow.
 * @param {number} steps
 * @param {(t: number) => number} x Of the bead of step t.
 * @param {(word: string) => number} widthOf A tile's width.
 * @param {number} end What lies right of it is taken.
 */
export function tilesFor(steps, x, widthOf, end) {
  const words = wordsFor(steps);
  if (words.length === steps) {
    for (let rows = 1; rows <= ROWS; rows++) {
      const tiles = inRows(words, rows, x, widthOf, end);
      if (tiles) return { rows, tiles, more: null };
    }
  }
  return opening(steps, x, widthOf, end);
}

/** Every word above its bead, or null if two would touch; the last stands in the lowest row, beside the error's stem. */
function inRows(words, rows, x, widthOf, end) {
  const free = Array(rows).fill(-Infinity);
  const tiles = [];
  for (const [i, word] of words.entries()) {
    const row = rows - 1 - (words.length - 1 - i) % rows;
    const width = widthOf(word), limit = row ? end + BESIDE : end;
    const start = Math.min(x(i + 1) - width / 2, limit - width);
    if (start < free[row] + GAP) return null;
    free[row] = start + width;
    tiles.push({ word, step: i + 1, row, start, width });
  }
  return tiles;
}

function opening(steps, x, widthOf, end) {
  const tiles = [];
  let free = x(0) - GAP;
  for (const [i, word] of OPENING.slice(0, x(steps) - x(0) < 500 ? 2 : 3).entries()) {
    const width = widthOf(word), start = Math.max(x(i + 1) - width / 2, free + GAP);
    free = start + width;
    tiles.push({ word, step: i + 1, row: 0, start, width });
  }
  const rest = steps - tiles.length;
  return {
    rows: 1,
    tiles,
    more: { text: `${rest} more words, one for each step`, short: `${rest} more words`, from: free, to: end },
  };
}
