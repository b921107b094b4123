// The whole picture of a run: painted on one canvas, with its words above it.

import { html, setAll, svg } from "../shared/dom.js";
import { letterScale } from "../shared/letters.js";
import { paletteOf } from "./colors.js";
import { paintCurve, paintLevel, piecesOf, scaleOf } from "./curve.js";
import { hatches } from "./hatch.js";
import { Heat } from "./heat.js";
import { Labels } from "./labels.js";
import { Lane, paintEmpty, paintLane, paintPulse, RUN } from "./lanes.js";
import { layoutFor, placeOf } from "./layout.js";
import { paintStrip } from "./strip.js";
import { answerOf, cellsOf } from "./task.js";

const SHADOW = 0.3; // how strong a recording stands behind a live run

export class Picture {
  constructor() {
    this.canvas = html("canvas", { "aria-hidden": "true" });
    this.svg = svg("svg", { role: "img" });
    this.root = html("div", { class: "gv-picture" }, this.canvas, this.svg);
    this.labels = new Labels(this.svg);
    this.heats = new Map();
  }

  /** Lay out for a width, a theme and what has come; returns the layout. */
  build(data, run, shadow, width) {
    const { task, learners, planned, length } = data, scale = letterScale();
    this.data = data;
    this.layout = layoutFor(width, learners.length);
    this.ratio = scale * (globalThis.devicePixelRatio || 1);
    this.palette = paletteOf(this.root, learners);
    this.scale = scaleOf(task, [run, shadow].filter(Boolean));
    this.cells = cellsOf(task);
    const { height } = this.layout;
    Object.assign(this.canvas, { width: Math.round(width * this.ratio), height: Math.round(height * this.ratio) });
    Object.assign(this.canvas.style, { width: `${width * scale}px`, height: `${height * scale}px` });
    setAll(this.svg, { viewBox: `0 0 ${width} ${height}`, width: width * scale, height: height * scale });
    this.root.style.height = `${height * scale}px`;
    this.context = this.canvas.getContext("2d");
    this.context.scale(this.ratio, this.ratio);
    this.patterns = hatches(this.context, this.palette, this.ratio);
    this.lanes = this.layout.rows.map(({ lane }) => new Lane(lane, this.ratio));
    const measure = (words, font) => {
      this.context.font = `${font} ${this.palette.family}`;
      return this.context.measureText(words).width;
    };
    this.labels.build({ layout: this.layout, task, learners, planned, length, scale: this.scale, measure });
    this.paintHeats("run", run, length, planned);
    this.paintHeats("shadow", shadow, length, planned);
    return this.layout;
  }

  paintHeats(kind, run, length, planned) {
    this.layout.rows.forEach(({ heat }, i) => {
      const place = `${kind} ${i}`;
      if (!run) return this.heats.delete(place);
      if (!this.heats.has(place)) this.heats.set(place, new Heat());
      const { codes, ratio } = run.learners[i];
      const data = { codes, steps: run.steps, planned, length, key: ratio };
      this.heats.get(place).paint(data, heat, this.palette.learners[i].shades, this.palette, this.ratio);
    });
  }

  /**
   * Draw an update.
   * @param {{ run: any, shadow: any, reports: any[], update: number, cycle: { read: number, back: number | null } | null,
   *   pointed: { update: number } | null }} view
   */
  draw(view) {
    const { context, layout, palette } = this, { reports, update, cycle } = view;
    context.clearRect(0, 0, layout.width, layout.height);
    context.font = `12px ${palette.family}`;
    const read = cycle ? Math.round(cycle.read * this.cells.length) : this.cells.length;
    paintStrip(context, this.cells, layout.strip, read, palette);
    layout.rows.forEach((row, i) => this.row(row, i, reports[i], view));
    this.loss(view);
    this.samples();
    if (view.run?.steps.length) this.cursor(update, palette.ink, 1.5);
    if (view.pointed?.update <= update) this.cursor(view.pointed.update, palette.edge, 1);
    this.labels.draw({ rows: reports.map((report) => this.said(report)), ends: this.endsOf(view) });
  }

