// The place in the run, in updates: it plays, follows what is being trained, or stands where a person put it.

const FRAME = 30; // ms between two pictures: smooth, and light work for an old laptop
const LASTS = 12; // seconds of a whole run at 1×
const CYCLE = 1400; // ms in which a sequence streams in, and the error runs back
const IDLES = 3; // cycles in which a sequence streams in though there is no run to play
const READS = 0.5; // part of a cycle for reading
const CATCH_UP = 1000; // ms to glide to what has come, which is when more will come

export class Player {
  /** @param {{ end: () => number, planned: () => number, speed: () => number, goesOn: () => boolean, isRunning: () => boolean, draw: () => void }} run */
  constructor(run) {
    this.run = run;
    this.at = 0;
    this.frame = 0;
    this.mode = "still"; // or "playing", "following": at the newest update of a training that goes on; "idle"
    this.begun = 0;
    this.goal = 0; // what it glides to, and how fast
    this.rate = 0;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
  }

  get moves() {
    return this.frame !== 0;
  }

  /** Play on; from the start where all has been played. */
  play() {
    if (this.at >= this.run.end()) this.at = 0;
    this.set("playing");
  }

  /** Keep to the newest update. */
  follow() {
    if (this.still.matches) this.at = this.run.end();
    this.set("following");
  }

  stand(at) {
    this.at = Math.max(0, Math.min(this.run.end(), at));
    this.set("still");
  }

  /** There is nothing to play yet: the task shows itself. */
  idle() {
    this.at = 0;
    this.set(this.still.matches ? "still" : "idle");
  }

  set(mode) {
    this.mode = mode;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.then = null;
    this.goal = 0;
    if (mode === "still" || (mode === "following" && this.still.matches)) return this.run.draw();
    this.begun = performance.now();
    this.frame = requestAnimationFrame((now) => this.advance(now));
    this.run.draw();
  }

  advance(now) {
    if (this.then !== null && now - this.then < FRAME) {
      this.frame = requestAnimationFrame((next) => this.advance(next));
      return;
    }
    const passed = Math.min(100, now - (this.then ?? now)), end = this.run.end();
    this.then = now;
    if (this.mode === "idle") {
      if (now - this.begun > IDLES * CYCLE) return this.stand(0);
    } else if (this.mode === "playing") {
      this.at = Math.min(end, this.at + this.run.planned() * this.run.speed() * passed / 1000 / LASTS);
      if (this.at >= end) return this.arrived();
    } else if (end > this.at) {
      if (this.goal !== end) [this.goal, this.rate] = [end, (end - this.at) / CATCH_UP];
      this.at = Math.min(end, this.at + this.rate * passed);
    } else if (!this.run.isRunning()) {
      this.frame = 0;
      return this.run.draw();
    }
    this.run.draw();
    this.frame = requestAnimationFrame((next) => this.advance(next));
  }

  /** All that is there has been played: a training that goes on is followed. */
  arrived() {
    if (this.run.goesOn()) return this.follow();
    this.stand(this.run.end());
  }

  /** How far the sequence has been read, and how far the error has come back; both 0 … 1, or null for neither. */
  cycle() {
    if (!this.moves || this.still.matches) return null;
    const part = ((performance.now() - this.begun) % CYCLE) / CYCLE;
    return part < READS ? { read: part / READS, back: null } : { read: 1, back: (part - READS) / (1 - READS) };
  }
}
