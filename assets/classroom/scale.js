// Where the places of an axis lie.

/** From the values of stops to heights: 0 is the lowest stop, 1 the highest; what lies beyond them is at the ends. */
export function heights(axis) {
  const measure = axis.logarithmic ? Math.log10 : (value) => value;
  const values = axis.stops.map(([value]) => value);
  const low = measure(values[0]);
  const high = measure(values.at(-1));
  return (value) => {
    const height = (measure(Math.max(value, axis.logarithmic ? Number.MIN_VALUE : -Infinity)) - low) / (high - low);
    return Math.min(Math.max(height, 0), 1);
  };
}

/** The stop that is nearest to a height. */
export function nearest(axis, height) {
  const at = heights(axis);
  let best = 0;
  axis.stops.forEach(([value], place) => {
    if (Math.abs(at(value) - height) < Math.abs(at(axis.stops[best][0]) - height)) best = place;
  });
  return best;
}

/** Place of the stop that a vote was on; -1 for none. */
export function placeOf(axis, value) {
  return axis.stops.findIndex(([stop]) => stop === value);
}
