// A drawing brought to the form of the data, as gruviz.applications.digits.normalised does it: ink scaled to fill the
// box, its centre of mass in the middle. Pictures are square, by rows, from 0 (paper) to 1 (ink).

/** @typedef {{page: Float64Array, side: number, row: (r: number) => number, column: (c: number) => number}} Normalised
 *   The picture as it is read, and where its rows and columns came from in the drawing, in pixels of that. */

const BOX = 20 / 28; // of the side that a digit of the data fills with its longer side
const FAINT = 0.1; // what is no ink yet

/**
 * @param {ArrayLike<number>} drawing side × side
 * @param {number} side
 * @param {number} into Side of the result.
 * @returns {Normalised | null} null where nothing is drawn
 */
export function normalised(drawing, side, into) {
  const [rows, columns] = [0, 1].map((axis) => inked(drawing, side, axis));
  if (rows.length === 0) return null;
  const [top, height] = [rows[0], rows.at(-1) - rows[0] + 1];
  const [left, width] = [columns[0], columns.at(-1) - columns[0] + 1];
  const scale = (BOX * into) / Math.max(height, width);
  const [tall, wide] = [height, width].map((size) => Math.max(1, halfEven(size * scale)));
  const cut = Float64Array.from({ length: height * width }, (_, i) => {
    return drawing[(top + Math.floor(i / width)) * side + left + (i % width)];
  });
  const small = resized(cut, height, width, tall, wide);
  const [down, across] = place(small, tall, wide, into);
  const most = small.reduce((a, b) => Math.max(a, b), 0);
  const page = new Float64Array(into * into);
  small.forEach((ink, i) => page[(down + Math.floor(i / wide)) * into + across + (i % wide)] = Math.fround(ink / most));
  return {
    page,
    side: into,
    row: (r) => top + ((r - down) * height) / tall,
    column: (c) => left + ((c - across) * width) / wide,
  };
}

/** Rows (axis 0) or columns with ink. */
function inked(drawing, side, axis) {
  const of = (i, j) => drawing[axis === 0 ? i * side + j : j * side + i];
  const places = [...Array(side).keys()];
  return places.filter((i) => places.some((j) => of(i, j) > FAINT));
}

/** Each new pixel is the mean of what it covers. */
function resized(picture, height, width, tall, wide) {
  const [down, across] = [overlap(height, tall), overlap(width, wide)];
  const half = product(down, picture, tall, height, width);
  return Float64Array.from({ length: tall * wide }, (_, i) => {
    const [row, column] = [Math.floor(i / wide), i % wide];
    let sum = 0;
    for (let j = 0; j < width; j++) sum += across[column * width + j] * half[row * width + j];
    return sum;
  });
}

/** Share of each old pixel in each new one, (new × old). */
function overlap(old, now) {
  return Float64Array.from({ length: now * old }, (_, i) => {
    const [to, from] = [Math.floor(i / old), i % old];
    const covered = Math.min(((to + 1) * old) / now, from + 1) - Math.max((to * old) / now, from);
    return (Math.max(covered, 0) * now) / old;
  });
}

/** (rows × inner) times (inner × columns). */
function product(a, b, rows, inner, columns) {
  return Float64Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a[row * inner + k] * b[k * columns + column];
    return sum;
  });
}

/** Where the corner goes, so that the centre of mass is in the middle of the page and nothing leaves it. */
function place(small, tall, wide, into) {
  let [mass, down, across] = [0, 0, 0];
  small.forEach((ink, i) => {
    mass += ink;
    down += ink * (Math.floor(i / wide) + 0.5);
    across += ink * ((i % wide) + 0.5);
  });
  return [[down, tall], [across, wide]].map(([sum, size]) => {
    return Math.min(into - size, Math.max(0, halfEven(into / 2 - sum / mass)));
  });
}

/** Rounded as Python does: a half goes to the even neighbour. */
function halfEven(value) {
  const below = Math.floor(value), over = value - below;
  if (over !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
