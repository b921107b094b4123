// Everything over time, under one cursor: input, gates, states and the gradient, as units × steps or as lines.

import { html } from "../shared/dom.js";
import { glyph, powerOfTen, threeDigits, twoDigits, visible } from "./format.js";
import { paintTrack, rangeOf } from "./painting.js";
import { mean } from "./scene.js";
import { inputWords, unitName } from "./words.js";

const GUTTER = { wide: 92, narrow: 64, below: 520 }; // pixels beside the plots, the narrow ones below a width
const TICK = 34, LETTER = 9; // pixels that a number and a character need
const HINT = "Click or drag to move the cursor.", ROWS = " A click on a row of a gate or state follows that unit.";

export class Timeline {
  constructor(host, onStep, onUnit) {
    this.host = host;
    this.onStep = onStep;
    this.onUnit = onUnit;
    this.cursor = html("div", { class: "gv-cursor", "aria-hidden": "true" });
    this.rows = html("div", { class: "gv-rows" });
    this.ticks = html("div", { class: "gv-ticks", "aria-hidden": "true" });
    this.readout = html("div", { class: "gv-readout", "aria-live": "off" });
    this.area = html("div", { class: "gv-area" }, this.rows, this.ticks, this.cursor);
    host.replaceChildren(this.area, this.readout);
    this.area.onpointerdown = (event) => this.grab(event);
    this.area.onpointermove = (event) => this.hover(event);
    this.area.onpointerleave = () => this.say(this.hint, false);
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.area);
  }

  build(scene) {
    this.scene = scene;
    this.form = null; // of the rows that are there
    this.width = 0;
  }

  /** The rows of a form: those of one unit, or all. */
  list(form) {
    this.form = form;
    this.hint = form === "heat" ? HINT + ROWS : HINT;
    this.say(this.hint, false);
    this.tracks = tracksOf(this.scene, form).map((track) => ({ ...track, ...rowOf(this.scene, track) }));
    this.rows.replaceChildren(...this.tracks.map(({ element }) => element));
  }

  /** Redraw all tracks: after a new scene, another width, theme, order, unit or form. */
  paint(view) {
    if (!this.scene) return;
    this.view = view;
    if (view.form !== this.form) this.list(view.form);
    this.gutter = this.area.clientWidth < GUTTER.below ? GUTTER.narrow : GUTTER.wide;
    this.host.style.setProperty("--gv-gutter", `${this.gutter}px`);
    this.width = this.area.clientWidth - this.gutter;
    if (this.width <= 0) return;
    const ink = getComputedStyle(this.host).getPropertyValue("--gv-ink").trim() || "#444";
    for (const track of this.tracks) {
      Object.assign(track, paintTrack(track, { scene: this.scene, view, ink, width: this.width }));
      track.limits.textContent = limitWords(this.scene, track, view);
    }
    this.paintTicks();
    this.move(view.at);
    this.point(view.unit);
  }

  paintTicks() {
    const { T, labels } = this.scene;
    const room = this.width / T;
    const every = labels && room >= LETTER ? 1 : [1, 2, 5, 10, 20, 25, 50, 100].find((n) => n * room >= TICK) ?? 100;
    const spelt = labels && every === 1;
    const isMarked = (t) => (every < 5 ? (t - 1) % every === 0 : t === 1 || t % every === 0); // 1 3 5 or 1 5 10
    const steps = Array.from({ length: T }, (_, i) => i + 1).filter(isMarked);
    const ticks = steps.map((t) =>
      html(
        "span",
        { style: `left:${this.gutter + (t - 0.5) * room}px` },
        spelt ? visible(labels[t - 1]) : String(t),
      )
    );
    this.ticks.replaceChildren(...ticks);
  }

  /** Put the cursor at a step, or between two. */
  move(at) {
    if (this.width > 0) {
      this.cursor.style.transform = `translateX(${this.gutter + ((at - 0.5) * this.width) / this.scene.T}px)`;
    }
  }

  /** Point at the row of the unit that is followed. */
  point(unit) {
    for (const track of this.tracks) {
      const row = unit === null || track.asLines || track.kind === "input" || track.kind === "gradient"
        ? -1
        : this.view.order.indexOf(unit);
      track.pointer.hidden = row < 0;
      if (row >= 0) track.pointer.style.top = `${((row + 0.5) * track.height) / this.scene.H}px`;
    }
  }

  fit() {
    const width = this.area.clientWidth - this.gutter;
    if (this.view && width !== this.width) this.paint(this.view);
  }

  stepAt(event) {
    const left = event.clientX - this.area.getBoundingClientRect().left - this.gutter;
    return Math.min(this.scene.T, Math.max(1, Math.floor((left / this.width) * this.scene.T) + 1));
  }

  trackAt(event) {
    const element = event.target.closest?.(".gv-row");
    return this.tracks.find((track) => track.element === element);
  }

  unitAt(event, track) {
    if (!track || track.asLines || !["gate", "amount", "state"].includes(track.kind)) return null;
    const box = track.canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * this.scene.H);
    return row >= 0 && row < this.scene.H ? this.view.order[row] : null;
  }

  grab(event) {
    if (event.button !== 0) return;
    const step = this.stepAt(event), unit = this.unitAt(event, this.trackAt(event));
    this.onStep(step);
    if (unit !== null) this.onUnit(unit);
    this.area.setPointerCapture(event.pointerId);
    this.dragging = true;
    this.area.onpointerup = this.area.onpointercancel = () => (this.dragging = false);
  }

  hover(event) {
    const step = this.stepAt(event);
    if (this.dragging) this.onStep(step);
    const track = this.trackAt(event);
    if (track) this.say(this.reading(track, step, this.unitAt(event, track)), true);
  }

  say(text, isReading) {
    this.readout.textContent = text;
    this.readout.classList.toggle("is-reading", isReading);
  }

  /** What stands under the pointer, in words. */
  reading(track, step, unit) {
    const { scene } = this;
    if (track.kind === "gradient") return `after step ${step}: ‖∂L/∂s‖ = ${threeDigits(scene.norm(step))}`;
    if (track.kind === "input") {
      return `step ${step}: ${scene.labels ? "character " : scene.D === 1 ? "x = " : ""}${inputWords(scene, step)}`;
    }
    const followed = unit ?? this.view.unit;
    const value = mean(scene, followed, (j) => scene.value(track.key, step, j));
    const held = scene.isHeld(track.key, step, followed) ? " (held)" : "";
    return `step ${step}, ${unitName(followed)}: ${glyph(track.key)} = ${threeDigits(value)}${held}`;
  }
}

