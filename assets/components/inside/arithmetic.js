// The arithmetic of an equation with the numbers of a moment in place, as a list of pieces.
// A piece is a sign, a number over its name (a term), or a result; numbers.js makes elements of them.

import { FUNCTIONS } from "../shared/forward.js";
import { glyph, percent, subscript, takenOf, threeDigits } from "./format.js";
import { mean } from "./scene.js";

/** @typedef {{sign: string} | {value: number, name: string} | {result: number}} Piece */

/** @returns {Piece} */
export const sign = (text) => ({ sign: text });
/** @returns {Piece} */
export const term = (value, name) => ({ value, name });
/** @returns {Piece} */
export const result = (value) => ({ result: value });

const SYMBOLS = {
  identity: "",
  sigmoid: "σ",
  tanh: "tanh",
  relu: "ReLU",
  softplus: "softplus",
  exp: "exp",
  cos: "cos",
  sin: "sin",
};
const LARGEST = 4; // terms that are listed

/** The arithmetic of one equation for one unit. */
export function equationPieces(scene, equation, t, unit) {
  const value = result(scene.value(equation.symbol, t, unit));
  if (equation.kind === "mixed") return mixedPieces(scene, equation, t, unit, value);
  const { sum } = scene.parts(equation, t, unit);
  const name = SYMBOLS[equation.activation];
  const held = scene.isHeld(equation.symbol, t, unit);
  const outcome = held
    ? [sign("held at"), value, sign("in place of"), term(FUNCTIONS[equation.activation](sum), `${name}(sum)`)]
    : [sign("="), value];
  const inner = insidePieces(scene, equation, t, unit);
  return [sign(`${name}(`), ...inner, sign(name ? `) = ${name}(` : ") = ("), term(sum, "sum"), sign(")"), ...outcome];
}

/** What stands inside an activation, in the order of the formula. */
function insidePieces(scene, equation, t, unit) {
  const { driven, recurrent, bias, inside, gate } = scene.parts(equation, t, unit);
  const { reset, resetAfter, resetTurned, stateBias, readsState } = equation;
  const factor = resetTurned ? `1 − ${reset ?? resetAfter}` : (reset ?? resetAfter);
  const state = reset ? `U (${resetTurned ? `(${factor})` : factor} h)` : "U h";
  const product = [term(recurrent, state), ...(stateBias ? [sign("+"), term(inside, "c")] : [])];
  const drive = term(driven, "W x");
  const offset = [sign("+"), term(bias, equation.alone ? "b" : `b_${equation.block}`)];
  if (resetAfter) return [drive, ...offset, sign("+"), term(gate, factor), sign("× ("), ...product, sign(")")];
  return [drive, ...(readsState ? [sign("+"), ...product] : []), ...offset];
}

/** What is taken of a sum of products; held, the value it has and the one it would have. */
function mixedPieces(scene, equation, t, unit, value) {
  const taken = equation.function ?? "identity";
  const terms = sumOfProducts(scene, equation, t, unit);
  const whole = taken === "identity"
    ? terms
    : taken === "inverse"
    ? [sign("1 / ("), ...terms, sign(")")]
    : [sign(`${SYMBOLS[taken]}(`), ...terms, sign(")")];
  if (!scene.isHeld(equation.symbol, t, unit)) return [...whole, sign("="), value];
  const free = FUNCTIONS[taken](scene.sum(equation, t, unit));
  return [...whole, sign("held at"), value, sign("in place of"), term(free, "unheld")];
}

/** The products of a sum one after another, without its result. */
export function sumOfProducts(scene, equation, t, unit) {
  return equation.products.flatMap((factors, i) => [
    ...numberPieces(equation.coefficients?.[i] ?? 1, i === 0),
    ...productPieces(scene, factors, t, unit),
  ]);
}

/** What stands in front of a product: its sign, and its number where that is not 1. */
function numberPieces(number, isFirst) {
  const minus = number < 0 ? "−" : isFirst ? "" : "+";
  const size = Math.abs(number) === 1 ? "" : `${Math.abs(number)} ×`;
  const text = [minus, size].filter(Boolean).join(" ");
  return text ? [sign(text)] : [];
}

/** A product without its result. */
export function productPieces(scene, factors, t, unit) {
  return factors.flatMap((factor, i) => [
    ...(i ? [sign("×")] : []),
    term(scene.factor(factor, t, unit), factorLabel(factor)),
  ]);
}

function factorLabel({ symbol, function: taken, previous }) {
  return takenOf(taken, glyph(symbol) + (previous ? "ₜ₋₁" : ""));
}

/** A gate or state over all units: mean and extremes. */
export function meanPieces(scene, symbol, t) {
  const values = Array.from({ length: scene.H }, (_, j) => scene.value(symbol, t, j));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const average = mean(scene, null, (j) => values[j]);
  return [
    sign("mean over units"),
    result(average),
    sign(`from ${threeDigits(low)} to ${threeDigits(high)}`),
  ];
}

/** The largest terms of a part that is a sum over inputs and units. */
export function largestPieces(scene, equation, t, unit) {
  const terms = scene.largest(equation, t, unit, LARGEST).filter(({ weight, value }) => weight * value !== 0);
  if (!terms.length) return [sign("every term is 0")];
  const row = equation.alone ? "" : equation.block;
  return terms.flatMap(({ kind, from, weight, value }, i) => [
    ...(i ? [sign("+")] : []),
    term(weight, `${kind === "x" ? "W" : "U"}_${row} ${unit},${from}`),
    sign("×"),
    term(value, sourceLabel(scene, equation, kind, from)),
  ]);
}

function sourceLabel(scene, equation, kind, from) {
  if (kind === "x") return scene.oneHot ? `x “${scene.channels[from]}”` : `x${subscript(from)}`;
  return `${equation.reset ? "reset " : ""}h${subscript(from)}`;
}

/** How the paths into a state before the step add up: for one unit a sum, over all the norm of the whole gradient. */
export function pathSumPieces(scene, state, step, unit) {
  if (scene.isClosed(step)) {
    const cut = "cut here: exactly zero goes on, which is not the same as small";
    return [sign(scene.reset.has(step) ? "the state was reset here: exactly zero goes on" : cut)];
  }
  if (unit === null) return [sign("norm"), result(scene.norm(step - 1))];
  if (!scene.pathsInto(state).length) return [sign("nothing: the step after does not read it")];
  const parts = scene.pathsInto(state).map((path) => ({
    name: path.name,
    value: scene.pathGradient(path, state, step, unit),
  }));
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const terms = parts.flatMap(({ value, name }, i) => [...(i ? [sign("+")] : []), term(value, name)]);
  return [...terms, sign("="), result(total)];
}

/** What one path brings to the states before the step, of one unit; nothing over all. */
export function pathPieces(scene, path, step, unit) {
  if (unit === null) return [];
  return path.into.map((state) =>
    term(scene.pathGradient(path, state, step, unit), `into ${glyph(state)}ₜ₋₁, unit ${unit}`)
  );
}

/** A path's share of the gradient that goes on, over all units, in words. */
export function shareWords(share) {
  return Number.isFinite(share) ? `${percent(share)} of the gradient` : "no gradient";
}