  row({ lane, heat }, i, report, { shadow, update, cycle }) {
    const { context, palette, data } = this, { fills } = palette.learners[i];
    if (!report) paintEmpty(context, lane, palette);
    else this.lanes[i].draw(context, lane, report.codes, { fills, patterns: this.patterns, edge: palette.edge });
    if (report && cycle?.back) paintPulse(context, lane, report.codes, cycle.back * RUN, palette);
    context.fillStyle = palette.faint;
    context.globalAlpha = 0.35;
    context.fillRect(heat.x, heat.y, heat.w, heat.h);
    if (shadow) {
      context.globalAlpha = SHADOW;
      this.heats.get(`shadow ${i}`).draw(context, heat, 1);
    }
    context.globalAlpha = 1;
    this.heats.get(`run ${i}`)?.draw(context, heat, update / data.planned);
    context.strokeStyle = palette.edge;
    context.lineWidth = 1;
    context.strokeRect(heat.x - 0.5, heat.y - 0.5, heat.w + 1, heat.h + 1);
    if (report?.solved !== null && report) this.flag(heat, report.solved);
  }

  /** Where a network has solved its task, on its heatmap. */
  flag({ y, h }, update) {
    const { context, palette } = this, x = placeOf(this.layout, update, this.data.planned);
    context.fillStyle = palette.ink;
    context.fillRect(x - 0.75, y, 1.5, h);
    context.beginPath();
    context.moveTo(x - 5, y - 3);
    context.lineTo(x + 5, y - 3);
    context.lineTo(x, y + 4);
    context.fill();
  }

  loss({ run, shadow, update }) {
    const { context, layout, data, palette, scale } = this, { loss } = layout;
    const placeX = (step) => placeOf(layout, step, data.planned);
    const placeY = (value) => loss.y + loss.h * (1 - scale.part(value));
    context.fillStyle = palette.edge;
    context.fillRect(loss.x, loss.y + loss.h, loss.w, 1);
    paintLevel(context, loss, placeY(data.task.baseline), palette, [7, 4]);
    paintLevel(context, loss, placeY(data.task.bar), palette, [1.5, 3.5]);
    for (const [one, until, alpha] of [[shadow, Infinity, SHADOW], [run, update, 1]]) {
      if (!one) continue;
      context.globalAlpha = alpha;
      data.learners.forEach((learner, i) => {
        const pieces = piecesOf(one.steps, one.learners[i].metric, until);
        paintCurve(context, pieces, learner, placeX, placeY);
      });
    }
    context.globalAlpha = 1;
  }

  /** Where each curve ends now; null for one that has not begun. */
  endsOf({ run, update }) {
    const { layout, data, scale } = this, { loss } = layout;
    return data.learners.map((_, i) => {
      const pieces = run ? piecesOf(run.steps, run.learners[i].metric, update) : [];
      if (!pieces.length) return null;
      const [step, value] = pieces[pieces.length - 1].slice(-1)[0];
      return { x: placeOf(layout, step, data.planned), y: loss.y + loss.h * (1 - scale.part(value)) };
    });
  }

  said(report) {
    if (!report) return { hears: null, answer: null, solved: null };
    return { hears: report.hears, answer: answerOf(this.data.task, report.answer), solved: report.solved };
  }

  samples() {
    for (const [code, box] of this.labels.samples) {
      paintLane(this.context, box, [code], this.palette.grey.fills, this.patterns);
      this.context.strokeStyle = this.palette.edge;
      this.context.lineWidth = 1;
      this.context.strokeRect(box.x + 0.5, box.y + 0.5, box.w - 1, box.h - 1);
    }
  }

  cursor(update, color, wide) {
    const { context, layout } = this, x = placeOf(layout, update, this.data.planned);
    context.fillStyle = color;
    if (layout.wide) {
      context.fillRect(x - wide / 2, layout.rows[0].heat.y - 4, wide, layout.axisY - layout.rows[0].heat.y + 4);
    } else {
      for (const { heat } of layout.rows) context.fillRect(x - wide / 2, heat.y, wide, heat.h);
      context.fillRect(x - wide / 2, layout.loss.y, wide, layout.loss.h);
    }
  }
}
