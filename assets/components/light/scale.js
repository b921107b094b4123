// From what is left to a height and to a brightness; between the two scales one can stand anywhere.

export const FAINTEST = -6; // power of ten that is dark in the scale of powers of ten

/**
 * Height of a value in the chart, from 0 at the floor to 1 at the ceiling and beyond.
 * @param {number} log Its power of ten; infinite ones are allowed.
 * @param {{log: number[], linear: number[]}} range
 * @param {number} mix 0: powers of ten, 1: linear.
 */
export function heightOf(log, range, mix) {
  const [floor, ceiling] = range.log;
  const [low, high] = range.linear;
  const byPower = mix < 1 ? (bounded(log, floor - 2, ceiling + 2) - floor) / (ceiling - floor) : 0;
  const linear = mix > 0 ? (bounded(10 ** log, low, 1.5 * high) - low) / (high - low) : 0;
  return (1 - mix) * byPower + mix * linear;
}

/** The power of ten at a height. */
export function logAt(height, range, linear) {
  const [floor, ceiling] = range.log;
  const [low, high] = range.linear;
  return linear ? Math.log10(Math.max(low + height * (high - low), 1e-3)) : floor + height * (ceiling - floor);
}

/** How bright a bead is, 0 … 1: as what is left, or as its power of ten down to `FAINTEST`. */
export function brightness(log, mix) {
  const byPower = bounded(1 - log / FAINTEST, 0, 1);
  return (1 - mix) * byPower + mix * bounded(10 ** log, 0, 1);
}

/** A value as a power of ten; what is no number has lost all, or is beyond all. */
export function powers(lane) {
  const lost = lane.end === "overflowed" ? Infinity : -Infinity;
  return lane.median.map((value) => value === null ? lost : Math.log10(value));
}

export function bounded(value, low, high) {
  return value < low ? low : value > high ? high : value;
}
