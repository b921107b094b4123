// The arithmetic of an equation with the numbers of a moment in place, as a list of pieces.
// A piece is a sign, a number over its name (a term), or a result; numbers.js makes elements of them.

import { ACTIVATIONS } from "../shared/forward.js";
import { glyph, percent, subscript, threeDigits } from "./format.js";
import { mean } from "./scene.js";

/** @typedef {{sign: string} | {value: number, name: string} | {result: number}} Piece */

/** @returns {Piece} */
export const sign = (text) => ({ sign: text });
/** @returns {Piece} */
export const term = (value, name) => ({ value, name });
/** @returns {Piece} */
export const result = (value) => ({ result: value });

const SYMBOLS = { sigmoid: "σ", tanh: "tanh", relu: "ReLU", identity: "" };
const LARGEST = 4; // terms that are listed

/** The arithmetic of one equation for one unit. */
export function equationPieces(scene, equation, t, unit) {
  const value = result(scene.value(equation.symbol, t, unit));
  if (equation.kind === "mixed") return [...sumOfProducts(scene, equation, t, unit), sign("="), value];
  const { sum } = scene.parts(equation, t, unit);
  const name = SYMBOLS[equation.activation];
  const held = scene.isHeld(equation.symbol, t, unit);
  const outcome = held
    ? [sign("held at"), value, sign("in place of"), term(ACTIVATIONS[equation.activation](sum), `${name}(sum)`)]
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

function sumOfProducts(scene, equation, t, unit) {
  return equation.products.flatMap((factors, i) => [
    ...(i ? [sign("+")] : []),
    ...productPieces(scene, factors, t, unit),
  ]);
}

/** A product without its result. */
export function productPieces(scene, factors, t, unit) {
  return factors.flatMap((factor, i) => [
    ...(i ? [sign("×")] : []),
    term(scene.factor(factor, t, unit), factorLabel(factor)),
  ]);
}

function factorLabel({ symbol, complement, previous, tanh }) {
  const name = glyph(symbol) + (previous ? "ₜ₋₁" : "");
  return complement ? `1 − ${name}` : tanh ? `tanh ${name}` : name;
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
  const parts = scene.pathsInto(state).map((path) => ({
    name: path.name,
    value: scene.pathGradient(path, step, unit),
  }));
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const terms = parts.flatMap(({ value, name }, i) => [...(i ? [sign("+")] : []), term(value, name)]);
  return [...terms, sign("="), result(total)];
}

/** What one path brings to a state before the step, of one unit; nothing over all. */
export function pathPieces(scene, path, step, unit) {
  if (unit === null) return [];
  return [term(scene.pathGradient(path, step, unit), `into ${path.into}ₜ₋₁, unit ${unit}`)];
}

/** A path's share of the gradient that goes on, over all units, in words. */
export function shareWords(share) {
  return Number.isFinite(share) ? `${percent(share)} of the gradient` : "no gradient";
}
