// One run, seen from inside the cell. Python sends the recording once; from then on the cursor belongs to the browser.

import { isDark } from "../shared/dark.js";
import { html } from "../shared/dom.js";
import { Bar } from "./bar.js";
import { Detail } from "./detail.js";
import { Diagram } from "./diagram.js";
import { Equations } from "./equations.js";
import { readScene } from "./scene.js";
import { Timeline } from "./timeline.js";

const VIEWS = new WeakMap(); // parentElement -> Inside
const RATE = 4; // steps a second at 1×
const REST = 500; // ms of rest before Python hears where the cursor stands, for the address

class Inside {
  constructor(parent) {
    this.root = html("div", { class: "gv-inside", onkeydown: (event) => this.onKey(event) });
    const host = (name) => this.root.appendChild(html("div", { class: `gv-${name}` }));
    const bar = host("bar"), options = host("options"), top = host("top"), time = host("time");
    const left = top.appendChild(html("div", { class: "gv-left" }));
    const picture = left.appendChild(html("div", { class: "gv-diagram" }));
    const detail = left.appendChild(html("div", { class: "gv-below" }));
    const lines = top.appendChild(
      html("div", { class: "gv-equations", role: "region", "aria-label": "Equations with the numbers of the cursor" }),
    );
    parent.append(this.root);
    this.bar = new Bar(bar, options, {
      step: (step) => this.go(step),
      move: (by) => this.go(this.view.step + by),
      toggle: () => this.toggle(),
      set: (changes) => this.set(changes),
      pin: () => this.pin(),
    });
    this.diagram = new Diagram(picture, (item) => this.point(item), (item) => this.detail.offer(item, this.view));
    this.equations = new Equations(lines);
    this.detail = new Detail(detail, (what) => this.trigger("intervene", what));
    this.timeline = new Timeline(time, (step) => this.go(step), (unit) => this.set({ unit }));
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.view = null;
    this.hot = null;
    this.playing = 0;
  }

  /** Take a scene from Python; the cursor stays where the person left it, unless Python moved it. */
  update(bytes, report, trigger) {
    this.report = report;
    this.trigger = trigger;
    const theme = getComputedStyle(this.root).getPropertyValue("--st-background-color");
    const changed = !sameBytes(bytes, this.bytes);
    if (!changed && theme === this.theme) return;
    this.bytes = bytes;
    this.theme = theme;
    this.root.classList.toggle("is-dark", isDark(theme || "#fff"));
    if (changed) {
      this.scene = readScene(bytes);
      const { serial, at } = this.scene.start;
      if (serial !== this.serial) this.view = { ...at };
      this.serial = serial;
      this.limit();
      for (const part of [this.bar, this.diagram, this.equations, this.detail, this.timeline]) part.build(this.scene);
    }
    this.paint();
    this.show(this.view.step);
  }

  /** Keep the view within the scene. */
  limit() {
    const { T, H, order } = this.scene;
    const { view } = this;
    view.step = Math.min(T, Math.max(1, Math.round(view.step)));
    if (view.unit === "auto") view.unit = order[0];
    if (view.unit !== null && (view.unit < 0 || view.unit >= H)) view.unit = order[0];
    view.pins = view.pins.filter((unit) => unit < H);
  }

  get picture() {
    const { unit, pins, form, sort } = this.view;
    const order = sort === "memory" ? this.scene.order : Array.from({ length: this.scene.H }, (_, j) => j);
    return { form, order, unit, units: [unit, ...pins.filter((pinned) => pinned !== unit)], at: this.view.step };
  }

  paint() {
    this.timeline.paint(this.picture);
  }

  /** Show a step. */
  show(step) {
    const view = { ...this.view, step };
    this.root.classList.toggle("is-playing", this.playing !== 0 && !this.still.matches);
    this.diagram.draw(view);
    this.bar.draw({ ...view, playing: this.playing !== 0 });
    this.equations.draw(view);
    this.diagram.name(view);
    this.detail.draw(this.hot, view);
    this.moveTo(step);
  }

  /** Between two steps only the flow and the cursor line move; all that has a value waits for the next step. */
  moveTo(at) {
    this.diagram.flow(at);
    this.timeline.move(at);
  }

  go(step) {
    this.pause();
    this.jump(step);
    this.rest();
  }

  jump(step) {
    this.view.step = Math.min(this.scene.T, Math.max(1, step));
    this.show(this.view.step);
  }

  set(changes) {
    Object.assign(this.view, changes);
    this.root.dataset.way = this.view.way;
    if (["unit", "form", "sort"].some((name) => name in changes)) this.paint();
    if ("way" in changes || "unit" in changes) this.detail.draw(this.hot, this.view);
    this.show(this.view.step);
    this.rest();
  }

  pin() {
    const { unit, pins } = this.view;
    this.set({
      pins: pins.includes(unit) ? pins.filter((pinned) => pinned !== unit) : [...pins, unit].slice(-3),
      form: this.view.form,
    });
  }

  point(item) {
    this.hot = item;
    this.diagram.mark(item);
    this.equations.mark(item?.what.symbol, item?.paths);
    this.detail.draw(item, this.view);
  }

  toggle() {
    if (this.playing) return this.go(this.view.step);
    const end = this.view.way === "backward" ? 1 : this.scene.T;
    if (this.view.step === end) this.jump(this.scene.T + 1 - end);
    this.at = this.view.step;
    this.then = performance.now();
    this.playing = requestAnimationFrame((now) => this.frame(now));
    this.show(this.view.step);
  }

  /** One frame of playing. Going backward it plays from the loss to the first step, as the gradient does. */
  frame(now) {
    const backward = this.view.way === "backward";
    const end = backward ? 1 : this.scene.T;
    this.at += ((backward ? -1 : 1) * RATE * this.view.speed * (now - this.then)) / 1000;
    this.then = now;
    if (backward ? this.at <= end : this.at >= end) {
      this.pause();
      this.jump(end);
      return this.rest();
    }
    const step = backward ? Math.ceil(this.at) : Math.floor(this.at);
    if (step !== this.view.step) this.jump(step);
    if (!this.still.matches) this.moveTo(this.at);
    this.playing = requestAnimationFrame((next) => this.frame(next));
  }

  pause() {
    cancelAnimationFrame(this.playing);
    this.playing = 0;
  }

  /** Tell Python where the cursor stands, once it has stood there for a moment. */
  rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (!this.playing && this.root.isConnected) this.report("at", { ...this.view });
    }, REST);
  }

  onKey(event) {
    const tag = event.target.tagName;
    const types = tag === "SELECT" || (tag === "INPUT" && event.target.type !== "range");
    if (types || event.ctrlKey || event.metaKey || event.altKey) return;
    const slides = tag === "INPUT";
    const act = {
      ArrowLeft: !slides && (() => this.go(this.view.step - 1)),
      ArrowRight: !slides && (() => this.go(this.view.step + 1)),
      Home: !slides && (() => this.go(1)),
      End: !slides && (() => this.go(this.scene.T)),
      " ": tag !== "BUTTON" && (() => this.toggle()),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}

/** Every run of the page hands over a new array, even of the same scene. */
function sameBytes(one, other) {
  if (one.length !== other?.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let inside = VIEWS.get(parentElement);
  if (!inside) {
    inside = new Inside(parentElement);
    VIEWS.set(parentElement, inside);
  }
  inside.update(data, setStateValue, setTriggerValue);
  return () =>
    setTimeout(() => {
      if (inside.root.isConnected) return;
      inside.pause();
      VIEWS.delete(parentElement);
    });
}
