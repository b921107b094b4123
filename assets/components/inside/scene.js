// A scene is one run as Python recorded it: a JSON header, then the arrays it names.
// Everything here is read or summed up from these numbers; shared/forward.js runs the cell once more.
// Steps t count from 1 to T, units from 0 to H − 1; row t of a state is the state after step t, row 0 the initial one.

import { factorOf, resetFactor } from "../shared/forward.js";
import { halfPrecision } from "../shared/half.js";

/**
 * @typedef {import("../shared/forward.js").Factor} Factor
 * @typedef {{symbol: string, kind: "activated" | "mixed", mathml: string, block?: string, activation?: string,
 *   reset?: string | null, resetAfter?: string | null, resetTurned?: boolean, stateBias?: boolean,
 *   readsState?: boolean, alone?: boolean, products?: Factor[][], coefficients?: number[], function?: string}} Equation
 * @typedef {{symbol: string, name: string, range: (number | null)[], color: string, ends: string[] | null}} Gate
 * @typedef {{name: string, mathml: string, color: string, into: string[]}} Path Into which states before the step it leads.
 * @typedef {{first: number, last: number, units: number[] | null, value: number, text: string}} Hold With its form in
 *   a link.
 * @typedef {{story: string, keys: string[], typed: Record<string, string>, commands: Record<string, number>,
 *   isTyped: boolean, most: number, quantity: string | null, play: number[] | null,
 *   guide: Record<string, [string, string | null][]>,
 *   answer: {text: string, truth: string | null, isRight: boolean} | null}} Around What the network was asked, what may
 *   be typed, and what it says; see gruviz/ui/inside/machine.py.
 * @typedef {Object} Header What `pack_scene` in gruviz/ui/inside/scene.py sends.
 * @property {string} title
 * @property {number} T Steps.
 * @property {number} H Units.
 * @property {number} D Channels of the input.
 * @property {string[]} blocks Of W and b, in the order of their rows.
 * @property {string[]} recurrentBlocks Of U.
 * @property {string[]} states
 * @property {Gate[]} gates
 * @property {Equation[]} equations In the order of computation.
 * @property {Path[]} paths Ways of the gradient through a step.
 * @property {string[] | null} labels What is read at each step.
 * @property {boolean} oneHot
 * @property {string[] | null} channels What each channel stands for.
 * @property {string[]} status Of the gradient at each row, in words.
 * @property {number[]} gradientRange Powers of ten.
 * @property {import("../shared/forward.js").Readout | null} readout How a trained network answers.
 * @property {boolean} touched Whether anything intervened.
 * @property {Record<string, Hold[]>} held By gate.
 * @property {number[]} resets Steps before which the state was reset.
 * @property {number[]} cuts Steps through which no gradient passes.
 * @property {{words: string, text: string}[]} interventions In words, and as they stand in a link.
 * @property {Record<string, number>} limits Half the range of a track centred on 0.
 * @property {Record<"gate" | "state" | "darkState", [number, number[]][]>} scales
 * @property {number[]} order Units, the longest memory first.
 * @property {number[] | null} timeConstants Steps, by unit.
 * @property {(number[] | null)[]} latches First and last step, by unit.
 * @property {Record<string, string>} alt Text alternatives, by track.
 * @property {Record<string, number[]>} [baseRanges] Ends of the 16-bit values of the untouched run.
 * @property {{serial: number, at: Object}} start Where the cursor stands.
 * @property {boolean} mayIntervene
 * @property {Around} machine
 * @property {Record<string, ArrayLike<number>>} arrays Sent as places in the message; see `readScene`.
 */

const KINDS = { f2: Uint16Array, f4: Float32Array, f8: Float64Array, u2: Uint16Array };

