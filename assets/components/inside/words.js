// What each part of the diagram is called, and its value in words.

import { arrives, forwardAmount, forwardValue, pathAmount, valveValue } from "./flow.js";
import { glyph, threeDigits } from "./format.js";
import { mean } from "./scene.js";

/** "unit 3", or all of them. */
export function unitName(unit) {
  return unit === null ? "mean over units" : `unit ${unit}`;
}

/** A unit with what is known of its memory. */
export function unitLabel(scene, unit) {
  const time = scene.timeConstants?.[unit] ?? null;
  const latch = scene.latches[unit];
  const length = time >= 1000 ? "over 1,000" : time?.toFixed(time < 10 ? 1 : 0);
  const memory = time === null ? "" : `, keeps ${length} steps`;
  return `${unit}${memory}${latch ? `, latched ${latch[0]}–${latch[1]}` : ""}`;
}

/** Name and value of a part in one line, for a screen reader and the head of the detail. */
export function partName(scene, part, step, unit, way) {
  const place = `${unitName(unit)}, step ${step}`;
  if (way === "backward" && part.paths.length) {
    return `${pathName(part.paths)}, ${place}: ${backwardWords(scene, part.paths, step, unit)}`;
  }
  const name = forwardName(scene, part);
  if (part.what.kind === "input") return `${name}, step ${step}: ${inputWords(scene, part.what, step, unit)}`;
  return `${name}, ${place}: ${threeDigits(partValue(scene, part, step, unit))}`;
}

function inputWords(scene, what, step, unit) {
  if (scene.labels) return `“${scene.labels[step - 1]}”`;
  return `size ${threeDigits(forwardAmount(scene, what, step, unit))}`;
}

function partValue(scene, part, step, unit) {
  if (part.kind === "valve") return valveValue(scene, part, step, unit);
  return mean(scene, unit, (j) => forwardValue(scene, part.what, step, j));
}

function forwardName(scene, part) {
  const { kind, symbol, factors, factor } = part.what;
  if (part.kind === "plus") return `sum, new state ${symbol}`;
  if (part.kind === "valve") {
    return `valve of the ${scene.gate.get(part.gate).name} ${part.complement ? "1 − " : ""}${glyph(part.gate)}`;
  }
  if (kind === "input") return "input x";
  if (kind === "state") return `state ${symbol} before the step`;
  if (kind === "product") return `product ${factors.map(factorName).join(" times ")}`;
  if (kind === "factor") return factorName(factor);
  if (kind === "reset") return "what the reset gate lets through";
  if (kind === "recurrent") return "U h + c, the state times its weights";
  const gate = scene.gate.get(symbol);
  return gate ? `${gate.name} ${glyph(symbol)}` : `state ${symbol} after the step`;
}

function factorName({ symbol, complement, previous, tanh }) {
  const name = glyph(symbol) + (previous ? " before" : "");
  return complement ? `1 − ${name}` : tanh ? `tanh of ${name}` : name;
}

function pathName(paths) {
  if (arrives(paths)) return "gradient that arrives at the state after the step";
  if (paths[0] === "out") return "gradient that goes on to the state before the step";
  if (paths[0] === "detour") return "gradient that goes back through gates and candidate";
  return `gradient by ${paths.map((name) => `the ${name} path`).join(" and ")}`;
}

function backwardWords(scene, paths, step, unit) {
  if (scene.isClosed(step) && !arrives(paths)) return "exactly zero, cut here";
  const flow = pathAmount(scene, paths, step, unit) * scene.norm(step);
  return `${threeDigits(flow)}${unit === null ? " (norm)" : ""}`;
}
