// What moves the picture: the reveal after the guess, the sliders, the view; and the budget that plays.

import { lookAt } from "./numbers.js";

const FIRST = 1500; // ms for which the gradient stands alone after the guess

export class Moves {
  /** @param {any} map The picture: its `set`, `motion`, `data`, `updates` and `settle`. */
  constructor(map) {
    this.map = map;
    this.held = false; // by a hand
    this.later = 0; // a timer, while the gradient stands alone
    this.glide = null; // from one length to another: { from, name }
  }

  /** Whether what Python says has to wait. */
  get busy() {
    return this.held || this.plays;
  }

  /** Whether something moves by itself. */
  get plays() {
    return Boolean(this.map.motion.playing) || Boolean(this.later);
  }

  /** The gradient first, then what training came to, as the budget grows. */
  reveal() {
    const { motion, set } = this.map;
    if (motion.still.matches) return;
    const { budget, view } = set;
    this.goal = view === "before" ? "both" : view;
    set.view = "before";
    this.later = setTimeout(() => {
      this.later = 0;
      set.view = this.goal;
      const { data, isTrained } = this.map;
      if (data.status !== "running" && isTrained) this.play(0, budget);
      this.map.settle();
    }, FIRST);
  }

  /** A hand ends what moves by itself. */
  interrupt() {
    if (this.later) this.map.set.view = this.goal;
    clearTimeout(this.later);
    this.later = 0;
    this.map.motion.pause();
  }

  look(view) {
    this.interrupt();
    this.map.set.view = view;
    this.map.set.tell("view", view, this.map.send);
    this.map.settle();
  }

  togglePlay() {
    const { playing } = this.map.motion, end = this.map.updates[this.map.updates.length - 1];
    this.interrupt();
    if (playing) return this.budget(this.map.set.budget, true);
    if (this.map.set.view === "before") this.look("both");
    this.play(this.map.set.budget >= end ? 0 : this.map.set.budget, end);
  }

  play(from, end) {
    this.map.motion.play(from, end, (at, done) => {
      this.map.set.budget = at;
      if (done) this.release("budget", end);
    });
  }

  budget(at, done) {
    this.interrupt();
    if (this.map.set.view === "before") this.look("both");
    this.held = !done;
    this.map.set.budget = done ? this.map.updates[lookAt(this.map.updates, at)] : at;
    if (done) this.release("budget", this.map.set.budget);
    this.map.motion.wish();
  }

  length(length, done) {
    this.interrupt();
    this.held = !done;
    if (length !== this.map.set.length) {
      this.glide = { from: this.map.set.length, name: `length ${performance.now()}` };
      this.map.motion.amount(this.glide.name, 0, performance.now());
      this.map.set.length = length;
    }
    if (done) this.release("length", length);
    this.map.motion.wish();
  }

  release(name, value) {
    this.map.set.tellSoon(name, value, this.map.send);
    this.map.settle();
  }

  end() {
    this.held = false;
    this.glide = null;
    this.map.motion.pause();
    clearTimeout(this.later);
    this.later = 0;
  }
}
