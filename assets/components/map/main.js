// The map of where a cell learns: first a guess, then the gradient before training, then what training has come to.

import { html, svg } from "../shared/dom.js";
import { Echo } from "../shared/echo.js";
import { letterScale } from "../shared/letters.js";
import { put, say } from "../light/marks.js";
import { rem } from "../train/layout.js";
import { axesOf, contoursOf } from "./axes.js";
import { Foot } from "./foot.js";
import { layoutFor } from "./layout.js";
import { Legend } from "./legend.js";
import { Motion } from "./motion.js";
import { lookAt } from "./numbers.js";
import { colorsOf } from "./palette.js";
import { Panel } from "./panel.js";
import { guessWords, learnedWords, settingWords, squareWords, stateWords } from "./words.js";

const MAPS = new WeakMap(); // parentElement -> Trainability
const FIRST = 1500; // ms for which the gradient stands alone after the guess
const SETTLES = 300; // ms after which a key has been let go
const FADED = 0.28; // of squares that were trained at another length
const SENT = ["guess", "square", "budget", "length", "view"];

class Trainability {
  constructor(parent) {
    this.question = html("p", { class: "gv-question" });
    this.sentence = html("p", { class: "gv-sentence", "aria-live": "polite" });
    this.guessed = html("p", { class: "gv-guessed" });
    this.below = html("canvas", { "aria-hidden": "true" });
    this.above = html("canvas", { "aria-hidden": "true" });
    this.svg = svg("svg", { "aria-hidden": "true" });
    this.axes = svg("g", {});
    this.contours = svg("g", {});
    this.svg.append(this.contours, this.axes);
    this.cells = html("div", {});
    this.stage = html("div", { class: "gv-stage" }, this.below, this.svg, this.above, this.cells);
    this.reading = html("p", { class: "gv-reading" });
    this.legend = new Legend();
    this.foot = new Foot({
      show: () => this.show(),
      clear: () => this.wipe(),
      again: () => this.ask(),
      view: (view) => this.choose("view", view),
      play: () => this.togglePlay(),
      budget: (at, done) => this.moveBudget(at, done),
      length: (at, done) => this.moveLength(at, done),
    });
    this.answer = html("div", { class: "gv-answer" }, this.sentence, this.guessed);
    this.head = html("div", { class: "gv-head" }, this.question, this.answer);
    this.root = html("div", { class: "gv-map gruviz-grows" });
    this.root.append(this.head, this.stage, this.reading, this.foot.root, this.legend.root);
    parent.append(this.root);
    this.motion = new Motion((now) => this.draw(now));
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.root);
  }

  /** Take what Python sends; what a hand holds or has just set stays. */
  update(data, send) {
    this.send = send;
    const isNew = data.key !== this.data?.key || data.panels.length !== this.panels.length;
    this.data = data;
    if (isNew) this.begin(data);
    this.updates = [...new Set(data.panels.flatMap((panel) => panel.updates))].sort((one, other) => one - other);
    for (const panel of this.panels) panel.take(data, performance.now());
    this.foot.take(data, this.updates);
    if (!isNew) this.follow(data);
    this.colors = null;
    this.fit(true);
    this.settle();
  }

  begin(data) {
    this.motion.pause();
    clearTimeout(this.later);
    this.echoes = Object.fromEntries(SENT.map((name) => [name, new Echo()]));
    this.panels = data.panels.map((_, i) => new Panel(data, i, this.hand(i)));
    this.cells.replaceChildren(...this.panels.map(({ grid }) => grid.root));
    this.pointed = null;
    this.glide = null;
    this.held = false;
    this.budget = data.budget;
    this.length = data.length;
    this.view = data.view;
    this.square = this.indexOf(data.square);
    this.takeGuess(data.guess);
    for (const name of ["field", "land", "marks"]) this.motion.jump(name);
  }

  /** What Python says of the controls, where nobody has moved them since. */
  follow(data) {
    const take = (name, value) => this.echoes[name].accepts(data[name]) && !this.busy && (this[name] = value);
    take("budget", data.budget);
    take("length", data.length);
    take("view", data.view);
    take("square", this.indexOf(data.square));
    if (this.echoes.guess.accepts(data.guess) && data.guess?.shown) this.takeGuess(data.guess);
  }

  get busy() {
    return this.held || Boolean(this.motion.playing) || Boolean(this.later);
  }

  takeGuess(guess) {
    this.shown = Boolean(guess?.shown) || !this.data.asks;
    const columns = this.data.x.values.length;
    this.panels.forEach((panel, i) => {
      panel.painted = new Set((guess?.squares[i] ?? []).map(([column, row]) => row * columns + column));
    });
  }

  /** Say to Python where a control stands. */
  tell(name, value) {
    this.echoes[name].sent(value);
    this.send(name, value);
  }

  choose(name, value) {
    this.interrupt();
    this[name] = value;
    this.tell(name, value);
    this.settle();
  }

  indexOf(square) {
    return square ? square[1] * this.data.x.values.length + square[0] : null;
  }

  placeOf(index) {
    const columns = this.data.x.values.length;
    return { column: index % columns, row: Math.floor(index / columns) };
  }

  /** What is done with the squares of a panel. */
  hand(i) {
    return {
      paints: () => !this.shown,
      isPainted: (square) => this.panels[i].painted.has(square),
      paint: (square, on) => {
        this.panels[i].painted[on ? "add" : "delete"](square);
        this.motion.wish();
      },
      painted: () => this.settle(),
      choose: (square) => {
        const again = square === null || square === this.square;
        const { column, row } = this.placeOf(square ?? 0);
        this.square = again ? null : square;
        this.tell("square", again ? null : [column, row]);
        this.settle();
      },
      point: (square) => {
        if ((this.pointed?.square ?? null) === square && this.pointed?.i === i) return;
        this.pointed = square === null ? null : { i, square };
        this.motion.wish();
      },
      label: (square) => this.labelOf(i, square),
    };
  }

  labelOf(i, square) {
    const at = this.placeOf(square), setting = settingWords(this.data, at), panel = this.panels[i];
    const marked = panel.painted.has(square);
    if (!this.shown) return `${setting}${marked ? ", marked" : ""}`;
    return `${setting}: ${squareWords(this.data, panel.panel, at, this)}${marked ? "; you marked it" : ""}`;
  }

  /** Show what there is: the gradient first, then what training came to, as the budget grows. */
  show() {
    this.shown = true;
    this.tell("guess", { squares: this.panels.map((panel) => this.squaresOf(panel)), shown: true });
    if (this.motion.still.matches) return this.settle();
    const goal = this.budget, { status } = this.data;
    this.view = "before";
    this.later = setTimeout(() => {
      this.later = 0;
      this.view = "both";
      if (status !== "running") this.play(0, goal);
      this.settle();
    }, FIRST);
    this.settle();
    this.stage.scrollIntoView({ block: "nearest" });
  }

  squaresOf({ painted }) {
    return [...painted].sort((one, other) => one - other).map((square) => {
      const { column, row } = this.placeOf(square);
      return [column, row];
    });
  }

  wipe() {
    for (const panel of this.panels) panel.painted.clear();
    this.settle();
  }

  /** Ask once more. */
  ask() {
    this.interrupt();
    this.shown = false;
    this.square = null;
    this.wipe();
    this.tell("guess", { squares: this.panels.map(() => []), shown: false });
  }

  /** A hand ends what moves by itself. */
  interrupt() {
    if (this.later) {
      clearTimeout(this.later);
      this.view = "both";
    }
    this.later = 0;
    this.motion.pause();
  }

  togglePlay() {
    if (this.motion.playing) {
      this.interrupt();
      return this.moveBudget(this.budget, true);
    }
    this.interrupt();
    const end = this.updates[this.updates.length - 1];
    if (this.view === "before") this.choose("view", "both");
    this.play(this.budget >= end ? 0 : this.budget, end);
    this.settle();
  }

  play(from, end) {
    this.motion.play(from, end, (at, done) => {
      this.budget = at;
      if (done) this.release("budget", end);
    });
  }

  moveBudget(at, done) {
    this.interrupt();
    if (this.view === "before") this.choose("view", "both");
    this.held = !done;
    this.budget = done ? this.updates[lookAt(this.updates, at)] : at;
    if (done) this.release("budget", this.budget);
    this.motion.wish();
  }

  moveLength(length, done) {
    this.interrupt();
    this.held = !done;
    if (length !== this.length) {
      this.glide = { from: this.length, name: `length ${performance.now()}` };
      this.motion.amount(this.glide.name, 0, performance.now());
      this.length = length;
    }
    if (done) this.release("length", length);
    this.motion.wish();
  }

  /** Tell Python soon, unless the next key moves on. */
  release(name, value) {
    this.budget = name === "budget" ? value : this.budget;
    this.echoes[name].sent(value);
    clearTimeout(this.releasing);
    this.releasing = setTimeout(() => this.send(name, value), SETTLES);
    this.settle();
  }

  /** Bring all words up to date. */
  settle() {
    this.motion.wish();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.panels.forEach(({ painted, grid }) =>
        grid.say((square) => this.shown ? square === this.square : painted.has(square))
      );
    }, 50);
  }

  fit(changed = false) {
    const scale = letterScale(), width = Math.floor(this.root.clientWidth / scale);
    if (!width || !this.data) return;
    const built = `${width} ${scale} ${globalThis.devicePixelRatio}`;
    if (!changed && built === this.built) return;
    const { data } = this, rows = data.y.values.length;
    if (built !== this.built || this.sort !== data.key) this.place(width, rows);
    this.built = built;
    this.sort = data.key;
    this.scale = scale;
    this.lettered = null;
    this.draw(performance.now());
  }

  place(width, rows) {
    const { data } = this;
    this.layout = layoutFor(width, { panels: data.panels.length, rows, second: Boolean(data.y.second) });
    const { layout } = this;
    Object.assign(this.stage.style, { width: rem(layout.width), height: rem(layout.height) });
    put(this.svg, "viewBox", `0 0 ${layout.width} ${layout.height}`);
    this.root.classList.toggle("is-wide", layout.wide);
    this.panels.forEach(({ grid, across, up }, i) => grid.fit(layout.plots[i], across, up, rem));
  }

  draw(now) {
    if (!this.layout || !this.data) return;
    const { data, shown, view, motion } = this;
    this.colors ??= colorsOf(this.root, data.scale);
    this.legend.take(data, this.colors.theme === "dark");
    this.root.classList.toggle("is-asking", !shown);
    const mix = this.glide ? motion.amount(this.glide.name, 1, now) : 1;
    const off = data.panels.some((panel) => panel.trained_length !== null && panel.trained_length !== this.length);
    const alphas = {
      field: motion.amount("field", shown && view !== "after" ? 1 : 0, now),
      land: motion.amount("land", shown && view === "after" ? 1 : 0, now),
      marks: motion.amount("marks", !shown || view === "before" ? 0 : off && view === "both" ? FADED : 1, now),
    };
    this.letter();
    this.panels.forEach(({ panel }, i) => say(this.states[i], shown ? stateWords(data, panel, this) : ""));
    const frame = { palette: this.colors, shades: this.colors.shades, land: this.colors.land, alphas, mix, time: now };
    this.paint(
      this.below,
      (context, plot, panel) =>
        panel.drawSurfaces(context, {
          ...frame,
          plot,
          budget: this.budget,
          length: this.length,
          before: this.glide?.from,
        }),
    );
    this.paint(this.above, (context, plot, panel) => {
      const pointed = this.pointed && (shown || this.pointed.i === panel.i) ? this.pointed.square : null;
      const square = shown ? this.square : null;
      panel.drawMarks(context, { ...frame, plot, budget: this.budget, shown, pointed, square });
    });
    const appears = Math.max(...this.panels.map((panel) => panel.appears));
    if (appears) motion.wish();
    this.speak();
  }

  /** Draw every panel on a canvas. */
  paint(canvas, draw) {
    const { width, height } = this.layout, dense = (globalThis.devicePixelRatio || 1) * this.scale;
    const [wide, tall] = [Math.round(width * dense), Math.round(height * dense)];
    if (canvas.width !== wide || canvas.height !== tall) [canvas.width, canvas.height] = [wide, tall];
    const context = canvas.getContext("2d");
    context.setTransform(dense, 0, 0, dense, 0, 0);
    context.clearRect(0, 0, width, height);
    this.panels.forEach((panel, i) => draw(context, this.layout.plots[i], panel));
  }

  /** Axes and contours, where they are others than before. */
  letter() {
    const key = `${this.length} ${this.shown}`, { data, layout } = this;
    if (key === this.lettered) return;
    this.lettered = key;
    const last = data.panels.length - 1;
    this.axes.replaceChildren(
      ...this.panels.flatMap(({ panel, across, up }, i) =>
        axesOf(data, panel, layout.plots[i], layout, { first: i === 0, last: i === last, across, up })
      ),
    );
    const lines = this.shown ? this.panels : [];
    this.states = [...this.axes.querySelectorAll(".gv-panel-state")];
    this.contours.replaceChildren(
      ...lines.flatMap(({ panel }, i) => contoursOf(data, panel, layout.plots[i], this.length)),
    );
  }

  speak() {
    const { data, shown, budget } = this, stands = budget === data.budget && !this.motion.playing;
    say(this.question, data.question);
    this.question.inert = shown;
    say(this.sentence, !shown ? "" : stands && data.sentence ? data.sentence : learnedWords(data, budget));
    put(this.sentence, "aria-live", stands ? "polite" : "off");
    say(this.guessed, shown ? guessWords(data, this.panels.map(({ painted }) => painted), budget) : "");
    this.foot.draw({
      shown,
      marked: this.panels.reduce((sum, { painted }) => sum + painted.size, 0),
      view: this.view,
      budget,
      length: this.length,
      playing: Boolean(this.motion.playing),
    });
    say(this.reading, this.read());
  }

  /** The numbers of the square that is pointed at, or chosen. */
  read() {
    const { data, shown } = this, square = this.pointed?.square ?? (shown ? this.square : null);
    if (square === null) return shown ? "Point at a square to read its numbers; choose one to open it." : "";
    const at = this.placeOf(square), setting = settingWords(data, at);
    if (!shown) return `${setting}${this.panels[this.pointed.i].painted.has(square) ? ": marked" : ""}`;
    const said = this.panels.map(({ panel }) =>
      `${data.panels.length > 1 ? `${panel.title}: ` : ""}${squareWords(data, panel, at, this)}.`
    );
    return `${setting}. ${said.join(" ")}`;
  }

  end() {
    this.resized.disconnect();
    this.motion.stop();
    for (const timer of [this.later, this.releasing, this.settling]) clearTimeout(timer);
  }
}

export default function ({ data, parentElement, setStateValue }) {
  let map = MAPS.get(parentElement);
  if (!map) {
    map = new Trainability(parentElement);
    MAPS.set(parentElement, map);
  }
  map.update(data, setStateValue);
  return () =>
    setTimeout(() => {
      if (map.root.isConnected) return;
      map.end();
      MAPS.delete(parentElement);
    });
}
