// Where wires meet: a dot where they are joined, and a gap in the lower one where one crosses over another.

/** @typedef {{wire: string, points: number[][]}} Bridge A short piece of the upper wire, around a crossing. */

const HALF = 10; // of a bridge

/** Points at which three or more ends and bends of wires come together. */
export function junctions(wires) {
  const ends = wires.flatMap(({ points }) => [points[0], points.at(-1)]);
  const joined = ends.filter((end) => directions(wires, end).size > 2);
  return [...new Map(joined.map((point) => [String(point), point])).values()];
}

/** Ways in which wires leave a point. */
function directions(wires, [x, y]) {
  const ways = new Set();
  for (const [[x0, y0], [x1, y1]] of wires.flatMap(segments)) {
    if (x0 === x1 && x0 === x && between(y, y0, y1)) {
      if (Math.min(y0, y1) < y) ways.add("up");
      if (Math.max(y0, y1) > y) ways.add("down");
    }
    if (y0 === y1 && y0 === y && between(x, x0, x1)) {
      if (Math.min(x0, x1) < x) ways.add("left");
      if (Math.max(x0, x1) > x) ways.add("right");
    }
  }
  return ways;
}

/** For every crossing without a joint, the piece of the later wire that passes over the other. @returns {Bridge[]} */
export function bridges(wires) {
  return wires.flatMap((upper, k) =>
    wires.slice(0, k).flatMap((lower) =>
      segments(upper).flatMap((one) =>
        segments(lower).flatMap((other) => {
          const point = crossing(one, other);
          return point ? [{ wire: upper.id, points: around(point, one) }] : [];
        })
      )
    )
  );
}

/**
 * The point inside two straight pieces at which they cross, or null.
 * @param {number[][]} one
 * @param {number[][]} other
 */
function crossing(one, other) {
  const isLevel = (piece) => piece[0][1] === piece[1][1];
  if (isLevel(one) === isLevel(other)) return null;
  const [level, upright] = isLevel(one) ? [one, other] : [other, one];
  const x = upright[0][0], y = level[0][1];
  return inside(x, level[0][0], level[1][0]) && inside(y, upright[0][1], upright[1][1]) ? [x, y] : null;
}

/** @param {number[]} point @param {number[][]} piece */
function around([x, y], [start, end]) {
  return start[0] === end[0] ? [[x, y - HALF], [x, y + HALF]] : [[x - HALF, y], [x + HALF, y]];
}

/** The straight pieces of a wire. */
function segments({ points }) {
  return points.slice(1).map((point, k) => [points[k], point]);
}

function between(value, one, other) {
  return value >= Math.min(one, other) && value <= Math.max(one, other);
}

function inside(value, one, other) {
  return value > Math.min(one, other) && value < Math.max(one, other);
}
