// How much of a signal is left at a step, as it comes from Python: one byte each.
//   0 exactly zero · 1 no number · 2 … 255 its power of ten, from 10⁻²⁰ to 10⁵

import { amount } from "../light/words.js";

export const ZERO = 0;
export const LOST = 1;
const LOW = 2, HIGH = 255, FLOOR = -20, CEILING = 5;
const DARK = -8; // power of ten without light: two of them for a quarter of the brightness

/** Bytes from base64. */
export function decoded(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** The power of ten that a byte stands for; −∞ of nothing, NaN of no number. */
export function logOf(code) {
  if (code === ZERO) return -Infinity;
  return code === LOST ? NaN : FLOOR + (code - LOW) / (HIGH - LOW) * (CEILING - FLOOR);
}

/** How bright it is: 0 dark, 1 all of it is left, and up to 2 for what has grown. */
export function brightness(code) {
  if (code <= LOST) return 0;
  const log = logOf(code);
  return log > 0 ? 1 + log / CEILING : Math.max(0, 1 - log / DARK);
}

/** What is left there, in words. */
export function leftWords(code) {
  if (code === ZERO) return "exactly nothing is left";
  if (code === LOST) return "no number any more";
  const log = logOf(code);
  if (code === LOW) return "less than 1 in 10²⁰ is left";
  if (Math.abs(log) < 0.5 * (CEILING - FLOOR) / (HIGH - LOW)) return "all of it is left";
  return log > 0 ? `grown to ${amount(10 ** log)}${log < Math.log10(2) ? "" : " its size"}` : `${rounded(log)} is left`;
}

/** A byte is good for one digit and a half: 4.3% is not to look exact. */
function rounded(log) {
  const ten = 10 ** Math.floor(log), digit = Math.round(10 ** log / ten);
  return amount(digit * ten);
}