/** Bytes → scene. The arrays are views, not copies, but those in half precision. */
export function readScene(bytes) {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const arrays = {};
  for (const [name, { kind, shape, offset }] of Object.entries(header.arrays)) {
    const size = shape.reduce((product, axis) => product * axis, 1);
    const numbers = new KINDS[kind](buffer, offset, size);
    arrays[name] = kind === "f2" ? Float32Array.from(numbers, halfPrecision) : numbers;
  }
  return new Scene({ ...header, arrays });
}

/** A class without fields that is said to have those of a header, so that Scene may be checked. */
const Fields = /** @type {{new (): Header}} */ (/** @type {unknown} */ (Object));

export class Scene extends Fields {
  /** Whether it is a run of the browser's own, whose gradient is not known yet. */
  isLive = false;

  constructor(header) {
    super();
    Object.assign(this, header);
    this.gate = new Map(this.gates.map((gate) => [gate.symbol, gate]));
    this.equation = new Map(this.equations.map((equation) => [equation.symbol, equation]));
    this.block = new Map(this.blocks.map((name, index) => [name, index]));
    this.recurrentBlock = new Map(this.recurrentBlocks.map((name, index) => [name, index]));
    this.reset = new Set(this.resets);
    this.cut = new Set([...this.cuts, ...this.resets]);
  }

  /** Value of a gate or state after step t, of one unit. */
  value(symbol, t, unit) {
    return this.arrays[`value:${symbol}`][this.place(symbol, t, unit)];
  }

  /** Place of a value in its array: gates have no row for what was before the first step. */
  place(symbol, t, unit) {
    return (this.states.includes(symbol) ? t : t - 1) * this.H + unit;
  }

  /** A state as step t finds it: the state after the step before, or 0 where it was reset. */
  previous(symbol, t, unit) {
    return this.reset.has(t) ? 0 : this.value(symbol, t - 1, unit);
  }

  /** Value of a gate or state in the run without interventions, which travels in 16 bits. */
  untouched(symbol, t, unit) {
    const array = this.arrays[`base:${symbol}`];
    if (!array) return this.value(symbol, t, unit);
    const [low, high] = this.baseRanges[symbol];
    return low + ((high - low) * array[this.place(symbol, t, unit)]) / 65535;
  }

  input(t, channel) {
    return this.arrays.inputs[(t - 1) * this.D + channel];
  }

  /** The channel that is 1 where all others are 0, or null. */
  hotChannel(t) {
    const row = Array.from({ length: this.D }, (_, j) => this.input(t, j));
    const hot = row.indexOf(1);
    return hot >= 0 && row.every((value, j) => j === hot || value === 0) ? hot : null;
  }

  isHeld(symbol, t, unit) {
    return (this.held[symbol] ?? []).some(
      ({ first, last, units }) => t >= first && t <= last && (unit === null || !units || units.includes(unit)),
    );
  }

  /** The sum inside an activation, part by part, for one unit at step t. */
  parts(equation, t, unit) {
    const row = this.block.get(equation.block) * this.H + unit;
    const driven = sum(this.D, (j) => this.arrays.W[row * this.D + j] * this.input(t, j));
    const recurrent = equation.readsState
      ? sum(this.H, (j) => this.recurrentWeight(equation, unit, j) * this.operand(equation, t, j))
      : 0;
    const inside = equation.stateBias ? this.arrays.c[unit] : 0;
    const gate = equation.resetAfter ? this.resetGate(equation, t, unit) : 1;
    const bias = this.arrays.b[row];
    return { driven, recurrent, bias, inside, gate, sum: driven + bias + gate * (recurrent + inside) };
  }

  recurrentWeight(equation, unit, from) {
    return this.arrays.U[(this.recurrentBlock.get(equation.block) * this.H + unit) * this.H + from];
  }

  /** What a reset multiplies with: a gate, or 1 − it where z is named the other way round. */
  resetGate(equation, t, unit) {
    return resetFactor(equation, this.value(equation.reset ?? equation.resetAfter, t, unit));
  }

