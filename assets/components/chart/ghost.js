// Grey curves behind those of now: what stood there before the last change, and what a person has pinned.

import { svg } from "../shared/dom.js";

/**
 * @typedef {{ id: number, name: string, uid: string, x: ArrayLike<any>, y: ArrayLike<any> }} Line
 * `uid` says what it draws, `id` is its own.
 */
/** @typedef {{ lines: Line[], axes: string }} Curves Lines, and what the axes mean that they are drawn on. */

let count = 0;

/**
 * The curves of a drawn graph; none where it has none, or more than one pair of axes.
 * @param {{ data: any[], layout: any } | null} drawn
 * @returns {Curves}
 */
export function curves(drawn) {
  if (drawn === null || Object.keys(drawn.layout).some((name) => /^[xy]axis\d+$/.test(name))) {
    return { lines: [], axes: "" };
  }
  const lines = drawn.data.filter(isCurve).map(({ name, uid, x, y }) => ({ id: ++count, name, uid, x, y }));
  return { lines, axes: meaning(drawn.layout) };
}

const isCurve = (trace) =>
  trace.type === "scatter" && trace.visible === true && trace.mode?.includes("lines") && trace.fill === "none" &&
  trace.line.width > 0 && trace.x.length > 1;

/** Whether its ticks are names; on a logarithmic axis their texts only follow its range. */
const isNamed = (axis) => axis?.tickmode === "array" && axis.type !== "log";

/** What the axes mean, as text: equal for two pictures whose curves may be compared. */
function meaning({ xaxis, yaxis }) {
  return JSON.stringify(
    [xaxis, yaxis].map((axis) => [axis?.type, axis?.title?.text, isNamed(axis) && axis.ticktext]),
  );
}

/**
 * Those curves of before that are other ones now, if both can stand on the same axes.
 * @param {Curves} before
 * @param {Curves} now
 * @returns {Line[]}
 */
export function changed(before, now) {
  if (before.axes !== now.axes) return [];
  const same = new Map(now.lines.map((line) => [line.uid, line]));
  return before.lines.filter((line) => !isSame(line, same.get(line.uid)));
}

const isSame = (line, other) => other !== undefined && equal(line.x, other.x) && equal(line.y, other.y);
const equal = (some, others) =>
  some.length === others.length && Array.from(some).every((value, at) => Object.is(value, others[at]));

/**
 * Draw lines behind the curves of a graph, in the place of those drawn there before.
 * @param {HTMLElement} host
 * @param {any} layout
 * @param {Record<string, Line[]>} groups By class.
 */
export function drawBehind(host, layout, groups) {
  const layer = host.querySelector(".cartesianlayer .scatterlayer");
  /** @type {HTMLElement | null} */
  const there = host.querySelector(".gruviz-before");
  const drawn = signature(layout, groups);
  if (layer === null || there?.dataset.drawn === drawn) return;
  there?.remove();
  const paths = Object.entries(groups).flatMap(([name, lines]) =>
    lines.map((line) => svg("path", { class: name, d: path(line, layout), fill: "none" }))
  );
  if (paths.length) layer.before(svg("g", { class: "gruviz-before", "data-drawn": drawn }, ...paths));
}

/** Equal where the same lines stand at the same places. */
function signature({ xaxis, yaxis }, groups) {
  const places = [xaxis, yaxis].map((axis) => [axis.type, axis.range, axis._length]);
  return JSON.stringify([places, Object.values(groups).map((lines) => lines.map((line) => line.id))]);
}

/** A line in pixels; where a point has no place, on a logarithmic axis one at zero, there is a gap. */
function path({ x, y }, { xaxis, yaxis }) {
  let pen = "M";
  let drawn = "";
  for (let at = 0; at < x.length; at++) {
    const [across, down] = [xaxis.d2p(x[at]), yaxis.d2p(y[at])];
    if (!Number.isFinite(across) || !Number.isFinite(down)) pen = "M";
    else {
      drawn += `${pen}${across.toFixed(1)},${down.toFixed(1)}`;
      pen = "L";
    }
  }
  return drawn;
}

/** Lines as traces of a figure, for an image. */
export function traces(lines) {
  return lines.map(({ name, x, y }) => ({
    type: "scatter",
    mode: "lines",
    name: `pinned: ${name}`,
    x: Array.from(x),
    y: Array.from(y),
    line: { color: "#868e96", width: 2 },
    showlegend: false,
  }));
}
