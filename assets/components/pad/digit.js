import { html } from "../shared/dom.js";
import { Pad } from "./base.js";

const SIDE = 28;
const FULL = 15;
const BRUSH = 1.5; // pixels around the pointer that take ink, less towards the rim

/** A digit: SIDE × SIDE pixels of ink, each a hexadecimal digit from 0 to f. */
export class DigitPad extends Pad {
  constructor(parent) {
    super(html("canvas", { width: SIDE * 10, height: SIDE * 10, tabindex: 0, role: "application" }));
    this.surface.setAttribute("aria-roledescription", "drawing pad");
    this.clear = html("button", { type: "button", class: "gv-clear" }, "Clear");
    this.notice = html("span", { class: "gv-notice", "aria-live": "polite" });
    parent.append(this.surface, this.clear, this.notice);
    this.at = [SIDE / 2, SIDE / 2];
    this.surface.addEventListener("focus", () => this.paint());
    this.surface.addEventListener("blur", () => this.paint());
    this.clear.onclick = () => (this.ink.fill(0), this.paint(), this.report());
  }

  drawn() {
    return [...this.ink].map((ink) => ink.toString(16)).join("");
  }

  take(drawn) {
    this.ink = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => parseInt(drawn[i] ?? "0", 16));
  }

  /** Follow the pointer; what a quick stroke has jumped over lies on a straight line. */
  stroke(event) {
    const box = this.surface.getBoundingClientRect();
    const to = [((event.clientY - box.top) / box.height) * SIDE, ((event.clientX - box.left) / box.width) * SIDE];
    const from = this.last ?? to;
    const way = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) * 2));
    for (let k = 1; k <= way; k++) {
      this.dab(from[0] + ((to[0] - from[0]) * k) / way, from[1] + ((to[1] - from[1]) * k) / way);
    }
    this.last = to;
    this.at = to.map((value) => Math.min(SIDE - 1, Math.max(0, Math.floor(value))));
    this.paint();
  }

  dab(row, column) {
    for (let r = Math.max(0, Math.floor(row - 2)); r <= Math.min(SIDE - 1, row + 2); r++) {
      for (let c = Math.max(0, Math.floor(column - 2)); c <= Math.min(SIDE - 1, column + 2); c++) {
        const rim = BRUSH - Math.hypot(r + 0.5 - row, c + 0.5 - column);
        const ink = Math.round(FULL * Math.min(1, Math.max(0, rim)));
        this.ink[r * SIDE + c] = Math.max(this.ink[r * SIDE + c], ink);
      }
    }
  }

  key(event) {
    const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!move && event.key !== " ") return;
    event.preventDefault();
    const inks = event.key === " " || event.shiftKey;
    if (move) this.at = this.at.map((value, i) => Math.min(SIDE - 1, Math.max(0, value + move[i])));
    if (inks) this.dab(this.at[0] + 0.5, this.at[1] + 0.5);
    this.pressed ||= inks;
    this.notice.textContent = `row ${this.at[0] + 1}, column ${this.at[1] + 1}${inks ? ", inked" : ""}`;
    this.paint();
  }

  paint() {
    const context = this.surface.getContext("2d");
    const style = getComputedStyle(this.surface);
    const cell = this.surface.width / SIDE;
    context.clearRect(0, 0, this.surface.width, this.surface.height);
    context.fillStyle = style.color;
    this.ink.forEach((ink, i) => {
      if (!ink) return;
      context.globalAlpha = ink / FULL;
      context.fillRect((i % SIDE) * cell, Math.floor(i / SIDE) * cell, cell, cell);
    });
    context.globalAlpha = 1;
    if (document.activeElement !== this.surface) return;
    context.strokeStyle = style.getPropertyValue("--st-primary-color") || style.color;
    context.lineWidth = 2;
    context.strokeRect(this.at[1] * cell, this.at[0] * cell, cell, cell);
  }
}
