// A pole on a cart, moved as gruviz/data/cart_pole.py moves it; the constants come from there.

/**
 * @typedef {Float64Array | number[]} State Place and speed of the cart, lean and turning speed of the pole: metres,
 *   metres a second, radians from upright, radians a second.
 * @typedef {{gravity: number, cart: number, pole: number, halfLength: number, cartFriction: number,
 *   poleFriction: number, force: number, tick: number, track: number, lean: number, gains: number[],
 *   fastest: number}} Physics
 */

/**
 * The state a tick later, by Euler's method.
 * @param {Physics} physics
 * @param {State} state
 * @param {number} force In newtons, to the right.
 */
export function moved(physics, [place, speed, angle, turn], force) {
  const { gravity, cart, pole, halfLength, cartFriction, poleFriction, tick } = physics;
  const sin = Math.sin(angle), cos = Math.cos(angle), mass = cart + pole;
  const pushed = (force + pole * halfLength * turn ** 2 * sin - cartFriction * Math.sign(speed)) / mass;
  const lever = halfLength * (4 / 3 - (pole * cos ** 2) / mass);
  const turning = (gravity * sin - cos * pushed - (poleFriction * turn) / (pole * halfLength)) / lever;
  const rolling = pushed - (pole * halfLength * turning * cos) / mass;
  return Float64Array.of(place + tick * speed, speed + tick * rolling, angle + tick * turn, turn + tick * turning);
}

/** What a push does: 0 to the left, 1 to the right. @param {Physics} physics @param {number} push */
export function forceOf({ force }, push) {
  return push ? force : -force;
}

/** Whether it has left the track or leans too far. @param {Physics} physics @param {State} state */
export function hasFallen({ track, lean }, state) {
  return Math.abs(state[0]) > track || Math.abs(state[2]) > lean;
}

/** The push of someone who knows the whole state. @param {Physics} physics @param {State} state */
export function expertPush({ gains }, state) {
  return gains.reduce((sum, gain, i) => sum + gain * state[i], 0) > 0 ? 1 : 0;
}

/**
 * What the camera delivers: place, lean, the last push as −1 or 1, and 1; of a frame that is missing only the push.
 * @param {Physics} physics
 * @param {State} state
 * @param {number} push The last one.
 * @param {boolean} arrives
 */
export function frameOf({ track, lean }, state, push, arrives) {
  const side = 2 * push - 1;
  return Float32Array.from(arrives ? [state[0] / track, state[2] / lean, side, 1] : [0, 0, side, 0]);
}
