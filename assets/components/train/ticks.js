// Round values for axes.

/** Powers of ten, or 1-2-5 values between, within a range of positive numbers: at least two labels. */
export function logTicks(low, high) {
  const tens = [];
  for (let ten = Math.ceil(Math.log10(low) - 1e-9); ten <= Math.log10(high) + 1e-9; ten++) tens.push(ten);
  if (tens.length >= 2) return thinned(tens).map((ten) => number(1, ten));
  const ticks = [];
  for (let ten = Math.floor(Math.log10(low)); ten <= Math.ceil(Math.log10(high)); ten++) {
    for (const digit of [1, 2, 5]) ticks.push(number(digit, ten));
  }
  const within = ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  return within.length >= 2 ? within : linearTicks(low, high, 3);
}

/** At most four powers, evenly apart. */
function thinned(tens) {
  const every = Math.ceil(tens.length / 4);
  return tens.filter((ten) => (ten - tens[tens.length - 1]) % every === 0);
}

const number = (digit, ten) => Number(`${digit}e${ten}`);

/** Multiples of 1, 2 or 5 times a power of ten, about so many. */
export function linearTicks(low, high, about) {
  if (!(high > low)) return [low];
  const rough = (high - low) / about, ten = 10 ** Math.floor(Math.log10(rough));
  const step = ten * (rough / ten > 5 ? 10 : rough / ten > 2 ? 5 : rough / ten > 1 ? 2 : 1);
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high * (1 + 1e-9); k++) {
    ticks.push(Number((k * step).toPrecision(12)));
  }
  return ticks.length >= 2 || about > 20 ? ticks : linearTicks(low, high, about * 2);
}

/** A short number for an axis. */
export function tickWords(value, isShare) {
  if (isShare) return `${Number((100 * value).toPrecision(3))}%`;
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) {
    const [digits, ten] = value.toExponential().split("e");
    const power = [...String(Number(ten))].map((sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)] ?? "⁻").join("");
    return digits === "1" ? `10${power}` : `${digits}·10${power}`;
  }
  return Number(value.toPrecision(3)).toLocaleString("en-US");
}
