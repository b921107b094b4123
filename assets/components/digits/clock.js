// The clock of a sweep: a step that moves on by itself, is moved by hand, rests at the end, and begins again.

const REST = 2500; // milliseconds at the end
const LEAP = 100; // milliseconds at most between two pictures: a page that was hidden goes on where it was

export class Clock {
  /** @param {(step: number) => void} tick Called with every new step. */
  constructor(tick) {
    this.tick = tick;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.frame = 0;
    this.timer = 0;
    this.at = 0;
    this.steps = 0;
    this.loops = 1;
    /** @type {(step: number) => number} */
    this.pace = () => 80;
  }

  get isPlaying() {
    return this.frame !== 0;
  }

  /**
   * Take another length over; where the sweep has ended, it stands at the new end.
   * @param {number} steps
   * @param {(step: number) => number} pace Milliseconds that a step takes.
   */
  set(steps, pace) {
    const ended = this.at >= this.steps;
    Object.assign(this, { steps, pace });
    if (ended || this.at > steps) this.at = steps;
    this.tick(this.step);
  }

  get step() {
    return Math.min(this.steps, Math.floor(this.at));
  }

  /** Sweep so many times from the first step on; who prefers no motion sees the end at once. @param {number} loops */
  begin(loops = 1) {
    this.loops = loops;
    if (this.still.matches) return this.jump(this.steps);
    this.at = 0;
    this.play();
  }

  play() {
    this.pause();
    if (this.at >= this.steps) this.at = 0;
    this.then = null;
    this.frame = requestAnimationFrame((now) => this.advance(now));
  }

  pause() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = 0;
    this.timer = 0;
    this.tick(this.step);
  }

  /** Stand at a step. @param {number} step */
  jump(step) {
    this.at = step;
    this.pause();
  }

  advance(now) {
    const before = this.step;
    this.at += Math.min(LEAP, now - (this.then ?? now)) / this.pace(before);
    this.then = now;
    if (this.at >= this.steps) return this.end();
    if (this.step !== before) this.tick(this.step);
    this.frame = requestAnimationFrame((next) => this.advance(next));
  }

  end() {
    this.at = this.steps;
    this.pause();
    this.loops -= 1;
    if (this.loops > 0) this.timer = setTimeout(() => this.begin(this.loops), REST);
  }
}
