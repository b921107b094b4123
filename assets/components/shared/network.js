// A trained network run in the browser, step by step, from what `browser_network` sends
// (gruviz/ui/applications/browser_network.py). A state is a value: a step makes a new one and leaves the old as it was,
// so that one may go back, or on from one state in several ways.

import { dot, equationsOf, nonzero } from "./forward.js";
import { halfPrecision } from "./half.js";

/**
 * @typedef {import("./forward.js").Rows} Rows
 * @typedef {import("./forward.js").Vector} Vector
 * @typedef {{kind: "f2" | "f4" | "f8", shape: number[], base64: string}} Packed
 * @typedef {Object} NetworkData
 * @property {string} label
 * @property {string} cell Its key.
 * @property {string} title Its name.
 * @property {string} color
 * @property {string} mark
 * @property {number} H
 * @property {number} D
 * @property {string[]} blocks
 * @property {string[]} recurrentBlocks
 * @property {string[]} states
 * @property {import("./forward.js").Equation[]} equations
 * @property {string[]} names Of the outputs; none where they are numbers.
 * @property {Record<string, Packed>} arrays
 */

const KINDS = { f2: Uint16Array, f4: Float32Array, f8: Float64Array };

/**
 * A network that can be run.
 * @param {NetworkData} data
 */
export function networkOf(data) {
  const cell = {
    ...data,
    arrays: Object.fromEntries(Object.entries(data.arrays).map(([k, one]) => [k, unpacked(one)])),
  };
  const { H, D, states } = cell;
  const { "readout:W": W, "readout:b": b } = cell.arrays;
  const steps = equationsOf(cell).map((one) => ({
    ...one,
    room: new Float64Array(H),
    kept: states.includes(one.symbol),
  }));
  const ones = new Float64Array(D).fill(1);
  /** @type {Rows} */
  const now = {};

  /** The state before the first step. @returns {Rows} */
  const start = () => Object.fromEntries(states.map((name) => [name, new Float64Array(H)]));

  /**
   * One step; the state before it stays as it is.
   * @param {Rows} state
   * @param {Vector | number} input D numbers, or the place of the only 1 among zeros.
   * @returns {Rows}
   */
  function step(state, input) {
    const heard = typeof input === "number"
      ? { channels: [input], values: ones }
      : { channels: nonzero(input), values: input };
    /** @type {Rows} */
    const after = {};
    for (const { symbol, compute, room, kept } of steps) {
      now[symbol] = compute(heard, state, now, kept ? new Float64Array(H) : room);
      if (kept) after[symbol] = now[symbol];
    }
    return after;
  }

  /** What the network says after a state, one number for each output. @param {Rows} state */
  function outputs({ h }) {
    const said = new Float64Array(b.length);
    for (let k = 0; k < said.length; k++) said[k] = dot(W, k * H, h) + b[k];
    return said;
  }

  /** The same as probabilities. @param {Rows} state @param {number} [temperature] */
  const chances = (state, temperature = 1) => softmax(outputs(state), temperature);

  return { ...data, start, step, outputs, chances };
}

/** Probabilities from outputs. @param {Float64Array} outputs @param {number} [temperature] */
export function softmax(outputs, temperature = 1) {
  const top = Math.max(...outputs);
  const parts = outputs.map((output) => Math.exp((output - top) / temperature));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

/** @param {Packed} packed @returns {Float32Array | Float64Array} */
function unpacked({ kind, base64 }) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const numbers = new KINDS[kind](bytes.buffer);
  return numbers instanceof Uint16Array ? Float32Array.from(numbers, halfPrecision) : numbers;
}
