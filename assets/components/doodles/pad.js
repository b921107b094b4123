// A pad whose drawing is taken when the hand has rested for a moment; the next begins on clean paper.

import { DigitPad } from "../pad/digit.js";

const REST = 1100; // milliseconds after a stroke in which another of the same doodle may begin

export class TakingPad extends DigitPad {
  constructor(parent, taken) {
    super(parent);
    this.taken = taken; // called with the drawing
    this.timer = 0;
    this.take("");
    this.surface.addEventListener("pointerdown", () => this.wait(false));
    this.surface.addEventListener("pointerup", () => this.wait(true));
    this.clear.onclick = () => this.wipe();
  }

  /** A doodle is taken after a rest, which a new stroke ends. */
  wait(isResting) {
    clearTimeout(this.timer);
    this.surface.classList.toggle("gv-resting", isResting && this.hasInk);
    if (isResting) this.timer = setTimeout(() => this.finish(), REST);
  }

  get hasInk() {
    return this.ink.some((ink) => ink > 2);
  }

  finish() {
    clearTimeout(this.timer);
    this.surface.classList.remove("gv-resting");
    if (!this.hasInk) return;
    const drawing = this.drawn();
    this.wipe();
    this.taken(drawing);
  }

  wipe() {
    clearTimeout(this.timer);
    this.surface.classList.remove("gv-resting");
    this.ink.fill(0);
    this.paint();
  }

  key(event) {
    if (event.key !== "Enter") return super.key(event);
    event.preventDefault();
    this.finish();
  }

  /** The page hears of what is taken only. */
  report() {}
}
