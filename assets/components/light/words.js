// How much of a signal is left, as one says it to a person: `left` and `large` of gruviz/wording.py once more.

/** @type {[number, string][]} */
const NAMES = [[12, " trillion"], [9, " billion"], [6, " million"]];
const TRILLIONS = 12;

/** "62%", "0.13%", "1 in 5.1 million", "59 times". */
export function amount(value) {
  if (value === 0) return "nothing";
  if (!Number.isFinite(value)) return "overflow";
  if (value >= 2) return `${large(Math.log10(value))} times`;
  return value >= 0.001 ? `${share(value)}%` : `1 in ${large(-Math.log10(value))}`;
}

/** What is left at a step of a lane; where it is no finite number, how that came about. */
export function left(lane, t) {
  const value = lane.median[t];
  if (value !== null) return amount(value);
  return lane.end === "underflowed" ? "too little to tell" : lane.end === "overflowed" ? "overflow" : "nothing";
}

/** A guess held against what was measured, in a sentence. */
export function compared(guess, truth) {
  const said = `You said ${amount(guess)}; it is ${amount(truth)}.`;
  if (!(truth > 0) || !Number.isFinite(truth)) return said;
  const off = Math.max(guess / truth, truth / guess);
  if (off < 1.25) return `${said} Very close!`;
  const size = off < 10 ? off.toPrecision(2).replace(/\.0$/, "") : large(Math.log10(off));
  return `${said} That is ${size} times ${guess > truth ? "less" : "more"} than you thought.`;
}

/** Two digits; near 1 as many as tell it from 1. */
function share(value) {
  const off = Math.abs(value - 1);
  if (off >= 0.005 || off < 1e-12) {
    return value < 0.995 ? String(Number((100 * value).toPrecision(2))) : (100 * value).toFixed(0);
  }
  return String(Number((100 * value).toFixed(Math.ceil(-Math.log10(off)) - 2)));
}

/** A number from 1 up, given as its logarithm to base ten, in two digits. */
function large(decades) {
  let exponent = Math.trunc(decades), mantissa = Number((10 ** (decades % 1)).toFixed(1));
  if (mantissa === 10) [mantissa, exponent] = [1, exponent + 1];
  if (exponent >= TRILLIONS + 3) return `${mantissa} × 10${raised(exponent)}`.replace(/^1 × /, "");
  const [named, name] = NAMES.find(([power]) => exponent >= power) ?? [0, ""];
  const digits = exponent === named && !Number.isInteger(mantissa) ? 1 : 0;
  const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${(mantissa * 10 ** (exponent - named)).toLocaleString("en-US", shown)}${name}`;
}

function raised(whole) {
  return String(whole).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
}
