// On a phone the controls are a sheet from below, under this handle; the picture stays in sight above it.

import { html } from "../shared/dom.js";

export class Handle {
  constructor(parent) {
    this.root = html("button", {
      type: "button",
      class: "gruviz-bench-handle",
      "aria-expanded": "false",
      onclick: () => this.turn(),
    });
    parent.append(this.root);
  }

  update({ label }) {
    this.root.textContent = label;
  }

  turn() {
    const opens = this.root.getAttribute("aria-expanded") === "false";
    this.root.setAttribute("aria-expanded", opens);
    document.documentElement.dataset.bench = opens ? "open" : "";
    if (opens) document.querySelector(".gruviz-card")?.scrollIntoView({ block: "start" });
  }

  dispose() {
    delete document.documentElement.dataset.bench;
  }
}
