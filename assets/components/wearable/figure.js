// A person who does an exercise, as a sketch: what the words of the exercise mean, not what was measured.

import { canvasOf } from "../shared/canvas.js";

const TURN = Math.PI / 180;

/** Lean of the trunk, and direction of upper arm and forearm in degrees from straight down, at a phase from 0 to 1. */
const POSES = {
  "pendulum": (p) => ({ lean: 55, upper: -10 + 20 * p, fore: -10 + 20 * p }),
  "abduction": (p) => ({ lean: 0, upper: 10 + 80 * p, fore: 10 + 80 * p }),
  "forward elevation": (p) => ({ lean: 0, upper: 5 + 165 * p, fore: 5 + 165 * p }),
  "internal rotation": (p) => ({ lean: 0, upper: 4, fore: 90, reach: 0.9 - 1.5 * p }),
  "external rotation": (p) => ({ lean: 0, upper: 4, fore: 90, reach: -0.3 + 1.2 * p }),
  "trapezius extension": (p) => ({ lean: 35, upper: 25 - 75 * p, fore: 25 - 75 * p }),
  "upright row": (p) => ({ lean: 0, upper: 5 + 85 * p, fore: -5 + 5 * p }),
};

export function drawFigure(canvas, exercise, seconds, ink) {
  const drawing = canvasOf(canvas), pose = POSES[exercise];
  if (!drawing || !pose) return;
  const { context, width, height } = drawing, unit = Math.min(height / 8.4, width / 5.2);
  const phase = (1 - Math.cos((seconds / 2) * 2 * Math.PI)) / 2;
  const { lean, upper, fore, reach = 1 } = pose(phase);
  const foot = { x: width * 0.42, y: height - 0.4 * unit }, hip = { x: foot.x, y: foot.y - 3.4 * unit };
  const neck = along(hip, 180 - lean, 2.6 * unit), elbow = along(neck, upper, 1.4 * unit);
  const tip = along(elbow, fore, 1.4 * unit), hand = { x: elbow.x + reach * (tip.x - elbow.x), y: tip.y };
  context.strokeStyle = context.fillStyle = ink;
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = Math.max(2, unit * 0.22);
  path(context, { x: foot.x - 0.6 * unit, y: foot.y }, hip, { x: foot.x + 0.6 * unit, y: foot.y });
  path(context, hip, neck);
  const head = along(neck, 180 - lean, 0.8 * unit);
  context.beginPath();
  context.arc(head.x, head.y, 0.6 * unit, 0, 7);
  context.stroke();
  context.lineWidth = Math.max(3, unit * 0.34);
  path(context, neck, elbow, hand);
  context.fillStyle = "#b07900"; // the watch
  context.beginPath();
  context.arc(hand.x, hand.y, 0.3 * unit, 0, 7);
  context.fill();
}

/** So far from a place, in degrees from straight down, to the right. */
function along({ x, y }, degrees, far) {
  return { x: x + far * Math.sin(degrees * TURN), y: y + far * Math.cos(degrees * TURN) };
}

function path(context, ...places) {
  context.beginPath();
  for (const { x, y } of places) context.lineTo(x, y);
  context.stroke();
}
