// Three kinds of doodles, each with a name and the drawings made so far.

import { html } from "../shared/dom.js";
import { Echo } from "../shared/echo.js";
import { put, say } from "../light/marks.js";
import { TakingPad } from "./pad.js";

/**
 * @typedef {{names: string[], drawings: string[][]}} Drawn Each drawing is text: a hexadecimal digit for each pixel.
 * @typedef {{kept: Drawn, wanted: number, most: number, label: string}} CollectionData
 */

const PLACE = "gruviz-doodles"; // where the browser keeps them, so that a reload loses nothing
const SIDE = 28;

export class Collection {
  constructor(parent) {
    this.echo = new Echo();
    /** @type {Drawn} */
    this.drawn = { names: ["", "", ""], drawings: [[], [], []] };
    this.active = 0;
    this.build(parent);
  }

  build(parent) {
    this.hint = html("p", { class: "gv-hint", "aria-live": "polite" });
    const paper = html("div", { class: "gv-paper" }, this.hint);
    this.pad = new TakingPad(paper, (drawing) => this.add(drawing));
    this.undo = html("button", { type: "button", class: "gv-clear", onclick: () => this.remove() }, "Delete the last");
    const done = html("button", { type: "button", class: "gv-clear", onclick: () => this.pad.finish() }, "Take it");
    paper.append(html("div", { class: "gv-tools" }, done, this.pad.clear, this.undo));
    this.kinds = this.drawn.names.map((_, kind) => this.buildKind(kind));
    const list = html("div", { class: "gv-kinds" }, ...this.kinds.map(({ root }) => root));
    parent.append(html("div", { class: "gv-doodles" }, paper, list));
  }

  buildKind(kind) {
    const name = /** @type {HTMLInputElement} */ (html("input", {
      type: "text",
      maxlength: 24,
      "aria-label": `Name of doodle ${kind + 1}`,
      onchange: () => (this.drawn.names[kind] = name.value.trim(), this.changed()),
    }));
    const choice = html(
      "button",
      { type: "button", class: "gv-clear", onclick: () => this.choose(kind) },
      "Draw these",
    );
    const count = html("span", { class: "gv-count" });
    const strip = html("div", { class: "gv-strip", "aria-hidden": "true" });
    const root = html("div", { class: "gv-kind" }, html("div", { class: "gv-row" }, name, choice, count), strip);
    return { root, name, choice, count, strip };
  }

  /** @param {CollectionData} data */
  update(data, send) {
    this.data = data;
    this.send = send;
    put(this.pad.surface, "aria-label", data.label);
    const isFirst = !this.met;
    this.met = true;
    if (isFirst && countOf(data.kept) === 0 && this.restore()) return this.changed();
    if (this.echo.accepts(data.kept)) this.drawn = structuredClone(data.kept);
    if (isFirst) this.active = this.next(0);
    this.show();
  }

  /** What this tab has kept from before a reload. */
  restore() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
      if (!kept || countOf(kept) === 0) return false;
      this.drawn = kept;
      this.active = this.next(0);
      return true;
    } catch {
      return false; // a browser that keeps nothing
    }
  }

  choose(kind) {
    this.active = kind;
    this.show();
    this.pad.surface.focus();
  }

  add(drawing) {
    const drawings = this.drawn.drawings[this.active];
    if (drawings.length >= this.data.most) return;
    drawings.push(drawing);
    if (drawings.length >= this.data.wanted) this.active = this.next(this.active);
    this.changed();
  }

  remove() {
    const last = this.drawn.drawings[this.active].length ? this.active : this.active - 1;
    if (last < 0 || !this.drawn.drawings[last].pop()) return;
    this.active = last;
    this.changed();
  }

  /** The first kind from here on, and round, that is not full yet. */
  next(from) {
    const order = this.drawn.names.map((_, k) => (from + k) % this.drawn.names.length);
    return order.find((kind) => this.drawn.drawings[kind].length < this.data.wanted) ?? from;
  }

  changed() {
    const copy = structuredClone(this.drawn);
    this.echo.sent(copy);
    this.send("doodles", copy);
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(copy));
    } catch {
      // a browser that keeps nothing
    }
    this.show();
  }

  show() {
    const { names, drawings } = this.drawn, { wanted } = this.data;
    this.kinds.forEach(({ root, name, choice, count, strip }, kind) => {
      if (document.activeElement !== name) name.value = names[kind];
      put(root, "data-active", String(kind === this.active));
      put(choice, "aria-pressed", String(kind === this.active));
      say(count, `${drawings[kind].length} of ${wanted}`);
      thumbnails(strip, drawings[kind]);
    });
    const isFull = drawings.every((one) => one.length >= wanted);
    const [name, number] = [names[this.active], drawings[this.active].length + 1];
    const isOver = drawings[this.active].length >= this.data.most;
    say(
      this.hint,
      isFull || isOver ? "All are drawn." : `Draw “${name}”, number ${Math.min(number, wanted)} of ${wanted}`,
    );
    this.undo.toggleAttribute("disabled", countOf(this.drawn) === 0);
  }
}

/** How many drawings there are. @param {Drawn} drawn */
function countOf({ drawings }) {
  return drawings.reduce((sum, one) => sum + one.length, 0);
}

/** Small pictures of the drawings; those that are there already stay. */
function thumbnails(strip, drawings) {
  while (strip.children.length > drawings.length) strip.lastChild.remove();
  drawings.forEach((drawing, k) => {
    if (strip.children[k]?.dataset.drawn === drawing) return;
    const canvas = html("canvas", { width: SIDE, height: SIDE });
    canvas.dataset.drawn = drawing;
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, SIDE, SIDE);
    context.fillStyle = "#111";
    [...drawing].forEach((ink, i) => {
      context.globalAlpha = parseInt(ink, 16) / 15;
      context.fillRect(i % SIDE, Math.floor(i / SIDE), 1, 1);
    });
    if (strip.children[k]) strip.children[k].replaceWith(canvas);
    else strip.append(canvas);
  });
}
