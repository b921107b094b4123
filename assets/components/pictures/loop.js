// The loop, and the same network step after step: a spot goes round on the left while it moves on to the right.
// Schematic: it shows how the state travels, and no number of a run.

import { svg } from "../shared/dom.js";
import { arrow, box, indexed, sheet, word } from "./strokes.js";

const HEIGHT = 142, STEPS = 4, PITCH = 74, FIRST = 168;
const MIDDLE = 72; // of the boxes
const LOOP = { x: 58, y: 40, r: 24 };

export function drawLoop({ color }) {
  const spots = [spot(color), spot(color)];
  const picture = sheet(HEIGHT, ...left(), ...right(), ...spots);
  const show = (part) => {
    const along = part * STEPS;
    const angle = 2 * Math.PI * (along % 1 || (part === 1 ? 1 : 0)) + Math.PI / 2;
    move(spots[0], LOOP.x + LOOP.r * Math.cos(angle), LOOP.y - 6 + LOOP.r * 0.8 * Math.sin(angle));
    move(spots[1], FIRST - 38 + PITCH * along, MIDDLE);
  };
  return { picture, show, seconds: 7 };
}

function left() {
  const { x, y, r } = LOOP;
  return [
    svg("ellipse", { cx: x, cy: y - 6, rx: r, ry: 0.8 * r, class: "gruviz-stroke" }),
    box(x - 21, MIDDLE - 21, 42, 42),
    indexed(x - 2, MIDDLE + 5, "h", "t"),
    word(x + r + 11, y - 6, "U"),
    arrow([[x, HEIGHT - 27], [x, MIDDLE + 23]]),
    indexed(x, HEIGHT - 12, "x", "t"),
    word(x + 14, MIDDLE + 34, "W"),
    word(117, MIDDLE + 5, "=", { class: "gruviz-symbol" }),
    word(117, HEIGHT - 12, "schematic"),
  ];
}

function right() {
  return Array.from({ length: STEPS }, (_, i) => {
    const x = FIRST + PITCH * i;
    return [
      arrow([[x - (i ? PITCH - 22 : 36), MIDDLE], [x - 23, MIDDLE]]),
      box(x - 21, MIDDLE - 21, 42, 42),
      indexed(x - 2, MIDDLE + 5, "h", i + 1),
      word(x - 37, MIDDLE - 8, i ? "U" : ""),
      arrow([[x, HEIGHT - 27], [x, MIDDLE + 23]]),
      indexed(x, HEIGHT - 12, "x", i + 1),
      word(x + 14, MIDDLE + 34, "W"),
    ];
  }).flat().concat(arrow([[FIRST + PITCH * (STEPS - 1) + 21, MIDDLE], [436, MIDDLE]]));
}

const spot = (color) => svg("circle", { r: 6, fill: color, class: "gruviz-spot" });
const move = (one, x, y) => one.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
