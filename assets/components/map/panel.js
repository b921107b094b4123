// One panel: its surfaces, and what is drawn over them.

import { Grid } from "./grid.js";
import { boxOf } from "./layout.js";
import { borderOf, pathOf, strokeOn } from "./marks.js";
import { edgesOf, fieldFor, outcome, placing, share } from "./numbers.js";
import { partOf } from "./scale.js";
import { crossings, filled, finer, gently, Surface } from "./surface.js";

const FINER = 5; // samples of a square's side, for a shore without corners
const POP = 320; // ms in which a square that has just been trained appears

export class Panel {
  /** @param {import("./shape.js").MapData} data @param {number} i @param {import("./grid.js").Hand} hand */
  constructor(data, i, hand) {
    this.i = i;
    this.columns = data.x.values.length;
    this.across = edgesOf(data.x);
    this.up = edgesOf(data.y);
    this.coarse = centres(this.across, this.up);
    this.fine = { xs: data.fine.x.map(placing(data.x)), ys: data.fine.y.map(placing(data.y)) };
    this.field = new Surface();
    this.land = new Surface();
    this.born = new Map(); // square -> when its results came
    this.painted = new Set();
    this.grid = new Grid(this.columns, data.y.values.length, data.panels[i].title, hand);
  }

  /** Take what Python sends; what is new appears, unless all of it is. */
  take(data, now) {
    const before = this.panel, panel = data.panels[this.i];
    this.panel = panel;
    this.data = data;
    panel.squares.forEach((trained, square) => {
      if (trained && before && !before.squares[square]) this.born.set(square, now);
    });
    this.levels = new Map(panel.fields.map((field) => [field.length, levelsOf(field, data)]));
    this.version = (this.version ?? 0) + 1;
  }

  /** Values of the field for a length, from 0 to 1; null while there are none. */
  valuesFor(length) {
    const field = fieldFor(this.panel, length);
    return field && this.levels.get(field.length);
  }

  /** Draw the surfaces. */
  drawSurfaces(context, { plot, palette, length, before, mix, budget, alphas, shown }) {
    context.fillStyle = palette.ground;
    context.fillRect(plot.x, plot.y, plot.w, plot.h);
    this.paintField(plot, palette.shades, length, before, mix);
    if (this.fieldKey) this.field.draw(context, plot, alphas.field);
    if (alphas.land > 0 && this.paintLand(plot, palette.land, budget)) {
      context.save();
      context.clip(this.trained(plot));
      this.land.draw(context, plot, alphas.land);
      context.restore();
    }
    this.lines(context, plot, shown ? palette.line : palette.asking);
  }

  paintField(plot, shades, length, before, mix) {
    const to = this.valuesFor(length), from = mix < 1 ? this.valuesFor(before) : null;
    if (!to) return (this.fieldKey = null);
    const key = [this.version, length, from ? `${before} ${mix}` : "", plot.w, plot.h, shades.name].join("|");
    if (key === this.fieldKey) return;
    this.fieldKey = key;
    const values = from ? to.map((value, i) => from[i] + mix * (value - from[i])) : to;
    this.field.paint({ ...this.fine, values }, plot, shades.colors);
  }

  /** Whether there is land to draw. */
  paintLand(plot, shades, budget) {
    const shares = this.shares(budget);
    if (!shares) return false;
    const key = [this.version, budget, plot.w, plot.h, shades.name].join("|");
    if (key !== this.landKey) this.land.paint({ ...this.coarse, values: shares }, plot, shades.colors, gently);
    this.landKey = key;
    return true;
  }

  shares(budget) {
    const key = `${this.version} ${budget}`, { panel, data } = this;
    if (key === this.sharesKey) return this.known;
    this.sharesKey = key;
    return this.known = filled(
      panel.squares.map((_, square) => share(panel, square, budget, data.seeds)),
      this.columns,
    );
  }

