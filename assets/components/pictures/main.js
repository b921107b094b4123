// Small pictures above the words of a step of the lesson: each plays once, and again at a press of its button.

import { html } from "../shared/dom.js";
import { drawChain } from "./chain.js";
import { drawLoop } from "./loop.js";
import { Mixer } from "./mix.js";
import { drawSlope } from "./slope.js";

const PICTURES = new WeakMap(); // parentElement -> Played or Mixer
const KINDS = { chain: drawChain, loop: drawLoop, slope: drawSlope };

/** A picture that its first part, from 0 to 1, tells how far it has come. */
class Played {
  constructor(parent, draw) {
    this.draw = draw;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.host = html("div");
    this.again = html(
      "button",
      {
        type: "button",
        class: "gruviz-again",
        title: "Play again",
        "aria-label": "Play again",
        onclick: () => this.play(),
      },
      "↻",
    );
    this.root = html("figure", { class: "gruviz-picture gruviz-grows" }, this.host, this.again);
    parent.append(this.root);
  }

  update(data) {
    const source = JSON.stringify(data);
    if (source === this.source) return;
    this.source = source;
    const { picture, show, seconds } = this.draw(data);
    this.show = show;
    this.seconds = seconds;
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", data.told);
    this.host.replaceChildren(picture);
    this.again.hidden = this.still.matches || seconds === 0;
    if (this.again.hidden) this.show(1);
    else this.play();
  }

  play() {
    cancelAnimationFrame(this.frame);
    let from = null;
    const advance = (now) => {
      from ??= now;
      const part = Math.min(1, (now - from) / (1000 * this.seconds));
      this.show(part);
      if (part < 1 && this.root.isConnected) this.frame = requestAnimationFrame(advance);
    };
    this.frame = requestAnimationFrame(advance);
  }
}

export default function ({ data, parentElement }) {
  let picture = PICTURES.get(parentElement);
  if (picture?.kind !== data.kind) {
    picture?.root.remove();
    picture = data.kind === "mix" ? new Mixer(parentElement) : new Played(parentElement, KINDS[data.kind]);
    picture.kind = data.kind;
    PICTURES.set(parentElement, picture);
  }
  picture.update(data);
  // Streamlit also calls the clean-up of a run that a newer run overtook, while the picture stays on the page.
  return () => setTimeout(() => picture.root.isConnected || PICTURES.delete(parentElement));
}
