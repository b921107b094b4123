// How much of a signal is left, as one says it to a person; gruviz/ui/home/words.py says the same.

/** @type {[number, string][]} */
const SIZES = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];

/** "62%", "0.13%", "1 in 5 million", "59 times". */
export function amount(value) {
  if (value === 0) return "nothing";
  if (!Number.isFinite(value)) return "beyond numbers";
  if (value >= 2) return `${large(value)} times`;
  return value >= 0.001 ? `${percent(100 * value)}%` : `1 in ${large(1 / value)}`;
}

/** What is left at a step of a lane; where it is no finite number, how that came about. */
export function left(lane, t) {
  const value = lane.median[t];
  if (value !== null) return amount(value);
  return lane.end === "underflowed" ? "too little to tell" : lane.end === "overflowed" ? "beyond numbers" : "nothing";
}

/** A guess held against what was measured, in a sentence. */
export function compared(guess, truth) {
  const said = `You said ${amount(guess)}; it is ${amount(truth)}.`;
  if (!(truth > 0) || !Number.isFinite(truth)) return said;
  const off = Math.max(guess / truth, truth / guess);
  if (off < 1.25) return `${said} Very close!`;
  const size = off < 10 ? off.toPrecision(2).replace(/\.0$/, "") : large(off);
  return `${said} That is ${size} times ${guess > truth ? "less" : "more"} than you thought.`;
}

/** Two digits; 100 is said of nothing less and nothing more. */
function percent(value) {
  if (value >= 99.5 && value < 100) return Math.min(value, 99.9).toFixed(1);
  if (value > 100 && value < 100.5) return Math.max(value, 100.1).toFixed(1);
  return String(rounded(value));
}

/** A number of at least 1 in two digits and words. */
function large(value) {
  if (value >= 1e15) return `10${raised(Math.floor(Math.log10(value) + 0.5))}`;
  const two = rounded(value);
  for (const [size, name] of SIZES) if (two >= size) return `${Number((two / size).toPrecision(3))} ${name}`;
  return two >= 10 ? two.toLocaleString("en-US", { maximumFractionDigits: 0 }) : String(two);
}

function rounded(value) {
  const exponent = Math.floor(Math.log10(value)) - 1;
  const units = Math.floor(value / 10 ** exponent + 0.5);
  return exponent >= 0 ? units * 10 ** exponent : units / 10 ** -exponent;
}

function raised(whole) {
  return String(whole).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
}
