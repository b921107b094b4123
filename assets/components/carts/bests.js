// A person's longest attempts of this session, by what they were made under.

const KEPT = "gruviz.carts";

export const bests = {
  /**
   * Take in an attempt.
   * @param {string} under Darkness and speed.
   * @param {number} steps
   * @returns {{best: number, isBest: boolean}} The longest so far, this one among them.
   */
  take(under, steps) {
    const known = read();
    const before = known[under] ?? 0;
    if (steps > before) write({ ...known, [under]: steps });
    return { best: Math.max(before, steps), isBest: steps > before };
  },
};

/** @returns {Record<string, number>} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {}; // a browser that keeps nothing
  }
}

function write(known) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(known));
  } catch {
    // likewise
  }
}
