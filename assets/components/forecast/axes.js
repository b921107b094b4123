// Which steps have a tick and what it says, which heights have a line, and how far off forecasts are.

/**
 * Steps with a tick: of the lowest rank of which no more than so many are in view.
 * @param {{labels: string[], ranks: string, year: number, dated: boolean}} steps
 * @param {number} from The first step in view.
 * @param {number} to The one after the last.
 * @param {number} most How many ticks there may be.
 * @returns {{step: number, text: string}[]}
 */
export function ticks({ labels, ranks, year, dated }, from, to, most) {
  for (let rank = 0; rank < 10; rank++) {
    const steps = [];
    for (let step = Math.max(0, from); step < Math.min(to, labels.length); step++) {
      if (Number(ranks[step]) >= rank) steps.push(step);
    }
    if (steps.length <= most) {
      return steps.map((step) => ({ step, text: dated && rank >= year ? yearOf(labels[step]) : labels[step] }));
    }
  }
  return [];
}

/** The year in a date in words, such as "Jan 1998". */
function yearOf(label) {
  return label.match(/\d{4}/)?.[0] ?? label;
}

/** Round heights within a range, about so many. */
export function heights(low, high, many) {
  const rough = (high - low) / many, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((by) => by * power).find((each) => each >= rough) ?? 10 * power;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

/**
 * Mean absolute error of the first steps of a forecast.
 * @param {ArrayLike<number>} said
 * @param {ArrayLike<number>} came
 * @param {number} count
 */
export function error(said, came, count) {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += Math.abs(said[k] - came[k]);
  return count ? sum / count : NaN;
}

/** A number in three digits, without an exponent while that is short. */
export function digits(value) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e6)) return value.toExponential(2);
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}

/** Where a view of so many steps begins that shows the origin with some past before it and its forecast after it. */
export function viewFrom(before, origin, span, horizon) {
  const latest = origin - Math.ceil(span / 4), earliest = origin + horizon + 1 - span;
  return Math.max(earliest, Math.min(before, latest));
}
