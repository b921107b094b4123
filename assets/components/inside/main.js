// One run, seen from inside the cell. Python sends the recording once; from then on the cursor belongs to the browser,
// and what a person types or takes in hand is run there at once.

import { isDark } from "../shared/dark.js";
import { html } from "../shared/dom.js";
import { gripValue } from "./flow.js";
import { Machine } from "./machine.js";
import { Panels } from "./panels.js";
import { Player } from "./player.js";
import { readScene } from "./scene.js";
import { symbolOf } from "./tape.js";

const VIEWS = new WeakMap(); // parentElement -> Inside
const REST = 500; // ms of rest before Python hears where the cursor stands, for the address
const ASKED = 8; // requests told once more with each new one, since a page that is busy hears only the last message
const SETTLED = 700; // ms after the last key or release before Python runs what was typed or taken in hand

class Inside {
  constructor(parent) {
    this.root = html("div", { class: "gv-inside" });
    parent.append(this.root);
    this.asked = [];
    this.intervene = (what) => {
      const serial = Math.max(Date.now(), (this.asked.at(-1)?.serial ?? 0) + 1);
      this.asked = [...this.asked, { ...what, serial }].slice(-ASKED);
      this.trigger("intervene", this.asked);
    };
    this.grips = {
      value: (part) => gripValue(this.scene, part, this.view.step, this.view.unit),
      hold: (gate, value, done) => this.hold(gate, value, done),
      free: (gate) => this.free(gate),
    };
    this.panels = new Panels(this.root.appendChild(html("div", { class: "gv-machine" })), this);
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.player = new Player(this);
    this.view = null;
    this.hot = null;
    this.tape = null; // as typed, until Python has it
    this.grip = null; // likewise
    this.onKey = (event) => this.press(event);
    globalThis.addEventListener("keydown", this.onKey, { capture: true });
    this.root.addEventListener("pointerdown", () => this.player.endShow(), { capture: true });
  }

  leave() {
    this.player.pause();
    globalThis.removeEventListener("keydown", this.onKey, { capture: true });
  }

  get scene() {
    return this.machine.scene;
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
    if (changed) this.take(readScene(bytes));
    this.paint();
    this.show(this.view.step);
    if (changed && !this.hasShown) this.player.openingShow(this.scene.machine.play);
    this.hasShown = true;
  }

