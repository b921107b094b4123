// The loss curve: every network's error (or score) over the updates, with what it is measured against.

import { isShare } from "./task.js";
import { linearTicks, logTicks } from "./ticks.js";

const DASHES = { solid: [], dash: [7, 4], dot: [2, 3], dashdot: [7, 3, 2, 3], longdash: [12, 4] };
const BEYOND = 30; // times the baseline: what has exploded does not press the rest flat

/**
 * The upward axis for all runs that are drawn.
 * @returns {{ log: boolean, low: number, high: number, ticks: number[], part: (value: number) => number }}
 */
export function scaleOf(task, runs) {
  const known = runs.flatMap((run) => run.learners.flatMap(({ metric }) => metric)).filter((value) => value !== null);
  const values = [...known, task.baseline, task.bar].filter(Number.isFinite);
  if (task.better === "low") return logScale(values.filter((value) => value > 0), BEYOND * task.baseline);
  const high = isShare(task) ? 1 : 1.05 * Math.max(...values), low = Math.min(0, ...values);
  const part = (value) => bounded((value - low) / (1.04 * high - low));
  return { log: false, low, high: 1.04 * high, ticks: linearTicks(low, high, 3), part };
}

function logScale(values, most) {
  const high = Math.min(most, 1.3 * Math.max(...values)), low = Math.min(0.8 * Math.min(...values), high / 2);
  const part = (value) => value > 0 ? bounded(Math.log(value / low) / Math.log(high / low)) : 0;
  return { log: true, low, high, ticks: logTicks(low, high), part };
}

const bounded = (part) => Math.max(0, Math.min(1, part));

/** Points of one curve up to an update, the last one between two reports; gaps end a piece. */
export function piecesOf(steps, values, update) {
  const pieces = [[]];
  for (let k = 0; k < values.length; k++) {
    if (values[k] === null) pieces.push([]);
    else if (steps[k] <= update) pieces[pieces.length - 1].push([steps[k], values[k]]);
    else {
      const [from, to] = [values[k - 1], values[k]];
      if (from === null || k === 0) break;
      const part = (update - steps[k - 1]) / (steps[k] - steps[k - 1]);
      pieces[pieces.length - 1].push([update, from > 0 && to > 0 ? from * (to / from) ** part : from]);
      break;
    }
  }
  return pieces.filter((piece) => piece.length);
}

/** Draw a curve. */
export function paintCurve(context, pieces, { color, dash }, placeX, placeY) {
  context.strokeStyle = color;
  context.lineWidth = 2.2;
  context.lineJoin = "round";
  context.setLineDash(DASHES[dash] ?? []);
  for (const piece of pieces) {
    context.beginPath();
    for (const [step, value] of piece) context.lineTo(placeX(step), placeY(value));
    context.stroke();
  }
  context.setLineDash([]);
}

/** A level across the plot. */
export function paintLevel(context, { x, w }, y, { edge }, dash) {
  context.strokeStyle = edge;
  context.lineWidth = 1.2;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + w, y);
  context.stroke();
  context.setLineDash([]);
}
