// A digit drawn with mouse, finger or keyboard: SIDE × SIDE pixels of ink, each a hexadecimal digit from 0 to f.

const PADS = new WeakMap(); // parentElement -> Pad
const SIDE = 28;
const FULL = 15;
const BRUSH = 1.5; // pixels around the pointer that take ink, less towards the rim

class Pad {
  constructor(parent) {
    this.canvas = document.createElement("canvas");
    Object.assign(this.canvas, { width: SIDE * 10, height: SIDE * 10, tabIndex: 0 });
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-roledescription", "drawing pad");
    this.canvas.style.cssText =
      "display:block;width:100%;max-width:280px;aspect-ratio:1;touch-action:none;cursor:crosshair;border:1px solid color-mix(in srgb,currentColor 40%,transparent);border-radius:.5rem";
    this.clear = document.createElement("button");
    Object.assign(this.clear, { type: "button", textContent: "Clear" });
    this.clear.style.cssText =
      "font:inherit;color:inherit;background:transparent;margin-top:.5rem;padding:.25rem .8rem;cursor:pointer;border:1px solid color-mix(in srgb,currentColor 45%,transparent);border-radius:.5rem";
    this.said = document.createElement("span");
    this.said.setAttribute("aria-live", "polite");
    this.said.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
    parent.append(this.canvas, this.clear, this.said);
    this.ink = new Uint8Array(SIDE * SIDE);
    this.at = [SIDE / 2, SIDE / 2];
    this.canvas.onpointerdown = (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.drawing = true;
      this.last = null;
      this.stroke(event);
    };
    this.canvas.onpointermove = (event) => this.drawing && this.stroke(event);
    this.canvas.onpointerup = this.canvas.onpointercancel = () => this.drawing && ((this.drawing = false), this.tell());
    this.canvas.onkeydown = (event) => this.key(event);
    this.canvas.onfocus = this.canvas.onblur = () => this.paint();
    this.clear.onclick = () => (this.ink.fill(0), this.paint(), this.tell());
  }

  update(data, send) {
    this.send = send;
    this.canvas.setAttribute("aria-label", data.label);
    if (!this.drawing && data.drawn !== this.sent) this.ink.set(Array.from({ length: SIDE * SIDE }, (_, i) => parseInt(data.drawn[i] ?? "0", 16)));
    this.sent = data.drawn;
    this.paint();
  }

  /** Follow the pointer; what a quick stroke has jumped over lies on a straight line. */
  stroke(event) {
    const box = this.canvas.getBoundingClientRect();
    const to = [((event.clientY - box.top) / box.height) * SIDE, ((event.clientX - box.left) / box.width) * SIDE];
    const from = this.last ?? to;
    const way = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) * 2));
    for (let k = 1; k <= way; k++) this.dab(from[0] + ((to[0] - from[0]) * k) / way, from[1] + ((to[1] - from[1]) * k) / way);
    this.last = to;
    this.at = to.map((value) => Math.min(SIDE - 1, Math.max(0, Math.floor(value))));
    this.paint();
  }

  dab(row, column) {
    for (let r = Math.max(0, Math.floor(row - 2)); r <= Math.min(SIDE - 1, row + 2); r++)
      for (let c = Math.max(0, Math.floor(column - 2)); c <= Math.min(SIDE - 1, column + 2); c++) {
        const rim = BRUSH - Math.hypot(r + 0.5 - row, c + 0.5 - column);
        const ink = Math.round(FULL * Math.min(1, Math.max(0, rim)));
        this.ink[r * SIDE + c] = Math.max(this.ink[r * SIDE + c], ink);
      }
  }

  key(event) {
    const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!move && event.key !== " ") return;
    event.preventDefault();
    const inks = event.key === " " || event.shiftKey;
    if (move) this.at = this.at.map((value, i) => Math.min(SIDE - 1, Math.max(0, value + move[i])));
    if (inks) {
      this.dab(this.at[0] + 0.5, this.at[1] + 0.5);
      this.tell();
    }
    this.said.textContent = `row ${this.at[0] + 1}, column ${this.at[1] + 1}${inks ? ", inked" : ""}`;
    this.paint();
  }

  paint() {
    const context = this.canvas.getContext("2d");
    const style = getComputedStyle(this.canvas);
    const cell = this.canvas.width / SIDE;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.fillStyle = style.color;
    this.ink.forEach((ink, i) => {
      if (!ink) return;
      context.globalAlpha = ink / FULL;
      context.fillRect((i % SIDE) * cell, Math.floor(i / SIDE) * cell, cell, cell);
    });
    context.globalAlpha = 1;
    if (document.activeElement !== this.canvas) return;
    context.strokeStyle = style.getPropertyValue("--st-primary-color") || style.color;
    context.lineWidth = 2;
    context.strokeRect(this.at[1] * cell, this.at[0] * cell, cell, cell);
  }

  tell() {
    this.sent = [...this.ink].map((ink) => ink.toString(16)).join("");
    this.send("drawn", this.sent);
  }
}

export default function ({ data, parentElement, setStateValue }) {
  let pad = PADS.get(parentElement);
  if (!pad) {
    pad = new Pad(parentElement);
    PADS.set(parentElement, pad);
  }
  pad.update(data, setStateValue);
}
