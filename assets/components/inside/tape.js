// The tape that the network reads, under a reading head; with the keys that write on it, and, going backward, a bar
// under each symbol: how much of it the answer hears.

import { html } from "../shared/dom.js";
import { visible } from "./format.js";
import { paintTrack } from "./painting.js";
import { inputWords } from "./words.js";

const NARROWEST = 15; // pixels of a step
const LOUDEST = 24; // pixels of the longest bar

export class Tape {
  constructor(host, act) {
    this.act = act;
    this.head = html("span", { class: "gv-head", "aria-hidden": "true" });
    this.strip = html("div", { class: "gv-strip" });
    this.reel = html("div", { class: "gv-reel", role: "img" }, this.strip);
    this.name = html("span", { class: "gv-rowname" });
    host.append(this.name, this.reel);
    this.reel.onpointerdown = (event) => this.grab(event);
    this.reel.onpointermove = (event) => this.isHeld && this.act.step(this.stepAt(event));
    this.reel.onpointerup = this.reel.onpointercancel = () => (this.isHeld = false);
    new ResizeObserver(() => this.fit()).observe(this.reel);
  }

  build(scene) {
    this.scene = scene;
    const { labels, T, machine: { commands } } = scene;
    const isMarked = (t) => t === 1 || t % 5 === 0;
    this.tiles = Array.from({ length: T }, (_, i) => {
      const symbol = labels ? html("b", {}, visible(labels[i])) : html("b", {});
      const kind = labels && labels[i] in commands ? "gv-tile is-command" : "gv-tile";
      const number = html("small", {}, isMarked(i + 1) ? String(i + 1) : "");
      return html("span", { class: kind, "aria-hidden": "true" }, symbol, number, html("i", {}));
    });
    this.canvas = labels ? null : html("canvas", { class: "gv-signal", "aria-hidden": "true" });
    this.strip.replaceChildren(...(this.canvas ? [this.canvas] : []), ...this.tiles, this.head);
    this.reel.setAttribute("aria-label", scene.alt.x);
    this.width = 0;
    this.fit();
  }

  /** Another symbol may stand on a step now. */
  relabel() {
    const { labels, machine: { commands } } = this.scene;
    if (!labels) return;
    this.tiles.slice(0, labels.length).forEach((tile, i) => {
      tile.firstChild.textContent = visible(labels[i]);
      tile.classList.toggle("is-command", labels[i] in commands);
    });
  }

  /** Whether all of it is seen, so that a step stands where it does in the timeline. */
  get isWhole() {
    return this.room * this.scene.T <= this.width + 1;
  }

  fit() {
    const width = this.reel.clientWidth;
    if (!this.scene || width === this.width) return;
    this.width = width;
    this.room = Math.max(NARROWEST, width / this.scene.T);
    this.strip.style.setProperty("--gv-room", `${this.room}px`);
    this.strip.style.width = `${this.room * this.scene.T}px`;
    if (this.canvas) this.paint();
    if (this.at) this.move(this.at);
  }

  /** The signal, where what is read are numbers. */
  paint() {
    const ink = getComputedStyle(this.reel).getPropertyValue("--gv-ink").trim() || "#444";
    const view = { form: "heat", units: [], order: [] };
    const track = { key: "x", kind: "input", rows: this.scene.D, canvas: this.canvas };
    paintTrack(track, { scene: this.scene, view, ink, width: this.room * this.scene.T });
    this.canvas.style.height = "";
  }

  draw({ step, way }) {
    const { scene } = this;
    this.name.textContent = way === "backward" ? "heard by the answer" : "reads";
    const { heard } = scene.arrays;
    const loudest = Math.max(...heard.filter(Number.isFinite));
    this.tiles.forEach((tile, i) => {
      tile.classList.toggle("is-read", way === "forward" && i < step);
      tile.classList.toggle("is-heard", way === "backward" && i + 1 >= step);
      const share = scene.isLive || way === "forward" || i + 1 < step ? 0 : heard[i] / loudest;
      tile.lastChild.style.height = share > 0 ? `${Math.max(1, LOUDEST * share).toFixed(1)}px` : "0";
    });
    this.reel.title = `step ${step}: ${inputWords(scene, step)}`;
  }

  /** Put the head at a step, or between two; a tape that is too long runs under it. */
  move(at) {
    this.at = at;
    this.head.style.transform = `translateX(${((at - 1) * this.room).toFixed(2)}px)`;
    const over = this.room * this.scene.T - this.width;
    const shift = Math.min(Math.max(0, over), Math.max(0, (at - 0.5) * this.room - this.width / 2));
    this.strip.style.transform = `translateX(${-shift.toFixed(2)}px)`;
  }

  stepAt(event) {
    const left = event.clientX - this.strip.getBoundingClientRect().left;
    return Math.min(this.scene.T, Math.max(1, Math.floor(left / this.room) + 1));
  }

  grab(event) {
    if (event.button !== 0) return;
    this.isHeld = true;
    this.reel.setPointerCapture(event.pointerId);
    this.act.step(this.stepAt(event));
  }
}

/** One key for each symbol, and the way back to the task's own sequence. */
export class Keys {
  constructor(host, act) {
    this.host = host;
    this.act = act;
  }

  build(scene) {
    const { keys, isTyped } = scene.machine;
    this.host.hidden = !keys.length;
    const key = (symbol) =>
      html("button", {
        type: "button",
        class: "gv-key",
        "aria-label": `Let it read ${symbol}`,
        title: `Let it read ${symbol}: click, or press the key ${typedAs(scene, symbol)}`,
        onclick: () => this.act.write(symbol),
      }, symbol);
    const back = html("button", { type: "button", class: "gv-button", onclick: () => this.act.erase() }, "Erase");
    back.title = "Back to the sequence of the task";
    back.hidden = !isTyped;
    this.back = back;
    this.host.replaceChildren(html("span", {}, "Type"), ...keys.map(key), back);
  }

  /** Offer to erase what was typed. */
  draw(scene, isTyping) {
    if (this.back) this.back.hidden = !isTyping && !scene.machine.isTyped;
  }
}

/** The symbol that a key of the keyboard writes, or undefined. */
export function symbolOf(scene, key) {
  const { keys, typed } = scene.machine;
  const symbol = typed[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return keys.includes(symbol) ? symbol : undefined;
}

function typedAs(scene, symbol) {
  const found = Object.entries(scene.machine.typed).find(([, one]) => one === symbol);
  return found ? found[0] : symbol;
}