const LEADING = ["z", "k", "f", "a", "a1"]; // the gate that decides what is kept

/** Key, title and kind of every track, and how many rows it has as a heatmap; of one unit the gate, state, gradient. */
function tracksOf(scene, form) {
  const gates = scene.gates.map(({ symbol, name, range: [low, high] }) => ({
    key: symbol,
    title: `${glyph(symbol)} ${name}`,
    rows: scene.H,
    kind: low !== 0 ? "state" : high === 1 ? "gate" : "amount",
  }));
  const states = scene.states.map((state) => ({
    key: state,
    title: `${glyph(state)} ${state === "c" ? "cell state" : "state"}`,
    rows: scene.H,
    kind: "state",
  }));
  const gradient = { key: "gradient", title: "gradient", rows: 0, kind: "gradient", isSlim: form === "lines" };
  if (form === "lines") {
    const leading = LEADING.map((symbol) => gates.find(({ key }) => key === symbol)).find(Boolean);
    return [...(leading ? [leading] : gates.slice(0, 1)), states.find(({ key }) => key === "c") ?? states[0], gradient];
  }
  return [...gates, ...states, gradient];
}

/** The elements of a track. */
function rowOf(scene, { key, title }) {
  const canvas = html("canvas", { class: "gv-canvas", role: "img", "aria-label": scene.alt[key] ?? title });
  const limits = html("span", { class: "gv-limits" });
  const pointer = html("span", { class: "gv-pointer", "aria-hidden": "true" });
  const element = html(
    "div",
    { class: "gv-row", "data-track": key },
    html("span", { class: "gv-rowname" }, title, limits),
    html("span", { class: "gv-plot" }, canvas, pointer),
  );
  return { canvas, limits, pointer, element };
}

/** What the ends of a track's scale mean. */
function limitWords(scene, track, view) {
  const ends = scene.gate.get(track.key)?.ends;
  if (ends) return `0 ${ends[0]}, 1 ${ends[1]}`;
  if (track.kind === "gradient") return scene.gradientRange.map(powerOfTen).join(" … ");
  return track.kind === "input" ? "" : rangeOf(scene, track, view).map(twoDigits).join(" … ");
}
