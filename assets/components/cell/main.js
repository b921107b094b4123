// The diagram of Inside the cell alone, as a picture: a run plays through it once, and again at a click.

import { Diagram } from "../inside/diagram.js";
import { readScene } from "../inside/scene.js";
import { isDark } from "../shared/dark.js";
import { html } from "../shared/dom.js";

const RATE = 3; // steps a second
const PICTURES = new WeakMap(); // parentElement -> Picture

class Picture {
  constructor(parent) {
    this.host = html("div", { class: "gv-diagram" });
    this.again = html(
      "button",
      {
        type: "button",
        class: "gv-again",
        title: "Play again",
        "aria-label": "Play again",
        onclick: () => this.play(),
      },
      "↻",
    );
    this.root = html("div", { class: "gv-inside gv-picture gruviz-grows" }, this.host, this.again);
    parent.append(this.root);
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.diagram = new Diagram(this.host, () => {}, { offer() {} });
  }

  update(bytes) {
    const root = getComputedStyle(this.root.parentElement);
    this.root.classList.toggle("is-dark", isDark(root.getPropertyValue("--st-background-color") || "#fff"));
    const key = bytes.join();
    if (key === this.key) return;
    this.key = key;
    this.scene = readScene(bytes);
    this.diagram.build(this.scene);
    asPicture(this.diagram.root);
    this.again.hidden = this.still.matches;
    if (this.still.matches) this.show(this.scene.T);
    else this.play();
  }

  show(at) {
    this.diagram.draw({ step: Math.max(1, Math.floor(at)), unit: null, way: "forward" });
    this.diagram.flow(at);
  }

  play() {
    cancelAnimationFrame(this.frame);
    let from = null;
    const advance = (now) => {
      from ??= now;
      const at = 1 + (RATE * (now - from)) / 1000;
      this.show(Math.min(at, this.scene.T));
      if (at < this.scene.T && this.root.isConnected) this.frame = requestAnimationFrame(advance);
    };
    this.frame = requestAnimationFrame(advance);
  }
}

/** No part of it is a control: one picture with one name. */
function asPicture(root) {
  root.setAttribute("role", "img");
  for (const part of root.querySelectorAll("[tabindex]")) {
    for (const name of ["tabindex", "role"]) part.removeAttribute(name);
    part.onfocus = null;
  }
}

export default function ({ data, parentElement }) {
  let picture = PICTURES.get(parentElement);
  if (!picture) {
    picture = new Picture(parentElement);
    PICTURES.set(parentElement, picture);
  }
  picture.update(data);
  // Streamlit also calls the clean-up of a run that a newer run overtook, while the picture stays on the page.
  return () => setTimeout(() => picture.root.isConnected || PICTURES.delete(parentElement));
}
