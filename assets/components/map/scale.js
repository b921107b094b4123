// Colours of what is left: one absolute scale for all maps.

/** Place on the scale, 0 … 1: what lies beyond its ends is as dark or as bright as they are. */
export function partOf(log, { low, high }) {
  return Math.max(0, Math.min(1, (log - low) / (high - low)));
}

/** 256 colours, three bytes each, between colours at places. */
export function shadesOf(stops) {
  const shades = new Uint8ClampedArray(3 * 256), colors = stops.map(([place, color]) => [place, channels(color)]);
  for (let i = 0, next = 1; i < 256; i++) {
    const part = i / 255;
    while (next < colors.length - 1 && colors[next][0] < part) next++;
    const [from, one] = colors[next - 1], [to, other] = colors[next];
    const on = Math.max(0, Math.min(1, (part - from) / (to - from)));
    for (let k = 0; k < 3; k++) shades[3 * i + k] = one[k] + on * (other[k] - one[k]);
  }
  return shades;
}

/** Red, green and blue of #rrggbb. */
function channels(color) {
  return [1, 3, 5].map((from) => parseInt(color.slice(from, from + 2), 16));
}

/** A scale as CSS has it, from left to right. */
export function gradientOf(stops) {
  return `linear-gradient(to right, ${stops.map(([place, color]) => `${color} ${100 * place}%`).join(", ")})`;
}
