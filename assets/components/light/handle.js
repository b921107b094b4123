// What one drags on the axis at the left: the end of a line, and the marker of a guess.

import { svg } from "../shared/dom.js";
import { letterScale } from "../shared/letters.js";
import { put } from "./marks.js";

const REACH = 20; // pixels around it that take the finger

/**
 * A handle that moves up and down.
 * @param {string} kind Its class.
 * @param {(y: number, done: boolean) => void} move Called while it is dragged, and at the end.
 */
export function handle(kind, move) {
  const group = svg(
    "g",
    { class: `gv-handle ${kind}`, "aria-hidden": "true" },
    svg("circle", { class: "gv-reach", r: REACH }),
    svg("circle", { class: "gv-grip", r: 9 }),
    svg("path", { class: "gv-arrows", d: "M-3.5 -2L0 -5.5L3.5 -2M-3.5 2L0 5.5L3.5 2" }),
  );
  let held = false;
  const at = (event) => (event.clientY - group.ownerSVGElement.getBoundingClientRect().top) / letterScale();
  group.onpointerdown = (event) => {
    held = true;
    group.setPointerCapture(event.pointerId);
    event.preventDefault();
    event.stopPropagation();
  };
  group.onpointermove = (event) => {
    if (held) move(at(event), false);
  };
  group.onpointerup = group.onpointercancel = (event) => {
    if (held) move(at(event), true);
    held = false;
  };
  return {
    group,
    place: (x, y) => put(group, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`),
    held: () => held,
  };
}

/**
 * The bias at which the line would end at a height: between the ends that are known, which rise as the bias falls.
 * @param {Map<number, number>} ends Power of ten of what is left, by bias.
 * @param {number} log
 * @param {{low: number, high: number, step: number}} stops
 */
export function biasAt(ends, log, { low, high, step }) {
  const known = [...ends].sort(([one], [other]) => other - one); // from the highest bias, whose line ends lowest
  for (let i = 1; i < known.length; i++) known[i] = [known[i][0], Math.max(known[i][1], known[i - 1][1])];
  let bias = log <= known[0][1] ? known[0][0] : known[known.length - 1][0];
  for (let i = 1; i < known.length; i++) {
    const [[above, from], [below, to]] = [known[i - 1], known[i]];
    if (from < log && log <= to) {
      bias = above + (below - above) * (log - from) / (to - from);
      break;
    }
  }
  return Math.min(high, Math.max(low, Math.round(bias / step) * step));
}
