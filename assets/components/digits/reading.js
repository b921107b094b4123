// What networks believe while they read a picture: row by row or pixel by pixel, and on through blank rows.

/**
 * @typedef {ReturnType<typeof import("../shared/network.js").networkOf>} Network
 * @typedef {{reading: "row" | "pixel", side: number}} Way How a picture is read, and its side.
 * @typedef {Float64Array[]} Beliefs Chances of the classes; row t after step t, row 0 before the first.
 */

/** How many steps a picture takes. @param {Way} way */
export function stepsOf({ reading, side }) {
  return reading === "row" ? side : side * side;
}

/**
 * Read a picture.
 * @param {Network} network
 * @param {Float64Array} page side × side, from 0 (paper) to 1 (ink)
 * @param {Way} way
 * @param {number} blank Rows without ink that follow.
 * @returns {Beliefs}
 */
export function beliefs(network, page, way, blank) {
  let state = network.start();
  const found = [network.chances(state)];
  const width = way.reading === "row" ? way.side : 1;
  const nothing = new Float64Array(width);
  for (let step = 0; step < stepsOf(way) + blank; step++) {
    const input = step < stepsOf(way) ? page.subarray(step * width, (step + 1) * width) : nothing;
    state = network.step(state, input);
    found.push(network.chances(state));
  }
  return found;
}

/** The class that is most probable. @param {Float64Array} chances */
export function leader(chances) {
  return chances.indexOf(Math.max(...chances));
}

/** Where the reader is after a step: the row that is read now, and of pixels the column. @param {Way} way */
export function placeAt(step, way) {
  if (way.reading === "row") return { row: Math.min(step, way.side), column: way.side };
  const pixel = Math.min(step, stepsOf(way));
  return { row: Math.floor(pixel / way.side), column: pixel % way.side };
}

/** A step in words. @param {number} step @param {Way} way @param {number} blank */
export function stepWords(step, way, blank) {
  const steps = stepsOf(way);
  if (step > steps) return `blank row ${step - steps} of ${blank}`;
  return `${way.reading} ${step} of ${steps}`;
}
