// Who may push a cart: each gets a frame a tick, in order, and answers 0 for left or 1 for right. `start` forgets all.

import { expertPush, forceOf, moved } from "./physics.js";

/**
 * @typedef {import("./physics.js").Physics} Physics
 * @typedef {ArrayLike<number>} Frame
 * @typedef {{start: () => void, push: (frame: Frame) => number}} Driver
 */

/**
 * A trained network; the larger of its two outputs is its push.
 * @param {ReturnType<typeof import("../shared/network.js").networkOf>} network
 * @returns {Driver}
 */
export function networkDriver(network) {
  let state = network.start();
  return {
    start: () => void (state = network.start()),
    push: (frame) => {
      state = network.step(state, frame);
      const [left, right] = network.outputs(state);
      return right > left ? 1 : 0;
    },
  };
}

/** A linear rule of the present frame alone. @param {number[]} gains @returns {Driver} */
export function linearDriver(gains) {
  return {
    start: () => {},
    push: (frame) => (gains.reduce((sum, gain, i) => sum + gain * frame[i], 0) > 0 ? 1 : 0),
  };
}

/**
 * The rule that knows the physics, as gruviz/tasks/observer.py: in the dark it moves its estimate by the equations of
 * motion; a frame corrects it, the speeds by what it had missed by over the time since the frame before.
 * @param {Physics} physics
 * @returns {Driver}
 */
export function observerDriver(physics) {
  const { track, lean, tick, fastest } = physics;
  /** @type {Float64Array | null} */
  let state = null;
  let ticks = 0; // since the last frame, which counts as 1; 0 before the first

  /** @param {Float64Array} guess @param {Frame} frame */
  function corrected(guess, frame) {
    const [place, angle] = [frame[0] * track, frame[1] * lean];
    const elapsed = ticks > 1 ? (ticks - 1) * tick : Infinity;
    const speed = guess[1] + (place - guess[0]) / elapsed;
    return Float64Array.of(place, speed, angle, guess[3] + (angle - guess[2]) / elapsed);
  }

  return {
    start: () => void ([state, ticks] = [null, 0]),
    push: (frame) => {
      if (state === null) state = new Float64Array(4);
      else {
        state = moved(physics, state, forceOf(physics, frame[2] > 0 ? 1 : 0));
        if (ticks > 0) ticks += 1;
      }
      if (frame[3] > 0) [state, ticks] = [corrected(state, frame), 1];
      state = state.map((value) => Math.min(fastest, Math.max(-fastest, value)));
      return expertPush(physics, state);
    },
  };
}

/**
 * A person: the side that is held, or was tapped since the last push; where there is none, left and right in turn, which
 * nearly cancel.
 */
export function personDriver() {
  const held = new Set();
  /** @type {string | null} */
  let tapped = null;
  let last = 0;
  return {
    /** @param {string} side left or right */
    press: (side) => {
      if (!held.has(side)) tapped = side; // a key that is held repeats itself
      held.add(side);
    },
    /** @param {string} side */
    release: (side) => void held.delete(side),
    letGo: () => {
      held.clear();
      tapped = null;
    },
    start: () => void (last = 0),
    push: () => {
      const side = tapped ?? (held.size === 1 ? [...held][0] : null);
      tapped = null;
      last = side ? Number(side === "right") : 1 - last;
      return last;
    },
  };
}
