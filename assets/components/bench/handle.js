// On a phone the controls are a sheet from below, under this handle; the picture stays in sight above it. On every
// screen it marks the page while a slider moves: what the server has said of the run before is out of date then.

import { html } from "../shared/dom.js";
import { listen } from "../shared/live.js";

const LATEST = 2000; // milliseconds after which what is there counts as the answer

export class Handle {
  constructor(parent) {
    this.root = html("button", {
      type: "button",
      class: "gruviz-bench-handle",
      "aria-expanded": "false",
      onclick: () => this.turn(),
    });
    parent.append(this.root);
    this.stops = null;
    this.timer = 0;
  }

  update({ label, topics, settings }) {
    this.root.textContent = label;
    this.stops ??= topics.map((topic) => listen(topic, (move) => this.moved(move)));
    const source = JSON.stringify(settings);
    if (source !== this.source) this.settle();
    this.source = source;
  }

  moved({ done }) {
    clearTimeout(this.timer);
    document.documentElement.dataset.benchMoves = "1";
    if (done) this.timer = setTimeout(() => this.settle(), LATEST);
  }

  settle() {
    clearTimeout(this.timer);
    delete document.documentElement.dataset.benchMoves;
  }

  turn() {
    const opens = this.root.getAttribute("aria-expanded") === "false";
    this.root.setAttribute("aria-expanded", opens);
    document.documentElement.dataset.bench = opens ? "open" : "";
    if (opens) document.querySelector(".gruviz-card")?.scrollIntoView({ block: "start" });
  }

  dispose() {
    this.stops?.forEach((stop) => stop());
    this.settle();
    delete document.documentElement.dataset.bench;
  }
}
