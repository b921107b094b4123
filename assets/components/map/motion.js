// What moves by itself: amounts that glide to where they shall be, and the budget that plays.

const GLIDE = 280; // ms
const LASTS = 6000; // ms from the first update to the last
const STILLS = 8; // pictures of the same time for whoever wants no motion
const LONGEST = 250; // ms that one picture may count for

export class Motion {
  /** @param {(now: number) => void} draw */
  constructor(draw) {
    this.draw = draw;
    this.amounts = new Map(); // name -> { value, from, goal, begun }
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.frame = 0;
    this.playing = null; // { end, at, seen, arrived }
    this.until = 0; // other pictures are wanted until then
  }

  /** Let an amount glide to a goal, and give where it is now. */
  amount(name, goal, now) {
    let one = this.amounts.get(name);
    if (!one || this.still.matches) this.amounts.set(name, one = { value: goal, from: goal, goal, begun: now });
    if (one.goal !== goal) Object.assign(one, { from: one.value, goal, begun: now });
    const part = Math.min(1, (now - one.begun) / GLIDE);
    one.value = one.from + (goal - one.from) * part * part * (3 - 2 * part);
    if (part < 1) this.wish();
    return one.value;
  }

  /** Go to a goal at once the next time. */
  jump(name) {
    this.amounts.delete(name);
  }

  /** One more picture. */
  wish() {
    this.frame ||= requestAnimationFrame((now) => {
      this.frame = 0;
      this.advance(now);
      if (now < this.until || this.playing) this.wish();
      this.draw(now);
    });
  }

  /** Pictures for so many milliseconds. */
  wishFor(time) {
    if (!this.still.matches) this.until = performance.now() + time;
    this.wish();
  }

  /** Play from a place to the end. @param {(at: number, done: boolean) => void} tell */
  play(at, end, tell) {
    this.playing = { at, end, tell, seen: null, begun: performance.now() };
    this.wish();
  }

  pause() {
    this.playing = null;
  }

  advance(now) {
    const { playing } = this;
    if (!playing) return;
    const passed = Math.max(0, Math.min(LONGEST, now - (playing.seen ?? now)));
    playing.seen = now;
    playing.at = Math.min(playing.end, playing.at + playing.end * passed / LASTS);
    const done = playing.at >= playing.end, grain = playing.end / STILLS;
    if (done) this.playing = null;
    playing.tell(this.still.matches && !done ? Math.floor(playing.at / grain) * grain : playing.at, done);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.playing = null;
  }
}
