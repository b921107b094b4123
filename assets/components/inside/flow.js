// What flows through a part of the diagram: values going forward, the gradient going backward.

import { mean, rootMeanSquare } from "./scene.js";

/** What flows through a part going forward, of one unit after step t. `what` is a part's `what`; see parts.js. */
export function forwardValue(scene, what, t, unit) {
  const { kind, symbol } = what;
  if (kind === "state") return scene.previous(symbol, t, unit);
  if (kind === "product") return scene.product(what.factors, t, unit);
  if (kind === "sum") return scene.sum(what, t, unit);
  if (kind === "factor") return scene.factor(what.factor, t, unit);
  if (kind === "reset") return resetValue(scene, symbol, t, unit);
  if (kind === "recurrent") return recurrentValue(scene, symbol, t, unit);
  return scene.value(symbol, t, unit);
}

/** How much flows through a part going forward: signed for one unit, root mean square over all. */
export function forwardAmount(scene, what, t, unit) {
  if (what.kind === "input") return inputSize(scene, t);
  return rootMeanSquare(scene, unit, (j) => forwardValue(scene, what, t, j));
}

/** How far a valve is open, of one unit or the mean over all. */
export function valveValue(scene, { gate, taken }, t, unit) {
  return mean(scene, unit, (j) => scene.factor({ symbol: gate, function: taken }, t, j));
}

/** Where a part that can be taken stands: how far a valve is open, or the value of a box. */
export function gripValue(scene, part, t, unit) {
  if (part.kind === "valve") return valveValue(scene, part, t, unit);
  return mean(scene, unit, (j) => scene.value(part.symbol, t, j));
}

function inputSize(scene, t) {
  if (scene.hotChannel(t) !== null) return 1;
  let sum = 0;
  for (let j = 0; j < scene.D; j++) sum += scene.input(t, j) ** 2;
  return Math.sqrt(sum / (scene.oneHot ? 1 : scene.D));
}

function recurrentValue(scene, symbol, t, unit) {
  const { recurrent, inside } = scene.parts(scene.equation.get(symbol), t, unit);
  return recurrent + inside;
}

/** What a reset gate lets through to the candidate. */
function resetValue(scene, symbol, t, unit) {
  const equation = scene.equation.get(symbol);
  if (equation.resetAfter) return scene.resetGate(equation, t, unit) * recurrentValue(scene, symbol, t, unit);
  return scene.operand(equation, t, unit);
}

/** Thickness of a path: a unit's share of a gradient spread evenly is 1/√H, and is drawn as the whole. */
export function pathThickness(scene, paths, t, unit) {
  return pathAmount(scene, paths, t, unit) * (unit === null ? 1 : Math.sqrt(scene.H));
}

/**
 * What flows through a part going backward, relative to the norm that arrives: signed for one unit, a norm over all.
 * Where the gradient is cut every path carries zero.
 */
export function pathAmount(scene, paths, t, unit) {
  if (!paths.length) return 0;
  const [, state = "h"] = paths[0].split(":");
  if (arrives(paths)) return unit === null ? 1 : direction(scene, state, t, unit);
  const into = new Map(scene.states.map((one) => [one, through(scene, paths, one)]));
  const sums = [...into].filter(([, names]) => names.length).map(([one, names]) => {
    const sum = (j) => names.reduce((total, each) => total + scene.path(each, one, t, j), 0);
    return unit === null ? norm(scene, sum) : sum(unit);
  });
  return sums.length === 1 ? sums[0] : Math.hypot(...sums);
}

/** Which of the paths into a state a part carries: "leak:c" is the leak as far as it leads into c. */
function through(scene, paths, state) {
  const [name] = paths[0].split(":");
  const carried = (path) => name === "out" || passes(path, name, paths) || paths.includes(`${path}:${state}`);
  return scene.pathsInto(state).map((path) => path.name).filter(carried);
}

/** Whether a part carries the whole gradient that arrives after the step, rather than a path through it. */
export function arrives(paths) {
  return paths[0].startsWith("total") || paths[0] === "show";
}

function passes(path, name, paths) {
  return name === "detour" ? path !== "leak" : paths.includes(path);
}

/** ∂L/∂ of the state at a port: of one unit, or its norm. */
export function portGradient(scene, { kind, symbol, previous }, t, unit) {
  if (kind === "input") return 0;
  const row = previous ? t - 1 : t;
  const share = (j) => arriving(scene, symbol, row, j);
  return (unit === null ? norm(scene, share) : share(unit)) * scaleAt(scene, row);
}

/** ∂L/∂s at a row of states, of one unit, in units of `scaleAt`: the sum of the paths through the step after it. */
function arriving(scene, state, row, unit) {
  if (row === scene.T) return scene.arrays[`readout:${state}`][unit];
  return scene.paths
    .filter(({ into }) => into.includes(state))
    .reduce((total, { name }) => total + scene.path(name, state, row + 1, unit), 0);
}

function scaleAt(scene, row) {
  return scene.norm(Math.min(row + 1, scene.T));
}

/** The direction of the gradient that arrives at a state after step t, of one unit; the whole vector has length 1. */
function direction(scene, state, t, unit) {
  return scene.norm(t) === 0 ? 0 : (arriving(scene, state, t, unit) * scaleAt(scene, t)) / scene.norm(t);
}

function norm(scene, value) {
  let square = 0;
  for (let j = 0; j < scene.H; j++) square += value(j) ** 2;
  return Math.sqrt(square);
}
