// The fading light: a signal runs back through three networks, and what is left of it is drawn under them.

import { html } from "../shared/dom.js";
import { letterScale } from "../shared/letters.js";
import { listen, tell } from "../shared/live.js";
import { Guess } from "./guess.js";
import { biasAt, handle } from "./handle.js";
import { imageOf } from "./image.js";
import { finding, lead } from "./lead.js";
import { Picture } from "./picture.js";
import { powers } from "./scale.js";

const VIEWS = new WeakMap(); // parentElement -> Light
const PICTURE = "picture:home_light";
const BIAS = "home_update_bias";
const STOPS = { low: -8, high: 4, step: 0.25 }; // those of the slider
const CAT = 2; // the step that reads "cat"
const GLIDE = 250; // ms
const PER_STEP = 110, SHORTEST = 1400, LONGEST = 3600; // ms that the signal takes

class Light {
  constructor(parent) {
    this.root = html("div", { class: "gv-light gruviz-grows" });
    this.stage = html("div", { class: "gv-stage" });
    this.finding = html("h2", { class: "gv-finding" });
    this.summary = html("p", { class: "gv-summary" });
    this.buttons = html("div", { class: "gv-buttons" });
    this.saves = html("div", { class: "gv-saves" });
    this.guess = new Guess(this);
    this.root.append(
      lead((part) => this.light(part)),
      this.stage,
      html("div", { class: "gv-under" }, this.finding, this.buttons),
      html("div", { class: "gv-under" }, this.summary, this.saves),
    );
    parent.append(this.root);
    this.picture = new Picture(this.stage);
    this.stage.append(this.guess.row);
    this.grip = handle("gv-end", (y, done) => this.drag(y, done));
    this.picture.above.append(this.grip.group, this.guess.marker.group);
    this.addButtons();
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.heads = [0, 0, 0];
    this.at = null;
    this.mix = null;
    this.ends = new Map();
    this.picture.svg.onpointermove = (event) => this.point(event);
    this.picture.svg.onpointerdown = (event) => this.point(event);
    this.picture.svg.onpointerleave = () => this.point(null);
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.stage);
    this.stops = [
      listen(PICTURE, (frame) => {
        if (this.guess.state !== "running") this.arrive(); // the picture follows the hand
        this.show(frame ?? this.sent);
      }),
      listen(`moved:${BIAS}`, () => this.guess.retire()),
    ];
  }

  addButtons() {
    const button = (text, onclick, more = {}) =>
      html("button", { type: "button", class: "gv-button", onclick, ...more }, text);
    this.again = button("▶ Send it again", () => this.send());
    this.scales = ["log", "linear"].map((scale) =>
      button(scale === "log" ? "Powers of ten" : "Linear", () => this.choose(scale), { "data-scale": scale })
    );
    const group = html("div", { class: "gv-scales", role: "group", "aria-label": "Scale" }, ...this.scales);
    const saves = ["svg", "png"].map((format) =>
      html(
        "button",
        { type: "button", class: "gv-save", onclick: () => imageOf(this, format) },
        `Save as ${format.toUpperCase()}`,
      )
    );
    this.buttons.append(this.again, group);
    this.saves.append(...saves);
  }

  /** Take what Python sends: on the first time the signal runs. */
  update(data, trigger) {
    const first = !this.sent;
    this.trigger = trigger;
    this.sent = data;
    this.setScale(data.scale, first);
    this.show(data);
    if (!data.adjustable) this.guess.retire(); // its slider is not there
    if (first) this.send();
  }

  /** Show a frame at once. */
  show(frame) {
    const before = this.frame;
    this.frame = frame;
    this.logs = frame.lanes.map(powers);
    if (before && (before.steps !== frame.steps || before.gain !== frame.gain)) this.ends.clear();
    this.ends.set(frame.bias, this.logs[2][0]);
    if (frame.gain === 1) this.ends.set(0, this.logs[1][0]);
    this.range = frame.range;
    if (before && before.steps !== frame.steps) {
      this.arrive();
      this.at = null;
    }
    if (before?.steps !== frame.steps || !this.picture.layout) this.fit();
    if (before?.title !== frame.title) {
      this.finding.dataset.text = frame.title;
      this.finding.replaceChildren(...finding(frame.title, frame.lanes, (part) => this.light(part)));
    }
    this.summary.textContent = frame.note;
    this.guess.hear(frame);
    if (before && this.running === undefined) this.heads = [0, 0, 0];
    this.draw();
  }

  fit() {
    const scale = letterScale(), width = Math.round(this.stage.clientWidth / scale);
    if (!width || !this.frame) return;
    const { width: known, scale: drawn, steps } = this.built ?? {};
    if (known === width && drawn === scale && steps === this.frame.steps) return;
    this.built = { width, scale, steps: this.frame.steps };
    this.picture.build(this.frame, width, scale);
    this.draw();
  }

  draw() {
    if (!this.picture.layout || !this.range) return;
    const { frame, heads, mix, range, at, logs } = this;
    this.picture.draw(frame, { heads, mix, range, at, logs });
    const arrived = heads[2] <= 0 && at === null && this.sent.adjustable;
    this.root.classList.toggle("is-sending", heads.some((head) => head > 0));
    this.grip.group.setAttribute("visibility", arrived ? "visible" : "hidden");
    this.grip.place(this.picture.layout.left, this.picture.heightOf(logs[2][0], range, mix));
    this.guess.draw();
  }

  /**
   * Let the signal run back.
   * @param {number | null} only Through one lane alone.
   * @param {() => void} arrived
   */
  send(only = null, arrived = () => {}) {
    cancelAnimationFrame(this.running);
    const { steps } = this.frame;
    const lasts = Math.min(LONGEST, Math.max(SHORTEST, PER_STEP * steps));
    const place = (head) => (this.heads = this.heads.map((_, i) => only === null || only === i ? head : 0));
    if (this.still.matches) {
      place(0);
      this.draw();
      return arrived();
    }
    let begun = null;
    const step = (now) => {
      begun ??= now;
      const part = Math.min(1, (now - begun) / lasts);
      place(steps * (1 - part));
      this.running = part < 1 ? requestAnimationFrame(step) : undefined;
      this.draw();
      if (part === 1) arrived();
    };
    place(steps);
    this.draw();
    this.running = requestAnimationFrame(step);
  }

  /** End the run of the signal: it has arrived. */
  arrive() {
    cancelAnimationFrame(this.running);
    this.running = undefined;
    this.heads = [0, 0, 0];
  }

  choose(scale) {
    this.setScale(scale, false);
    this.trigger("scale", scale);
  }

  setScale(scale, at_once) {
    if (scale === this.scale) return;
    this.scale = scale;
    for (const button of this.scales) button.setAttribute("aria-pressed", String(button.dataset.scale === scale));
    this.glide(scale === "linear" ? 1 : 0, at_once || this.still.matches);
  }

  /** From one scale to the other. */
  glide(to, at_once) {
    const from = this.mix ?? to, begun = performance.now();
    cancelAnimationFrame(this.gliding);
    if (at_once) {
      this.mix = to;
      return this.draw();
    }
    const step = () => {
      const part = Math.min(1, (performance.now() - begun) / GLIDE);
      this.mix = from + (to - from) * part * part * (3 - 2 * part);
      this.draw();
      if (part < 1) this.gliding = requestAnimationFrame(step);
    };
    step();
  }

  /** The end of the line follows the finger: the slider goes where the line ends there. */
  drag(y, done) {
    this.guess.retire();
    this.arrive();
    const log = this.picture.logAt(y, this.range, this.mix > 0.5);
    const ends = new Map(this.ends);
    for (const [bias, end] of [[STOPS.low, 0], [STOPS.high, this.range.log[0]]]) {
      if (!ends.has(bias)) ends.set(bias, end);
    }
    tell(`control:${BIAS}`, { value: biasAt(ends, log, STOPS), done });
  }

  /** Read the amounts at a step. */
  point(event) {
    const box = this.picture.svg.getBoundingClientRect();
    const busy = this.grip.held() || this.guess.marker.held() || this.running !== undefined;
    const at = event && !busy && this.picture.layout
      ? this.picture.stepAt((event.clientX - box.left) / letterScale(), (event.clientY - box.top) / letterScale())
      : null;
    if (at === this.at) return;
    this.at = at;
    this.draw();
  }

  /** Light a part of the picture, with what reaches it; null lights all. */
  light(part) {
    if (part) this.root.dataset.lit = part;
    else delete this.root.dataset.lit;
    if (this.running !== undefined || !this.picture.layout) return;
    this.at = part === "cat" ? CAT : null;
    this.draw();
  }

  end() {
    this.arrive();
    this.resized.disconnect();
    for (const stop of this.stops) stop();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let light = VIEWS.get(parentElement);
  if (!light) {
    light = new Light(parentElement);
    VIEWS.set(parentElement, light);
  }
  light.update(data, setTriggerValue);
  return () =>
    setTimeout(() => {
      if (light.root.isConnected) return;
      light.end();
      VIEWS.delete(parentElement);
    });
}
