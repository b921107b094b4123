// Values in words beside the pointer.

import { html } from "../shared/dom.js";

export class Tip {
  constructor() {
    this.root = html("div", { class: "gv-tip", role: "status" });
    this.hide();
  }

  /** @param {string[]} lines @param {{ x: number, y: number }} place @param {number} size Of the picture. @param {number} scale Of its letters. */
  show(lines, place, size, scale) {
    this.root.hidden = false;
    const text = lines.join("\n");
    if (this.text !== text) this.root.textContent = this.text = text;
    const at = { x: place.x * scale, y: place.y * scale }, width = size * scale;
    const { offsetWidth: wide, offsetHeight: tall } = this.root;
    const x = Math.max(0, Math.min(width - wide, at.x + 14));
    const y = at.y - tall - 10 < 0 ? at.y + 16 : at.y - tall - 10;
    this.root.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  hide() {
    this.root.hidden = true;
    this.text = null;
  }
}
