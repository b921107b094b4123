// Numbers and symbols as people read them.

/** Three digits, with a power of ten where that is shorter; a true minus sign. */
export function threeDigits(value) {
  if (Number.isNaN(value)) return "undefined";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 0.001 && size < 10000) return minus(size >= 0.1 ? value.toFixed(3) : value.toPrecision(3));
  const [mantissa, exponent] = value.toExponential(1).split("e");
  return minus(`${mantissa} × ${powerOfTen(Number(exponent))}`);
}

/** Two decimals: what fits into a box. */
export function twoDecimals(value) {
  return Number.isFinite(value) ? minus(value.toFixed(2)).replace(/^−0\.00$/, "0.00") : threeDigits(value);
}

/** Two digits and no zeros behind them: the ends of a scale. */
export function twoDigits(value) {
  return minus(String(Number(value.toPrecision(2))));
}

/** A share in whole per cent. */
export function percent(share) {
  return `${minus((100 * share).toFixed(0).replace(/^-0$/, "0"))}%`;
}

/** A number inside a sum or product: negative ones in brackets. */
export function bracketed(value) {
  const text = threeDigits(value);
  return text.startsWith("−") ? `(${text})` : text;
}

/** 10 to a whole power. */
export function powerOfTen(power) {
  return `10${power < 0 ? "⁻" : ""}${digits(Math.abs(power), "⁰¹²³⁴⁵⁶⁷⁸⁹")}`;
}

/** A whole number set below the line. */
export function subscript(index) {
  return digits(index, "₀₁₂₃₄₅₆₇₈₉");
}

const LETTERS = { n: "h̃", Lambda: "Λ", nu: "ν", theta: "θ", gamma: "γ", delta: "Δ", i0: "ĩ", f0: "f̃" };
const INDEXED = /^([aBCs]|alpha)([12])$/; // of one of two states

/** A symbol as it is written: the candidate n is h̃. */
export function glyph(symbol) {
  const [, letter, index] = INDEXED.exec(symbol) ?? [];
  if (letter) return `${letter === "alpha" ? "α" : letter}⁽${"¹²"[Number(index) - 1]}⁾`;
  return LETTERS[symbol] ?? symbol;
}

/** What is taken of a name, as it is written in a line. */
export function takenOf(taken, name) {
  if (!taken || taken === "identity") return name;
  return {
    complement: `1 − ${name}`,
    root: `√(1 − ${name}²)`,
    inverse: `1 / ${name}`,
    exp_minus: `exp −${name}`,
    log_sigmoid: `log σ(${name})`,
  }[taken] ?? `${taken} ${name}`;
}

/** A character that can be seen: spaces get a sign of their own. */
export function visible(character) {
  return /^\s$/.test(character) ? "␣" : character;
}

/** Colour at x in 0…1 of a scale [[position, [r, g, b]], …], as [r, g, b]. */
export function colorAt(scale, x) {
  const clamped = Math.min(1, Math.max(0, x));
  let i = 1;
  while (i < scale.length - 1 && scale[i][0] < clamped) i++;
  const [low, from] = scale[i - 1];
  const [high, to] = scale[i];
  const mix = high > low ? (clamped - low) / (high - low) : 0;
  return from.map((channel, k) => Math.round(channel + mix * (to[k] - channel)));
}

function minus(text) {
  return text.replace("-", "−");
}

function digits(number, alphabet) {
  return String(number).replace(/\d/g, (digit) => alphabet[Number(digit)]);
}
