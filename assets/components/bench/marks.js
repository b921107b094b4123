// The marks of the cells as Plotly names them, as paths around the origin within 7 units.

const polygon = (...points) => `M${points.map(([x, y]) => `${x} ${y}`).join("L")}Z`;

/** A star of `count` points: outer and inner radius in turn. */
function star(count, outer, inner, turn = 0) {
  const points = Array.from({ length: 2 * count }, (_, i) => {
    const angle = turn + (Math.PI * i) / count - Math.PI / 2;
    const radius = i % 2 ? inner : outer;
    return [(radius * Math.cos(angle)).toFixed(2), (radius * Math.sin(angle)).toFixed(2)];
  });
  return polygon(...points);
}

const CROSS = [[-6, -2], [-2, -2], [-2, -6], [2, -6], [2, -2], [6, -2], [6, 2], [2, 2], [2, 6], [-2, 6], [-2, 2], [
  -6,
  2,
]];
const MARKS = {
  circle: "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0Z",
  square: polygon([-5, -5], [5, -5], [5, 5], [-5, 5]),
  diamond: polygon([0, -7], [7, 0], [0, 7], [-7, 0]),
  cross: polygon(...CROSS),
  "triangle-up": polygon([0, -6], [6, 5], [-6, 5]),
  "triangle-down": polygon([0, 6], [6, -5], [-6, -5]),
  "triangle-right": polygon([6, 0], [-5, 6], [-5, -6]),
  "triangle-left": polygon([-6, 0], [5, 6], [5, -6]),
  star: star(5, 7, 2.9),
  hourglass: polygon([-6, -6], [6, -6], [-6, 6], [6, 6]),
  bowtie: polygon([-6, -6], [-6, 6], [6, -6], [6, 6]),
  "star-diamond": star(4, 7, 3.4),
  "diamond-wide": polygon([0, -4.5], [7, 0], [0, 4.5], [-7, 0]),
  hexagram: star(6, 7, 4),
  pentagon: star(5, 6.5, 5.26),
  "star-triangle-up": star(3, 7.5, 2.2),
  "star-square": polygon([-6, -6], [0, -2.5], [6, -6], [2.5, 0], [6, 6], [0, 2.5], [-6, 6], [-2.5, 0]),
};

/** Path of a mark; a circle for one that is not known. */
export function mark(name) {
  return MARKS[name] ?? MARKS.circle;
}