  /** The area of squares that are trained. */
  trained(plot) {
    const path = new Path2D(), { squares } = this.panel;
    if (squares.every(Boolean)) path.rect(plot.x, plot.y, plot.w, plot.h);
    else {
      squares.forEach((trained, square) => {
        if (!trained) return;
        const { x, y, w, h } = this.box(plot, square);
        path.rect(x - 0.5, y - 0.5, w + 1, h + 1);
      });
    }
    return path;
  }

  box(plot, square) {
    return boxOf(plot, this.across, this.up, { column: square % this.columns, row: Math.floor(square / this.columns) });
  }

  /** Lines between the squares: faint, but where one is asked to mark some. */
  lines(context, { x, y, w, h }, color) {
    context.strokeStyle = color;
    context.lineWidth = 1;
    context.beginPath();
    for (const edge of this.across.slice(1, -1)) {
      context.moveTo(x + edge * w, y);
      context.lineTo(x + edge * w, y + h);
    }
    for (const edge of this.up.slice(1, -1)) {
      context.moveTo(x, y + (1 - edge) * h);
      context.lineTo(x + w, y + (1 - edge) * h);
    }
    context.stroke();
  }

  /** Draw what lies above. */
  drawMarks(context, { plot, palette, stamps, budget, alphas, shown, pointed, square, time }) {
    if (alphas.marks > 0) {
      this.drawOutcomes(context, plot, stamps, budget, alphas.marks, time);
      context.globalAlpha = alphas.marks;
      this.drawShore(context, plot, palette, budget);
      context.globalAlpha = 1;
    }
    this.drawGuess(context, plot, palette, shown);
    if (square !== null) this.outline(context, plot, square, palette.accent, palette.paper, 3);
    if (pointed !== null && pointed !== square) this.outline(context, plot, pointed, palette.ink, palette.paper, 1.6);
  }

  drawOutcomes(context, plot, stamps, budget, alpha, time) {
    const { panel, data } = this;
    panel.squares.forEach((_, square) => {
      const found = outcome(panel, square, budget, data.seeds);
      if (!found) return;
      const age = (time - (this.born.get(square) ?? -Infinity)) / POP;
      if (age >= 1) this.born.delete(square);
      context.globalAlpha = alpha * Math.max(0, Math.min(1, age));
      stamps.draw(context, this.box(plot, square), found);
    });
  }

  /** Where squares in which enough learn end; broken while squares are missing that may still move it. */
  drawShore(context, plot, { ink, paper }, budget) {
    const values = this.shares(budget);
    if (!values) return;
    const level = (this.data.enough - 0.5) / this.data.seeds, { squares } = this.panel;
    const path = pathOf(plot, crossings(finer({ ...this.coarse, values }, FINER, gently), level));
    if (squares.every(Boolean)) return strokeOn(context, path, ink, paper, 2.2);
    context.setLineDash([2, 6]);
    context.strokeStyle = ink;
    context.lineWidth = 1.4;
    context.stroke(path);
    context.setLineDash([]);
  }

  drawGuess(context, plot, { paper, guess }, shown) {
    if (!this.painted.size) return;
    if (!shown) {
      context.fillStyle = guess;
      context.globalAlpha = 0.34;
      for (const square of this.painted) {
        const { x, y, w, h } = this.box(plot, square);
        context.fillRect(x, y, w, h);
      }
      context.globalAlpha = 1;
    }
    const border = borderOf(plot, this.across, this.up, this.painted);
    strokeOn(context, border, guess, paper, shown ? 2.4 : 2, shown ? [7, 5] : []);
  }

  outline(context, plot, square, color, paper, width) {
    const { x, y, w, h } = this.box(plot, square), path = new Path2D();
    path.rect(x + 1, y + 1, w - 2, h - 2);
    strokeOn(context, path, color, paper, width);
  }

  /** Whether a square has just come and is still appearing. */
  get appears() {
    return this.born.size > 0;
  }
}

function centres(across, up) {
  const middle = (edges) => edges.slice(1).map((edge, i) => (edges[i] + edge) / 2);
  return { xs: middle(across), ys: middle(up) };
}

function levelsOf({ values }, { fine, scale }) {
  const flat = values.flat().map((value) => value === null ? null : partOf(value, scale));
  return filled(flat, fine.x.length);
}
