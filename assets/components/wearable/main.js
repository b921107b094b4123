// A window of a smartwatch's traces, read while it sweeps by: a figure, six traces, and what three networks believe.
// Sequences of one's own (`counted`) have no figure, and steps in place of seconds.

import { html } from "../shared/dom.js";
import { beliefTable } from "./beliefs.js";
import { drawFigure } from "./figure.js";
import { drawTraces } from "./traces.js";

const STAGES = new WeakMap(); // parentElement -> Stage
const REST = 2.5; // seconds at the end, before it begins anew

class Stage {
  constructor(parent) {
    this.playButton = html("button", { type: "button", class: "gruviz-button", onclick: () => this.toggle() });
    this.range = html("input", { type: "range", min: 0, step: 1, "aria-label": "Time in the window" });
    this.range.oninput = () => (this.stop(), this.go(Number(this.range.value)));
    this.clock = html("output", {});
    this.figure = html("canvas", { class: "gv-wear-figure" });
    this.traces = html("canvas", { class: "gv-wear-traces", role: "img" });
    const small = html("small", {}, "schematic: the exercise");
    const figure = html("div", { class: "gv-wear-person", "aria-hidden": "true" }, this.figure, small);
    this.table = html("div", { class: "gv-wear-table" });
    const bar = html("div", { class: "gv-wear-bar" }, this.playButton, this.range, this.clock);
    const left = html("div", { class: "gv-wear-left" }, figure, this.traces);
    parent.append(html("div", { class: "gv-wear gruviz-grows" }, bar, left, this.table));
    this.root = parent.lastElementChild;
    this.plays = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  update(data) {
    const source = JSON.stringify(data);
    if (source !== this.source) {
      this.source = source;
      this.data = data;
      this.last = data.traces[0].length - 1;
      this.range.max = this.last;
      this.traces.setAttribute("aria-label", data.alt);
      this.root.classList.toggle("is-own", Boolean(data.counted));
      this.beliefs = beliefTable(this.table, data);
      this.time = 0;
      this.go(this.plays ? 0 : this.last);
    }
    this.paint();
    this.label();
    this.run();
  }

  toggle() {
    this.plays = !this.plays;
    if (this.plays && this.at >= this.last) this.time = 0;
    this.label();
    this.run();
  }

  stop() {
    this.plays = false;
    this.label();
  }

  label() {
    this.playButton.textContent = this.plays ? "Pause" : "Play";
  }

  go(step) {
    this.at = Math.max(0, Math.min(this.last, step));
    if (!this.plays) this.time = this.at / this.data.rate;
    const seconds = (this.at + 1) / this.data.rate;
    this.range.value = this.at;
    const { counted } = this.data;
    const time = counted ? `step ${this.at + 1} of ${this.last + 1}` : `${seconds.toFixed(1)} seconds`;
    this.clock.textContent = counted ? time : `${seconds.toFixed(1)} s`;
    this.range.setAttribute("aria-valuetext", `${time}: ${this.beliefs.words(this.at)}`);
    this.beliefs.show(this.at, this.at === this.last);
    this.paint();
  }

  paint() {
    const ink = getComputedStyle(this.root).color;
    drawTraces(this.traces, this.data, this.at, ink);
    drawFigure(this.figure, this.data.classes[this.data.truth], this.time, ink);
  }

  run() {
    if (!this.plays || this.running) return;
    this.running = true;
    let before = null;
    const turn = (now) => {
      this.running = this.plays && this.root.isConnected;
      if (!this.running) return;
      this.time += before === null ? 0 : Math.min(0.1, (now - before) / 1000);
      before = now;
      if (this.time > (this.last + 1) / this.data.rate + REST) this.time = 0;
      this.go(Math.floor(this.time * this.data.rate));
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }
}

export default function ({ data, parentElement }) {
  let stage = STAGES.get(parentElement);
  if (!stage) {
    stage = new Stage(parentElement);
    STAGES.set(parentElement, stage);
  }
  stage.update(data);
}