  /** What U multiplies. */
  operand(equation, t, unit) {
    const state = this.previous("h", t, unit);
    return equation.reset ? this.resetGate(equation, t, unit) * state : state;
  }

  /** The largest terms of W x and U h of one unit, by size. */
  largest(equation, t, unit, count) {
    const row = this.block.get(equation.block) * this.H + unit;
    const terms = [];
    for (let j = 0; j < this.D; j++) {
      terms.push({ kind: "x", from: j, weight: this.arrays.W[row * this.D + j], value: this.input(t, j) });
    }
    for (let j = 0; equation.readsState && j < this.H; j++) {
      const weight = this.recurrentWeight(equation, unit, j);
      terms.push({ kind: "h", from: j, weight, value: this.operand(equation, t, j) });
    }
    const size = ({ weight, value }) => Math.abs(weight * value);
    return terms.sort((a, b) => size(b) - size(a)).slice(0, count);
  }

  /** A factor of a product: a gate, a state or a constant, or what is taken of it. */
  factor(factor, t, unit) {
    const { symbol, previous, constant } = factor;
    if (constant) return factorOf(factor, this.arrays[`constant:${symbol}`][unit]);
    return factorOf(factor, previous ? this.previous(symbol, t, unit) : this.value(symbol, t, unit));
  }

  /** The sum of products in an equation, of which a function may be taken. */
  sum({ products, coefficients }, t, unit) {
    return products.reduce((all, factors, i) => all + (coefficients?.[i] ?? 1) * this.product(factors, t, unit), 0);
  }

  product(factors, t, unit) {
    return factors.reduce((product, factor) => product * this.factor(factor, t, unit), 1);
  }

  // Gradients travel as directions, each step's scaled by the norm that arrives there, since the norm itself
  // may be 1e-60.

  /** What reaches a state before step t by one path, as a share of the norm that arrives at step t. */
  path(name, state, t, unit) {
    return this.arrays[`path:${name}:${state}`][(t - 1) * this.H + unit];
  }

  /** What reaches a state before step t by one path: a gradient. */
  pathGradient({ name }, state, t, unit) {
    return this.path(name, state, t, unit) * this.norm(t);
  }

  pathsInto(state) {
    return this.paths.filter(({ into }) => into.includes(state));
  }

  /** ‖∂L/∂s_t‖ over all states. */
  norm(t) {
    return this.arrays.norms[t];
  }

  /** The same in the run without interventions. */
  untouchedNorm(t) {
    return (this.arrays.baseNorms ?? this.arrays.norms)[t];
  }

  isClosed(t) {
    return this.cut.has(t);
  }

  /** Signed share of each path at step t over all units: ⟨path, total⟩ / ‖total‖². */
  shares(t) {
    const total = Object.fromEntries(this.states.map((state) => [state, this.total(state, t)]));
    const square = Object.values(total).flat().reduce((all, value) => all + value ** 2, 0);
    return this.paths.map(({ name, into }) => {
      const dot = sum(this.H, (j) => into.reduce((all, one) => all + this.path(name, one, t, j) * total[one][j], 0));
      return { name, share: square > 0 ? dot / square : NaN };
    });
  }

  /** All paths into a state before step t together, by unit. */
  total(state, t) {
    return Array.from(
      { length: this.H },
      (_, j) => this.pathsInto(state).reduce((all, { name }) => all + this.path(name, state, t, j), 0),
    );
  }
}

/** Mean over units of a function of the unit, or its value for one. */
export function mean(scene, unit, value) {
  return unit === null ? sum(scene.H, value) / scene.H : value(unit);
}

/** Root mean square over units, or the value itself for one: what a wire shows. */
export function rootMeanSquare(scene, unit, value) {
  return unit === null ? Math.sqrt(sum(scene.H, (j) => value(j) ** 2) / scene.H) : value(unit);
}

function sum(count, value) {
  let total = 0;
  for (let j = 0; j < count; j++) total += value(j);
  return total;
}
