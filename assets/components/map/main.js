// The map of where a cell learns: first a guess, then the gradient before training, then what training has come to.

import { html } from "../shared/dom.js";
import { letterScale } from "../shared/letters.js";
import { Foot } from "./foot.js";
import { Legend } from "./legend.js";
import { Motion } from "./motion.js";
import { Moves } from "./moves.js";
import { Panel } from "./panel.js";
import { Settings } from "./settings.js";
import { Speech } from "./speech.js";
import { Stage } from "./stage.js";

const MAPS = new WeakMap(); // parentElement -> Trainability
const LAYERS = ["field", "land", "marks"];

class Trainability {
  constructor(parent) {
    this.stage = new Stage();
    this.legend = new Legend();
    this.speech = new Speech();
    this.foot = new Foot({
      show: () => this.show(),
      clear: () => this.wipe(),
      again: () => this.ask(),
      view: (view) => this.moves.look(view),
      play: () => this.moves.togglePlay(),
      budget: (at, done) => this.moves.budget(at, done),
      length: (at, done) => this.moves.length(at, done),
    });
    this.root = html("div", { class: "gv-map gv-plays gruviz-grows" });
    const { head, reading } = this.speech;
    const dock = html("div", { class: "gv-dock" }, this.foot.root, reading);
    this.root.append(head, dock, this.stage.root, this.legend.root);
    parent.append(this.root);
    this.motion = new Motion((now) => this.draw(now));
    this.moves = new Moves(this);
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.root);
  }

  /** Take what Python sends; what a hand holds or has just set stays. */
  update(data, send) {
    this.send = send;
    const isNew = data.key !== this.data?.key;
    this.data = data;
    if (isNew) this.begin();
    this.updates = [...new Set(data.panels.flatMap((panel) => panel.updates))].sort((one, other) => one - other);
    for (const panel of this.panels) panel.take(data, performance.now());
    this.foot.take(data, this.updates);
    if (!isNew && this.set.follow(data, this.moves.busy) && data.guess?.shown) this.takeGuess(data.guess);
    this.stage.refresh();
    this.fit(true);
    this.settle();
  }

  begin() {
    const { data } = this;
    this.moves.end();
    this.set?.end();
    this.set = new Settings(data);
    this.panels = data.panels.map((_, i) => new Panel(data, i, this.hand(i)));
    this.pointed = null;
    this.built = "";
    this.takeGuess(data.guess);
    for (const layer of LAYERS) this.motion.jump(layer);
  }

  takeGuess(guess) {
    this.shown = Boolean(guess?.shown) || !this.data.asks;
    this.panels.forEach((panel, i) => {
      panel.painted = new Set((guess?.squares[i] ?? []).map((square) => this.set.indexOf(square)));
    });
  }

  tellGuess() {
    const squares = this.panels.map(({ painted }) =>
      [...painted].map((square) => Object.values(this.set.placeOf(square))).sort(([a, b], [c, d]) => a - c || b - d)
    );
    this.set.tell("guess", { squares, shown: this.shown }, this.send);
  }

  /** What is done with the squares of a panel. @returns {import("./grid.js").Hand} */
  hand(i) {
    return {
      paints: () => !this.shown,
      isPainted: (square) => this.panels[i].painted.has(square),
      paint: (square, on) => {
        this.panels[i].painted[on ? "add" : "delete"](square);
        this.motion.wish();
      },
      painted: () => this.settle(),
      choose: (square) => this.choose(square),
      point: (square) => {
        this.pointed = square === null ? null : { i, square };
        this.motion.wish();
      },
      label: (square) => this.speech.label(this, i, square),
    };
  }

  /** Choose a square; the same once more: none. */
  choose(square) {
    const next = square === this.set.square ? null : square;
    this.set.square = next;
    this.set.tell("square", next === null ? null : Object.values(this.set.placeOf(next)), this.send);
    this.settle();
  }

  /** Show what there is. */
  show() {
    this.shown = true;
    this.tellGuess();
    this.settle();
    this.moves.reveal();
  }

  wipe() {
    for (const panel of this.panels) panel.painted.clear();
    this.settle();
  }

  /** Ask once more. */
  ask() {
    this.moves.interrupt();
    this.shown = false;
    this.set.square = null;
    this.wipe();
    this.tellGuess();
  }

  /** Draw, and bring the words of all squares up to date. */
  settle() {
    this.motion.wish();
    clearTimeout(this.settling);
    this.settling = setTimeout(() =>
      this.panels.forEach(({ painted, grid, panel }) =>
        grid.say(
          (square) => this.shown ? square === this.set.square : painted.has(square),
          this.shown ? panel.summary : "",
        )
      ), 50);
  }

  fit(changed = false) {
    const scale = letterScale(), width = Math.floor(this.root.clientWidth / scale);
    if (!width || !this.data) return;
    const built = `${width} ${scale} ${globalThis.devicePixelRatio}`;
    if (built !== this.built) {
      this.stage.fit(this.data, this.panels, width, scale);
      this.root.classList.toggle("is-wide", this.stage.layout.wide);
      this.root.style.setProperty("--panels", String(this.panels.length));
      this.legend.fit();
    } else if (!changed) return;
    this.built = built;
    this.stage.refresh();
    this.draw(performance.now());
  }

  draw(now) {
    if (!this.stage.layout || !this.data) return;
    const { data, shown, motion, stage, panels } = this;
    this.root.classList.toggle("is-asking", !shown);
    this.root.toggleAttribute("data-plays", this.moves.plays);
    stage.draw(this, now);
    this.legend.take(data, stage.colors.theme, this.set.view, this.marked > 0);
    if (panels.some((panel) => panel.appears)) motion.wish();
    this.foot.draw({ ...this.set, shown, marked: this.marked, playing: Boolean(motion.playing) });
    this.speech.draw(this);
  }

  get isTrained() {
    return this.data.panels.some(({ squares }) => squares.some(Boolean));
  }

  get marked() {
    return this.panels.reduce((sum, { painted }) => sum + painted.size, 0);
  }

  end() {
    this.resized.disconnect();
    this.motion.stop();
    this.set.end();
    this.moves.end();
    clearTimeout(this.settling);
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
