// The rule that counts: which symbol follows which few before it, smoothed as gruviz/tasks/ngrams.py does.

/**
 * @typedef {Object} Counts
 * @property {number} order Symbols in a row that are counted together.
 * @property {number} size Symbols that there are.
 * @property {string} grams Every row of so many symbols, one byte each, base64.
 * @property {string} counts How often each comes, in 32 bits, little-endian, base64.
 * @property {number[]} tail The last symbols of the text, one fewer than the order.
 *
 * @typedef {{total: number, after: Map<number, number>}} Followed
 */

/**
 * A rule that can be asked.
 * @param {Counts} data
 */
export function ruleOf({ order, size, grams, counts, tail }) {
  const rows = bytesOf(grams), often = new Uint32Array(bytesOf(counts).buffer);
  /** @type {Map<number, Followed>[]} By how many symbols are known, what has followed them. */
  const levels = Array.from({ length: order }, () => new Map());

  /** @param {ArrayLike<number>} symbols @param {number} from @param {number} known @param {number} count */
  function add(symbols, from, known, count) {
    const key = keyOf(symbols, from, known), next = symbols[from + known];
    const followed = levels[known].get(key) ?? { total: 0, after: new Map() };
    if (!followed.total) levels[known].set(key, followed);
    followed.total += count;
    followed.after.set(next, (followed.after.get(next) ?? 0) + count);
  }

  /** @param {ArrayLike<number>} symbols @param {number} from @param {number} known */
  function keyOf(symbols, from, known) {
    let key = 0;
    for (let i = from; i < from + known; i++) key = key * size + symbols[i];
    return key;
  }

  often.forEach((count, row) => {
    for (let known = 0; known < order; known++) add(rows, row * order, known, count);
  });
  for (let known = 0; known < order - 1; known++) {
    for (let from = 0; from + known < tail.length; from++) add(tail, from, known, 1);
  }

  /**
   * The chance of each symbol to come next.
   * @param {number[]} symbols Those before it.
   */
  function chances(symbols) {
    let found = new Float64Array(size).fill(1 / size);
    for (let known = 0; known <= Math.min(order - 1, symbols.length); known++) {
      const followed = levels[known].get(keyOf(symbols, symbols.length - known, known));
      if (!followed) continue;
      const kinds = followed.after.size, all = followed.total + kinds;
      found = found.map((chance, symbol) => ((followed.after.get(symbol) ?? 0) + kinds * chance) / all);
    }
    return found;
  }

  return { order, size, chances };
}

/** @param {string} base64 */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
