// Carts in the same darkness, tick by tick: who pushes what, who has fallen, and who stood how long.

import { forceOf, frameOf, hasFallen, moved } from "./physics.js";
import { seeded } from "./seeded.js";

/**
 * @typedef {import("./physics.js").Physics} Physics
 * @typedef {import("./drivers.js").Driver} Driver
 * @typedef {Object} Lane
 * @property {Driver} driver
 * @property {boolean} waits Whether it stays down after a fall, and waits to be sent off.
 * @property {Float64Array} state
 * @property {number} push The last one.
 * @property {number} attempt Its number, from 0.
 * @property {number} upright Steps of this attempt.
 * @property {number} longest Steps of the longest so far.
 * @property {number} falls
 * @property {number} lying Ticks since it fell; 0 while it stands.
 */

export const SPREAD = 0.05; // largest deviation from upright at a start
export const KICK = 0.4; // radians a second, to all poles alike
const REST = 50; // ticks that a fallen one lies before it starts again

export class Race {
  /**
   * @param {Physics} physics
   * @param {{driver: Driver, waits?: boolean}[]} drivers
   * @param {number} seed
   */
  constructor(physics, drivers, seed) {
    this.physics = physics;
    this.seed = seed;
    this.round = 0;
    /** @type {Lane[]} */
    this.lanes = drivers.map(({ driver, waits = false }) => ({ ...idle(), driver, waits }));
    this.restart(0);
  }

  /** All start together, from the same state, into the same darkness. @param {number} round Decides which. */
  restart(round) {
    this.round = round;
    this.dark = seeded(this.seed, 1, round);
    this.sides = seeded(this.seed, 3, round);
    this.arrives = true;
    this.ticks = 0;
    for (const lane of this.lanes) this.send(lane, 0);
  }

  /** Nobody has stood or fallen so far. */
  forget() {
    for (const lane of this.lanes) Object.assign(lane, { longest: 0, falls: 0 });
  }

  /** One lane starts upright; attempts of one number start alike in all lanes. @param {Lane} lane */
  send(lane, attempt) {
    const random = seeded(this.seed, 2, this.round, attempt);
    const state = Float64Array.from({ length: 4 }, () => SPREAD * (2 * random() - 1));
    Object.assign(lane, { state, push: 1, attempt, upright: 0, lying: 0 });
    lane.driver.start();
  }

  /** @param {number} blackout Share of the frames that are missing. */
  step(blackout) {
    this.ticks += 1;
    this.arrives = this.dark() >= blackout;
    for (const lane of this.lanes) {
      if (lane.lying) this.lie(lane);
      else this.drive(lane);
    }
  }

  drive(lane) {
    const { physics } = this;
    lane.push = lane.driver.push(frameOf(physics, lane.state, lane.push, this.arrives));
    lane.state = moved(physics, lane.state, forceOf(physics, lane.push));
    if (hasFallen(physics, lane.state)) {
      lane.lying = 1;
      lane.falls += 1;
    } else {
      lane.upright += 1;
      lane.longest = Math.max(lane.longest, lane.upright);
    }
  }

  /** The pole sinks to the ground and the cart stops; for the eye only. */
  lie(lane) {
    lane.lying += 1;
    if (lane.lying > REST && !lane.waits) return this.send(lane, lane.attempt + 1);
    const [place, speed, angle, turn] = moved(this.physics, lane.state, 0);
    const down = Math.abs(angle) >= Math.PI / 2;
    lane.state.set([place, 0.8 * speed, down ? (Math.sign(angle) * Math.PI) / 2 : angle, down ? 0 : turn]);
  }

  /** Push the poles of all that stand, to the same side; returns it, −1 or 1. */
  kick() {
    const side = this.sides() < 0.5 ? -1 : 1;
    for (const { lying, state } of this.lanes) if (!lying) state[3] += side * KICK;
    return side;
  }
}

function idle() {
  return { state: new Float64Array(4), push: 1, attempt: 0, upright: 0, longest: 0, falls: 0, lying: 0 };
}
