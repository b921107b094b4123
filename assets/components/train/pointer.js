// What a finger, the mouse or the keys do on the picture: values in words, a guess, a scrub.

import { html } from "../shared/dom.js";
import { letterScale } from "../shared/letters.js";
import { put } from "../light/marks.js";
import { leftWords } from "./codes.js";
import { rem, stepAt, updateAt } from "./layout.js";
import { reportOf } from "./run.js";
import { count, steps } from "./story.js";
import { isShare } from "./task.js";
import { tickWords } from "./ticks.js";
import { Tip } from "./tip.js";

export class Pointer {
  /** @param {any} train */
  constructor(train) {
    this.train = train;
    this.tip = new Tip();
    this.pointed = null;
    this.hover = null;
    this.buttons = html("div", { class: "gv-lanes" });
    const { root } = train.picture;
    root.onpointermove = (event) => this.move(event);
    root.onpointerdown = (event) => this.press(event);
    root.onpointerup = root.onpointercancel = () => (this.held = false);
    root.onpointerleave = () => this.leave();
  }

  /** A button over each lane. */
  fit(layout, learners) {
    this.layout = layout;
    if (this.buttons.childElementCount !== learners.length) {
      const { guess } = this.train;
      this.buttons.replaceChildren(...learners.map((_, i) =>
        html("button", {
          type: "button",
          class: "gv-lane-button",
          onclick: () => guess.choose(this.train.data.learners[i].label),
          onkeydown: (event) => this.key(event, i),
          onblur: () => this.leave(),
        })
      ));
    }
    [...this.buttons.children].forEach((button, i) => {
      const { label, lane } = layout.rows[i], wide = layout.wide;
      const width = wide ? lane.x + lane.w + 6 : lane.w;
      Object.assign(/** @type {HTMLElement} */ (button).style, {
        left: rem(-6),
        top: rem(label.y - 3),
        width: rem(width + 6),
        height: rem(label.h + 6),
      });
    });
  }

  draw({ label: guessed, over }) {
    this.read();
    [...this.buttons.children].forEach((button, i) => {
      const { label } = this.train.data.learners[i];
      put(button, "aria-label", over ? label : `Guess: ${label} gets there first`);
      put(button, "aria-pressed", String(label === guessed));
      put(button, "data-guess", label === guessed ? "your guess" : "");
    });
  }

  /** With a lane's focus, arrows read it step by step. */
  key(event, i) {
    const { data } = this.train, way = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (way === undefined) return;
    this.step = Math.max(0, Math.min(data.length, (this.step ?? data.length) + way));
    const { lane } = this.layout.rows[i];
    const x = lane.x + lane.w * (this.step + 0.5) / (data.length + 1);
    this.tell(this.atStep(i, this.step, this.train.player.at), { x, y: lane.y });
    event.preventDefault();
    event.stopPropagation();
  }

  place(event) {
    const box = this.train.picture.root.getBoundingClientRect(), scale = letterScale();
    return { x: (event.clientX - box.left) / scale, y: (event.clientY - box.top) / scale };
  }

  move(event) {
    const at = this.place(event);
    if (this.held) return this.train.stand(updateAt(this.layout, at.x, this.train.data.planned));
    this.hover = at;
    this.point(this.found(at)?.update ?? null);
    this.read();
  }

  /** Say what is under the pointer now: it changes while the run plays. */
  read() {
    if (!this.hover) return;
    const found = this.found(this.hover);
    if (found) this.tell(found.lines, this.hover);
    else this.tip.hide();
  }

  /** A press on heatmaps or curves goes there. */
  press(event) {
    const at = this.place(event), area = this.area(at);
    if (!this.train.run || !["heat", "loss"].includes(area?.kind)) return;
    this.leave();
    this.held = true;
    this.train.picture.root.setPointerCapture(event.pointerId);
    this.train.stand(updateAt(this.layout, at.x, this.train.data.planned));
  }

  leave() {
    this.step = undefined;
    this.hover = null;
    this.tip.hide();
    this.point(null);
  }

  point(update) {
    if ((this.pointed?.update ?? null) === update) return;
    this.pointed = update === null ? null : { update };
    if (!this.train.player.moves) this.train.draw();
  }

  tell(lines, at) {
    this.tip.show(lines, at, this.layout.width, letterScale());
  }

  /** What part of the picture is at a place. */
  area(at) {
    for (const [i, row] of this.layout.rows.entries()) {
      if (within(row.lane, at)) return { kind: "lane", i };
      if (within(row.heat, at)) return { kind: "heat", i };
    }
    return within(this.layout.loss, at) ? { kind: "loss", i: 0 } : null;
  }

  /** What there is to say of a place. */
  found(at) {
    const { data, run, player } = this.train, area = this.area(at);
    if (!run || !area) return null;
    const { lane, heat } = this.layout.rows[area.i];
    if (area.kind === "lane") {
      return { update: null, lines: this.atStep(area.i, stepAt(lane, at.x, data.length), player.at) };
    }
    const update = updateAt(this.layout, at.x, data.planned);
    if (update > player.at) return null;
    if (area.kind === "loss") return { update, lines: this.atUpdate(update) };
    const step = Math.min(data.length, Math.floor((at.y - heat.y) / heat.h * (data.length + 1)));
    return { update, lines: this.atStep(area.i, step, update) };
  }

  atStep(i, step, update) {
    const { data, run } = this.train, report = reportOf(run, i, update), { label } = data.learners[i];
    if (!report) return [label, "nothing yet"];
    const back = data.length - step;
    const where = back ? `${steps(back)} back` : "at the last step";
    return [`${label}, update ${count(report.update)}`, `${where}: ${leftWords(report.codes[step])}`];
  }

  atUpdate(update) {
    const { data, run } = this.train, { task } = data;
    const each = data.learners.map(({ label }, i) => {
      const report = reportOf(run, i, update);
      const value = report?.metric ?? null;
      return `${label}: ${value === null ? "no number" : tickWords(value, isShare(task))}`;
    });
    const first = reportOf(run, 0, update);
    return [`Update ${count(first?.update ?? update)}, ${task.metric}`, ...each];
  }
}

function within({ x, y, w, h }, at) {
  return at.x >= x && at.x <= x + w && at.y >= y && at.y <= y + h;
}
