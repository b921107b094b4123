// The machine: a scene that obeys at once. What a person types or drags is run forward in the browser and laid over
// the recorded run, until Python has run the same and sends it with its gradient.

import { createCell, holdsOf, inputsOf } from "../shared/forward.js";

/**
 * @typedef {{gate: string, value: number, first: number, last: number, instead: string[]}} Grip A gate in a person's
 *   hand: held at a value from a step to another, in place of holds that the run has already, in their text form.
 */

export class Machine {
  /** @param {import("./scene.js").Scene} recorded */
  constructor(recorded) {
    /** What all parts show, for good: the recorded run, or what is laid over it. */
    this.scene = Object.create(recorded);
    this.load(recorded);
  }

  /** Take the place of the run that was recorded before. */
  load(recorded) {
    this.recorded = recorded;
    this.cell = createCell(recorded);
    Object.setPrototypeOf(this.scene, recorded);
  }

  /**
   * Run forward with another tape or a gate in hand, or go back to the recorded run where there is neither.
   * @param {string[] | null} tape One symbol a step.
   * @param {Grip | null} grip
   */
  perform(tape, grip) {
    const { recorded, scene } = this;
    for (const name of Object.keys(scene)) delete scene[name];
    scene.isLive = tape !== null || grip !== null;
    if (!scene.isLive) return;
    /** @type {ArrayLike<number>[]} */
    const inputs = tape ? tape.map((symbol) => oneHot(recorded, symbol)) : inputsOf(/** @type {any} */ (recorded));
    const held = heldWith(recorded, grip);
    const run = this.cell.run(inputs, { holds: holdsOf({ held }), resets: recorded.resets });
    const arrays = { ...recorded.arrays, inputs: flat(inputs) };
    for (const [name, rows] of [...Object.entries(run.states), ...Object.entries(run.gates)]) {
      arrays[`value:${name}`] = flat(rows);
    }
    Object.assign(scene, { T: inputs.length, labels: tape ?? recorded.labels, held, arrays, touched: true });
    scene.untouched = (symbol, t, unit) => (t <= recorded.T ? recorded.untouched(symbol, t, unit) : NaN);
    scene.norm = () => NaN; // the gradient of this run is Python's to say
  }

  /** The gate as a person takes it at a step: what holds it there already gives way, from its own first step on. */
  grip(gate, value, step) {
    const there = (this.recorded.held[gate] ?? []).filter(({ first, last }) => first <= step && step <= last);
    const { first, last } = there.at(-1) ?? { first: step, last: this.recorded.T };
    return { gate, value, first, last, instead: there.map(({ text }) => text) };
  }

  /** What the network says if it is asked after a step; null if it says nothing there. */
  answerAt(t) {
    const { scene, recorded } = this;
    const { readout, machine, T } = scene;
    if (!readout) return t === T && !scene.isLive ? machine.answer : null;
    const { text } = this.cell.answer({
      h: [Float64Array.from({ length: scene.H }, (_, j) => scene.value("h", t, j))],
    });
    const right = readout.names.length ? rightAt(scene, t) : t === T && T === recorded.T ? readout.target : null;
    const truth = right === null ? null : readout.names[right] ?? right.toFixed(2);
    return { text, truth, isRight: truth === null ? null : text === truth };
  }
}

/** The class that is right after a step: that of the last command so far, or the sequence's own. */
export function rightAt({ machine: { commands }, readout, labels }, t) {
  if (!Object.keys(commands).length) return readout.target;
  const last = labels.slice(0, t).findLast((symbol) => symbol in commands);
  return last === undefined ? null : commands[last];
}

/** @param {ArrayLike<number>[]} rows */
function flat(rows) {
  return Float64Array.from(rows.flatMap((row) => Array.from(row)));
}

function oneHot({ channels, D }, symbol) {
  return Float64Array.from({ length: D }, (_, j) => (channels[j] === symbol ? 1 : 0));
}

function heldWith({ held }, grip) {
  if (!grip) return held;
  const { gate, value, first, last, instead } = grip;
  const others = (held[gate] ?? []).filter(({ text }) => !instead.includes(text));
  return { ...held, [gate]: [...others, { first, last, units: null, value, text: "" }] };
}
