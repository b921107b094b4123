// The gallery of applications: a tile each, with a sketch that moves at once. A tile is a link; a plain click opens it
// on this page.

import { html } from "../shared/dom.js";
import { tileOf } from "./tile.js";
import { markOf } from "../shared/marks.js";

const GALLERIES = new WeakMap(); // parentElement -> Gallery
const STILL = 0.9; // of a round, at which a sketch tells most while it stands still

class Gallery {
  constructor(parent) {
    this.button = html("button", { type: "button", class: "gv-gallery-play", onclick: () => this.toggle() });
    this.root = html("div", { class: "gv-gallery" });
    parent.append(this.root);
    this.moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.time = 0; // seconds that it has moved
  }

  update(data, open) {
    this.open = open;
    const source = JSON.stringify(data);
    if (source === this.source) return;
    this.source = source;
    this.tiles = data.tiles.map((tile, place) => tileOf(tile, data.marks, place, (key) => this.open(key)));
    this.root.replaceChildren(...this.tiles.map((tile) => tile.link), this.guide(data));
    this.label();
    this.paint();
    this.run();
  }

  /** What the marks mean, and the way to let the sketches rest. */
  guide({ marks, words }) {
    const key = marks.map(({ label, color, mark }) => html("li", {}, markOf(color, mark), ` ${label}`));
    return html("div", { class: "gv-gallery-guide" }, html("ul", {}, ...key), html("p", {}, words), this.button);
  }

  toggle() {
    this.moves = !this.moves;
    this.label();
    this.run();
  }

  label() {
    this.button.textContent = this.moves ? "Pause the pictures" : "Play the pictures";
  }

  run() {
    if (!this.moves || this.running) return;
    this.running = true;
    let before = null;
    const turn = (now) => {
      this.running = this.moves && this.root.isConnected;
      if (!this.running) return;
      if (before === null || now - before > 30) {
        this.time += before === null ? 0 : Math.min(0.1, (now - before) / 1000);
        before = now;
        this.paint();
      }
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }

  paint() {
    const style = getComputedStyle(this.root);
    const ink = style.color, paper = style.getPropertyValue("--st-background-color") || "#fff";
    for (const tile of this.tiles) tile.paint(this.moves || this.time ? this.time : null, STILL, { ink, paper });
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let gallery = GALLERIES.get(parentElement);
  if (!gallery) {
    gallery = new Gallery(parentElement);
    GALLERIES.set(parentElement, gallery);
  }
  gallery.update(data, (key) => setTriggerValue("chosen", key));
  gallery.paint(); // in the colours of the theme
}
