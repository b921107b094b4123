// The pad on which a digit is drawn while networks read it: ink, and the line that has come so far.

import { DigitPad } from "../pad/digit.js";

const SIDE = 28;

/**
 * @typedef {{ink: Float64Array, side: number}} Shown A picture that lies on the pad until something is drawn.
 * @typedef {{row: number, column: number | null, faded: boolean}} Line Where the reader is, in pixels of the pad:
 *   a row, and a column where single pixels are read; faded where the picture is over.
 */

export class ReadingPad extends DigitPad {
  constructor(parent, { changed, finished }) {
    super(parent);
    this.changed = changed; // called whenever the ink is another
    this.finished = finished; // and when a stroke has ended
    /** @type {Shown | null} */
    this.shown = null;
    /** @type {Line | null} */
    this.line = null;
    this.take("");
    this.clear.onclick = () => this.wipe();
  }

  /** Whether the person is ahead of the page: still drawing, or not yet confirmed. */
  get isAhead() {
    return Boolean(this.drawing || this.pressed || this.pending);
  }

  /** The picture as it lies there, from 0 to 1. */
  get picture() {
    return this.shown ?? { ink: Float64Array.from(this.ink, (ink) => ink / 15), side: SIDE };
  }

  /** Show a picture in place of the drawing, or the drawing again. @param {Shown | null} shown */
  show(shown) {
    this.shown = shown;
    this.paint();
  }

  wipe() {
    this.ink.fill(0);
    this.shown = null;
    this.confirmed = null;
    this.changed();
    this.report();
  }

  report() {
    super.report();
    this.finished();
  }

  dab(row, column) {
    if (this.shown) {
      this.shown = null;
      this.ink.fill(0);
      this.confirmed = null;
    }
    super.dab(row, column);
    this.changed();
  }

  paint() {
    if (this.shown) this.paintShown();
    else super.paint();
    if (this.line) this.paintLine();
  }

  paintShown() {
    const { ink, side } = this.shown, { surface } = this;
    const context = surface.getContext("2d"), cell = surface.width / side;
    context.clearRect(0, 0, surface.width, surface.height);
    context.fillStyle = getComputedStyle(surface).color;
    ink.forEach((value, i) => {
      if (!value) return;
      context.globalAlpha = value;
      context.fillRect((i % side) * cell, Math.floor(i / side) * cell, cell + 0.5, cell + 0.5);
    });
    context.globalAlpha = 1;
    if (document.activeElement === surface) this.paintCursor(context);
  }

  paintCursor(context) {
    const cell = this.surface.width / SIDE;
    context.strokeStyle = getComputedStyle(this.surface).color;
    context.lineWidth = 2;
    context.strokeRect(this.at[1] * cell, this.at[0] * cell, cell, cell);
  }

  /** What is not read yet lies in the shade; the line is where the reader is. */
  paintLine() {
    const { surface, line } = this, context = surface.getContext("2d"), { width, height } = surface;
    const style = getComputedStyle(surface);
    const y = Math.min(1, Math.max(0, line.row / SIDE)) * height;
    context.fillStyle = style.getPropertyValue("--st-background-color") || style.backgroundColor;
    context.globalAlpha = 0.62;
    if (line.faded) context.fillRect(0, 0, width, height);
    else context.fillRect(0, y, width, height - y);
    context.globalAlpha = 1;
    if (line.faded || line.row >= SIDE) return;
    context.fillStyle = style.getPropertyValue("--gv-line");
    if (line.column === null) context.fillRect(0, Math.min(height - 3, Math.max(0, y - 2)), width, 4);
    else {
      const cell = height / 14, x = Math.min(1, Math.max(0, line.column / SIDE)) * width;
      context.fillRect(0, y + cell, x, 2);
      context.fillRect(Math.min(width - cell, x), y, cell, cell);
    }
  }
}
