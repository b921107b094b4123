// A row of stops, as of a slider: where a key leads to.

/**
 * The stop that a key leads to, of `n`; null for a key that leads nowhere. A page is a tenth of them, as with a browser's
 * own sliders.
 * @param {string} key
 * @param {number} at The last stop reached.
 * @param {number} n
 * @param {boolean} beyond Whether it stands behind that stop.
 */
export function stopOf(key, at, n, beyond = false) {
  const back = beyond ? at : at - 1, page = Math.max(1, Math.round(n / 10));
  const to = {
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    ArrowLeft: back,
    ArrowDown: back,
    PageUp: at + page,
    PageDown: at - page,
    Home: 0,
    End: n - 1,
  }[key];
  return to === undefined || n < 1 ? null : Math.max(0, Math.min(n - 1, to));
}
