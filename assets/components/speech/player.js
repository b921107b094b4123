// The clock of a word: seconds into it, by its sound while that is heard, else by a silent sweep that is slow enough to
// follow.

const SWEEP = 4; // seconds of a silent sweep

export class Player {
  /**
   * @param {(seconds: number) => void} show
   * @param {() => void} changed when it starts or stops
   */
  constructor(show, changed) {
    this.show = show;
    this.changed = changed;
    this.speed = 1;
    this.moves = this.sounds = false;
    this.audio = new Audio();
    this.audio.onended = () => this.end();
    this.audio.onerror = () => this.sounds && this.rest();
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** Another word: its picture plays at once, without a sound, or stands at its end where motion is not wanted. */
  load({ sound, span }) {
    this.rest();
    this.span = span;
    if (sound) this.audio.src = sound;
    this.at = this.calm ? span : 0;
    this.show(this.at);
    if (!this.calm) this.sweep();
  }

  toggle() {
    const swept = this.moves && !this.sounds;
    this.rest();
    if (!swept) this.sweep();
  }

  sweep() {
    if (this.at >= this.span - 1e-9) this.at = 0;
    this.run((elapsed) => this.at + (elapsed / SWEEP) * this.span);
  }

  /** Let the word be heard from its beginning, or stop it. */
  sound() {
    const stops = this.sounds;
    this.rest();
    if (stops) return;
    this.sounds = true;
    this.audio.currentTime = 0;
    this.audio.playbackRate = this.speed;
    this.audio.preservesPitch = true;
    this.at = 0;
    const turn = this.run(() => Math.min(this.audio.currentTime, this.span - 1e-6)); // the sound itself says its end
    this.audio.play().catch(() => turn === this.turn && this.rest()); // a browser may refuse, and has no sound card
  }

  /** Follow a clock until the end, or until something else moves it. */
  run(clock) {
    const turn = this.turn = {};
    this.moves = true;
    this.changed();
    let before = null;
    const frame = (now) => {
      if (this.turn !== turn) return;
      const elapsed = before === null ? 0 : Math.min(0.1, (now - before) / 1000);
      before = now;
      this.at = clock(elapsed);
      if (this.at >= this.span) return this.end();
      this.show(this.at);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    return turn;
  }

  end() {
    this.rest();
    this.at = this.span;
    this.show(this.at);
  }

  rest() {
    const was = this.moves;
    this.turn = null;
    this.moves = this.sounds = false;
    this.audio.pause();
    if (was) this.changed();
  }
}
