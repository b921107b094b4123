// Where everything stands, in pixels, from the width alone.

const NARROW = 640;

/** @param {number} width @param {number} steps @param {number} rows Of tiles. */
export function layoutFor(width, steps, rows = 1) {
  const narrow = width < NARROW, kept = narrow ? 1 : 2; // rows that stand there always: nothing is to jump
  const [left, right] = narrow ? [10, 56] : [172, 150];
  const end = width - right;
  const spacing = (end - left) / steps;
  const tiles = { top: 1, row: 24, height: 21 };
  const first = tiles.top + Math.max(rows, kept) * tiles.row + (narrow ? 42 : 20);
  const apart = narrow ? 50 : 42;
  const lanes = [0, 1, 2].map((i) => first + i * apart);
  const top = lanes[2] + (narrow ? 40 : 46), bottom = top + (narrow ? 150 : 124);
  const key = bottom + (narrow ? 38 : 14);
  return {
    narrow,
    width,
    left,
    end,
    spacing,
    tiles,
    lanes,
    key,
    top,
    bottom,
    height: key + 10,
    radius: Math.max(1.5, Math.min(7, 0.36 * spacing)),
    factors: spacing >= 29,
    x: (t) => left + spacing * t,
  };
}

/**
 * Where labels stand that would cover each other: as near to their places as they can, in the same order.
 * @param {number[]} places
 * @param {number} apart Least distance.
 * @param {number} low Least place.
 * @param {number} high Largest place.
 */
export function kept(places, apart, low, high) {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b] || a - b);
  const stands = Array(places.length);
  let free = low;
  for (const i of order) {
    stands[i] = Math.max(places[i], free);
    free = stands[i] + apart;
  }
  let most = high;
  for (const i of order.reverse()) {
    stands[i] = Math.min(stands[i], most);
    most = stands[i] - apart;
  }
  return stands;
}
