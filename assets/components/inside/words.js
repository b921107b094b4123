// What each part of the diagram is called, and its value in words.

import { arrives, forwardAmount, forwardValue, pathAmount, valveValue } from "./flow.js";
import { glyph, subscript, takenOf, threeDigits } from "./format.js";
import { mean } from "./scene.js";

const LISTED = 4; // channels of an input that are told one by one

/** "unit 3", or all of them. */
export function unitName(unit) {
  return unit === null ? "mean over units" : `unit ${unit}`;
}

/** A unit with what is known of its memory, short enough for a list. */
export function unitLabel(scene, unit) {
  const latch = scene.latches[unit], time = scene.timeConstants?.[unit] ?? null;
  if (latch) return `Unit ${unit} · holds for ${latch[1] - latch[0] + 1} steps`;
  if (time === null) return `Unit ${unit}`;
  if (time >= 1000) return `Unit ${unit} · remembers > 1,000 steps`;
  const length = time < 9.5 ? time.toFixed(1).replace(/\.0$/, "") : time.toFixed(0);
  return `Unit ${unit} · remembers ≈ ${length} step${length === "1" ? "" : "s"}`;
}

/** The gate that a part lets one hold, or undefined. */
export function heldBy(scene, part) {
  const isGate = part.kind === "valve" || part.kind === "box";
  return scene.mayIntervene && isGate ? scene.gate.get(part.gate ?? part.symbol) : undefined;
}

/** Name and value of a part in one line, for a screen reader and the head of the detail. */
export function partName(scene, part, step, unit, way) {
  const place = `${unitName(unit)}, step ${step}`;
  const name = part.kind ? forwardName(scene, part) : wireName(scene, part);
  if (way === "backward" && part.paths.length) {
    const what = part.kind ? `${name}, ${pathName(part.paths)}` : pathName(part.paths);
    return `${what}, ${place}: ${backwardWords(scene, part.paths, step, unit)}`;
  }
  if (part.what.kind === "input") return `${name}, step ${step}: ${inputWords(scene, step)}`;
  return `${name}, ${place}: ${threeDigits(partValue(scene, part, step, unit))}`;
}

/** What is read at a step. */
export function inputWords(scene, step) {
  if (scene.labels) return `“${scene.labels[step - 1]}”`;
  const hot = scene.hotChannel(step);
  if (scene.D > 1 && hot !== null) return `x${subscript(hot)} is 1, all others are 0`;
  if (scene.D > LISTED) {
    return `${scene.D} numbers of size ${threeDigits(forwardAmount(scene, { kind: "input" }, step, null))}`;
  }
  return Array.from({ length: scene.D }, (_, j) => threeDigits(scene.input(step, j))).join(", ");
}

function partValue(scene, part, step, unit) {
  if (part.kind === "valve") return valveValue(scene, part, step, unit);
  return mean(scene, unit, (j) => forwardValue(scene, part.what, step, j));
}

const VALVES = {
  "valve-keep": "on the state before",
  "valve-write": "on the candidate",
  "valve-r": "on what the candidate reads",
  "valve-f": "on the cell state before",
  "valve-i": "on the candidate",
  "valve-o": "on what is shown",
};

function forwardName(scene, part) {
  if (part.kind === "plus") return `sum, new state ${glyph(part.what.symbol)}`;
  if (part.kind === "box" && !scene.gate.has(part.symbol)) return `new state ${part.symbol}`;
  if (part.kind !== "valve") return wireName(scene, part);
  const gate = `${scene.gate.get(part.gate).name} ${takenOf(part.taken, glyph(part.gate))}`;
  return `valve of the ${gate}, ${part.on ?? VALVES[part.id]}`;
}

/** What flows there. */
function wireName(scene, { what: { kind, symbol, factors, products, coefficients, factor } }) {
  if (kind === "input") return "input x";
  if (kind === "state") return `state ${glyph(symbol)} before the step`;
  if (kind === "product") return `product ${productName(factors)}`;
  if (kind === "factor") return factorName(factor);
  if (kind === "sum") {
    const terms = products.map((factors, i) => `${coefficients[i] < 0 ? "minus " : ""}${productName(factors)}`);
    return `sum of ${terms.join(" and ")}`;
  }
  if (kind === "reset") return "what the reset gate lets through";
  if (kind === "recurrent") return "U h + c, the state times its weights";
  const gate = scene.gate.get(symbol);
  return gate ? `${gate.name} ${glyph(symbol)}` : `state ${glyph(symbol)} after the step`;
}

function productName(factors) {
  return factors.map(factorName).join(" times ");
}

function factorName({ symbol, function: taken, previous }) {
  const name = glyph(symbol) + (previous ? " before" : "");
  return taken === "tanh" ? `tanh of ${name}` : takenOf(taken, name);
}

function pathName(paths) {
  if (arrives(paths)) return "gradient that arrives at the state after the step";
  if (paths[0] === "out") return "gradient that goes on to the state before the step";
  if (paths[0] === "detour") return "gradient that goes back through gates and candidate";
  return `gradient by ${paths.map((name) => `the ${name.split(":")[0]} path`).join(" and ")}`;
}

function backwardWords(scene, paths, step, unit) {
  if (scene.isClosed(step) && !arrives(paths)) return "exactly zero, cut here";
  const flow = pathAmount(scene, paths, step, unit) * scene.norm(step);
  return `${threeDigits(flow)}${unit === null ? " (norm)" : ""}`;
}