  take(recorded) {
    const isLate = this.machine && this.tape !== null && String(recorded.labels) !== String(this.tape);
    if (!isLate) this.tape = null;
    if (!this.isHolding) this.grip = null;
    if (this.machine) this.machine.load(recorded);
    else this.machine = new Machine(recorded);
    this.machine.perform(this.tape, this.grip);
    const { serial, at } = recorded.start;
    if (serial !== this.serial) this.view = { ...at };
    this.serial = serial;
    this.limit();
    this.panels.build(this.machine);
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

  get order() {
    const { order, H } = this.scene;
    return this.view.sort === "memory" ? order : Array.from({ length: H }, (_, j) => j);
  }

  paint() {
    const { unit, pins, form, step } = this.view;
    const units = [unit, ...pins.filter((pinned) => pinned !== unit)];
    this.root.classList.toggle("is-aligned", form === "lines" && this.panels.tape.isWhole);
    this.panels.timeline.paint({ form, order: this.order, unit, units, at: step });
  }

  /** Show a step. */
  show(step) {
    const isMoving = this.player.isPlaying && !this.still.matches;
    this.root.classList.toggle("is-playing", isMoving);
    this.root.classList.toggle("is-live", this.scene.isLive);
    this.root.dataset.way = this.view.way;
    const state = { order: this.order, isDark: this.root.classList.contains("is-dark"), isTyping: this.tape !== null };
    this.panels.draw({ ...this.view, step, playing: this.player.isPlaying }, this.hot, state);
    this.panels.move(step);
  }

  /** A person goes to a step. */
  step(step) {
    this.player.pause();
    this.jump(step);
    this.rest();
  }

  move(by) {
    this.step(this.view.step + by);
  }

  jump(step) {
    this.view.step = Math.min(this.scene.T, Math.max(1, step));
    this.show(this.view.step);
  }

  set(changes) {
    Object.assign(this.view, changes);
    if (["unit", "form", "sort", "pins"].some((name) => name in changes)) this.paint();
    this.show(this.view.step);
    this.rest();
  }

  pin() {
    const { unit, pins } = this.view;
    this.set({ pins: pins.includes(unit) ? pins.filter((pinned) => pinned !== unit) : [...pins, unit].slice(-3) });
  }

  point(item) {
    this.hot = item;
    this.panels.mark(item);
    this.panels.detail.draw(item, this.view);
  }

  /** Point at what computes a symbol: its box, or the sum. */
  pointAt(symbol) {
    this.point(symbol && this.panels.diagram.partOf(symbol));
  }

  toggle() {
    this.player.toggle();
  }

  turn(way) {
    this.player.pause();
    this.set({ way });
    this.player.turn();
  }

  /** Let the network read a symbol at the next step, and stand there. */
  write(symbol) {
    const { T, labels, machine: { most } } = this.scene;
    const step = Math.min(this.view.step + 1, most);
    const tape = [...labels];
    tape[step - 1] = symbol;
    this.tape = tape;
    this.view.way = "forward";
    this.view.step = step;
    this.player.pause();
    this.perform();
    if (step > T) this.panels.extend(this.scene), this.paint();
    this.show(step);
    this.settle();
  }

  /** Back to the sequence of the task. */
  erase() {
    this.tape = null;
    clearTimeout(this.settling);
    this.trigger("tape", "");
  }

  /** Take a gate in hand; a value of null lets it stay where it is. */
  hold(gate, value, done) {
    this.player.pause();
    this.isHolding = !done;
    const step = this.grip?.gate === gate ? this.grip.first : this.view.step;
    if (value !== null) this.grip = { ...this.machine.grip(gate, value, step) };
    this.perform();
    this.show(this.view.step);
    if (done) this.settle();
  }

  /** Let go of a gate at this step. */
  free(gate) {
    const { instead } = this.machine.grip(gate, 0, this.view.step);
    this.grip = null;
    clearTimeout(this.settling);
    this.perform();
    this.show(this.view.step);
    if (instead.length) this.intervene({ kind: "free", instead });
  }

  perform() {
    this.machine.perform(this.tape, this.grip);
    this.panels.tape.relabel();
    this.paint();
  }

  /** Let Python run what was typed or taken in hand, once the person has paused. */
  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (!this.root.isConnected || this.isHolding) return;
      if (this.tape) this.trigger("tape", this.tape.join(""));
      if (this.grip) this.intervene({ kind: "hold", units: null, ...this.grip });
      this.rest();
    }, SETTLED);
  }

  /** Tell Python where the cursor stands, once it has stood there for a moment. */
  rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (!this.player.isPlaying && this.root.isConnected) this.report("at", { ...this.view });
    }, REST);
  }

  /** Keys reach the machine from anywhere on the page but a field, what is typed for the tape before anyone else. */
  press(event) {
    const { target } = event, isHere = this.root.contains(target);
    if ((!isHere && target !== document.body) || event.ctrlKey || event.metaKey || event.altKey) return;
    const tag = target.tagName, slides = tag === "INPUT" || target.getAttribute("role") === "slider";
    if (tag === "SELECT" || (tag === "INPUT" && !["range", "radio"].includes(target.type))) return;
    const symbol = this.scene && symbolOf(this.scene, event.key);
    const act = symbol ? () => this.write(symbol) : isHere && {
      ArrowLeft: tag !== "INPUT" && (() => this.move(-1)),
      ArrowRight: tag !== "INPUT" && (() => this.move(1)),
      Home: !slides && (() => this.step(1)),
      End: !slides && (() => this.step(Infinity)),
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
      inside.leave();
      VIEWS.delete(parentElement);
    });
}
