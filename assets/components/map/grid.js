// The squares of a panel as a person reaches them: by mouse, finger, keys and screen reader.

import { html } from "../shared/dom.js";
import { put } from "../light/marks.js";
import { boxOf, squareAt } from "./layout.js";

const DRAGS = 6; // pixels from which on a finger does not tap

/**
 * @typedef {object} Hand What is done with a square.
 * @property {() => boolean} paints Whether squares are painted now, not chosen.
 * @property {(square: number) => boolean} isPainted
 * @property {(square: number, on: boolean) => void} paint
 * @property {() => void} painted
 * @property {(square: number | null) => void} choose
 * @property {(square: number | null) => void} point
 * @property {(square: number) => string} label
 */

export class Grid {
  /** @param {number} columns @param {number} rows @param {string} title @param {Hand} hand */
  constructor(columns, rows, title, hand) {
    this.columns = columns;
    this.rows = rows;
    this.hand = hand;
    this.at = (Math.floor(rows / 2)) * columns + Math.floor(columns / 2); // what the keys are on
    this.cells = Array.from(
      { length: columns * rows },
      (_, square) => html("div", { role: "gridcell", class: "gv-cell", tabindex: square === this.at ? "0" : "-1" }),
    );
    const lines = Array.from({ length: rows }, (_, i) => {
      const row = rows - 1 - i;
      return html("div", { role: "row" }, ...this.cells.slice(row * columns, (row + 1) * columns));
    });
    this.root = html("div", {
      class: "gv-cells",
      role: "grid",
      "aria-label": title,
      "aria-multiselectable": "true",
      onpointerdown: (event) => this.press(event),
      onpointermove: (event) => this.move(event),
      onpointerup: () => this.lift(),
      onpointercancel: () => (this.held = null),
      onpointerleave: () => this.held || this.hand.point(null),
      onkeydown: (event) => this.key(event),
      onkeyup: () => this.root.classList.add("is-keyed"), // also by Tab from elsewhere
      onfocusin: (event) => this.focused(event),
      onfocusout: () => this.hand.point(null),
    }, ...lines);
  }

  /** Lay the cells out. */
  fit(plot, across, up, rem) {
    this.plot = plot;
    this.across = across;
    this.up = up;
    this.cells.forEach((cell, square) => {
      const { x, y, w, h } = boxOf(plot, across, up, {
        column: square % this.columns,
        row: Math.floor(square / this.columns),
      });
      Object.assign(cell.style, { left: rem(x - plot.x), top: rem(y - plot.y), width: rem(w), height: rem(h) });
    });
    Object.assign(this.root.style, { left: rem(plot.x), top: rem(plot.y), width: rem(plot.w), height: rem(plot.h) });
  }

  /** Say again what the squares are, and which of them are marked. */
  say(isSelected, summary) {
    put(this.root, "aria-description", summary);
    this.cells.forEach((cell, square) => {
      put(cell, "aria-selected", String(isSelected(square)));
      put(cell, "aria-label", this.hand.label(square));
    });
  }

  squareOf(event) {
    const { plot } = this, box = this.root.getBoundingClientRect(), scale = box.width / plot.w;
    const x = plot.x + (event.clientX - box.left) / scale, y = plot.y + (event.clientY - box.top) / scale;
    const found = squareAt(plot, this.across, this.up, x, y);
    return found ? found.row * this.columns + found.column : null;
  }

  press(event) {
    this.root.classList.remove("is-keyed");
    if (event.button) return;
    const square = this.squareOf(event);
    if (square === null) return;
    event.preventDefault(); // no selection of text
    this.focus(square, { preventScroll: true });
    this.held = { square, x: event.clientX, y: event.clientY, finger: event.pointerType === "touch", moved: false };
    this.root.setPointerCapture(event.pointerId);
    if (!this.hand.paints()) return;
    this.held.on = !this.hand.isPainted(square);
    if (!this.held.finger) this.stroke(square); // a finger may be about to scroll
  }

  move(event) {
    const square = this.squareOf(event), { held } = this;
    if (!held) return this.hand.point(square);
    const [dx, dy] = [Math.abs(event.clientX - held.x), Math.abs(event.clientY - held.y)];
    if (!held.moved && dx < DRAGS && dy < DRAGS) return;
    if (!held.moved) held.scrolls = held.finger && dy > dx; // the browser will take it for itself
    held.moved = true;
    if (square === null || held.scrolls) return;
    this.hand.point(square);
    if (!this.hand.paints()) return;
    if (held.last === undefined) this.stroke(held.square);
    this.stroke(square);
  }

  lift() {
    const { held } = this;
    this.held = null;
    if (!held) return;
    if (!this.hand.paints()) return held.moved || this.hand.choose(held.square);
    if (!held.moved && held.finger) this.hand.paint(held.square, held.on);
    this.hand.painted();
  }

  /** Paint all squares between the last one of this stroke and a new one. */
  stroke(square) {
    const { columns, held } = this, from = held.last ?? square;
    const [dx, dy] = [square % columns - from % columns, Math.floor(square / columns) - Math.floor(from / columns)];
    const steps = Math.max(Math.abs(dx), Math.abs(dy), 1);
    for (let i = 0; i <= steps; i++) {
      this.hand.paint(from + Math.round(i / steps * dx) + columns * Math.round(i / steps * dy), held.on);
    }
    held.last = square;
  }

  key(event) {
    const { key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const column = this.at % this.columns, row = Math.floor(this.at / this.columns);
    const to = {
      ArrowLeft: [column - 1, row],
      ArrowRight: [column + 1, row],
      ArrowUp: [column, row + 1],
      ArrowDown: [column, row - 1],
      Home: [0, row],
      End: [this.columns - 1, row],
      PageUp: [column, this.rows - 1],
      PageDown: [column, 0],
    }[key];
    if (to) this.go(to, event.shiftKey);
    else if (key === " " || key === "Enter") this.act();
    else if (key === "Escape" && !this.hand.paints()) this.hand.choose(null);
    else return;
    this.root.classList.add("is-keyed");
    event.preventDefault();
    event.stopPropagation();
  }

  go([column, row], paints) {
    const bounded = (value, count) => Math.max(0, Math.min(count - 1, value));
    const on = this.hand.isPainted(this.at);
    this.focus(bounded(row, this.rows) * this.columns + bounded(column, this.columns));
    if (!paints || !this.hand.paints()) return;
    this.hand.paint(this.at, on); // Shift draws on
    this.hand.painted();
  }

  act() {
    if (!this.hand.paints()) return this.hand.choose(this.at);
    this.hand.paint(this.at, !this.hand.isPainted(this.at));
    this.hand.painted();
  }

  focus(square, how = {}) {
    put(this.cells[this.at], "tabindex", "-1");
    this.at = square;
    put(this.cells[square], "tabindex", "0");
    this.cells[square].focus(how);
  }

  focused({ target }) {
    const square = this.cells.indexOf(target);
    if (square < 0) return;
    if (square !== this.at) this.focus(square);
    this.hand.point(square);
  }
}
