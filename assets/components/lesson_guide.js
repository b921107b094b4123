// What a step of the lesson needs beside its words: the focus where something new is, and a voice for it.

import { html } from "./shared/dom.js";

const GUIDES = new WeakMap(); // parentElement -> Guide
const NEW = {
  step: ".st-key-walkthrough_words h2",
  run: ".st-key-walkthrough_answer [data-testid=stAlert]",
};
const WAY = ".st-key-walkthrough_way"; // where the buttons stand that bring something new
const QUIET = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

class Guide {
  constructor(parent) {
    this.parent = parent;
    this.step = undefined;
    this.revealed = false;
    this.voice = html("div", { role: "status", "aria-live": "polite", style: QUIET });
    parent.append(this.voice);
  }

  update({ step, revealed, say }) {
    const moved = step !== this.step;
    const shown = revealed && !this.revealed;
    const first = this.step === undefined;
    Object.assign(this, { step, revealed });
    if (first || !(moved || shown)) return;
    this.voice.textContent = say;
    requestAnimationFrame(() => requestAnimationFrame(() => this.lead(moved ? "step" : "run")));
  }

  /** Put the focus on what is new: the button that brought it has gone, or stands behind it. */
  lead(what) {
    const here = document.activeElement;
    if (here && here !== document.body && !here.closest(WAY)) return; // gone on already
    const target = document.querySelector(NEW[what]) ?? document.querySelector(NEW.step);
    if (!(target instanceof HTMLElement)) return;
    target.tabIndex = -1;
    target.style.outline = "none";
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: what === "step" ? "start" : "nearest" });
  }
}

export default function ({ data, parentElement }) {
  if (!GUIDES.has(parentElement)) GUIDES.set(parentElement, new Guide(parentElement));
  GUIDES.get(parentElement).update(data);
}
