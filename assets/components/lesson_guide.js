// What a step of the lesson needs beside its words: the focus where something new is, a voice for it, and, on a
// projector, the keys of a clicker.

import { html } from "./shared/dom.js";

const GUIDES = new WeakMap(); // parentElement -> Guide
const BUTTON = (name) => `.st-key-walkthrough_${name} button:not([disabled])`;
const ON = ["next", "reveal", "start"].map(BUTTON); // the first of them that is there leads on
const KEYS = { PageDown: ON, PageUp: [BUTTON("back")] };
const NEW = {
  step: ".st-key-walkthrough_words h2",
  run: ".st-key-walkthrough_words [data-testid=stAlert]",
};
const WAY = ".st-key-walkthrough_way"; // where the buttons stand that bring something new
const QUIET = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

const SETTLING = [0, 100, 300, 600]; // ms in which a control may take the focus, once more after it has moved

function release() {
  const focused = document.activeElement;
  if (focused instanceof HTMLInputElement && ["radio", "range"].includes(focused.type)) focused.blur();
}

class Guide {
  constructor(parent) {
    this.parent = parent;
    this.step = undefined;
    this.revealed = this.presenting = false;
    this.voice = html("div", { role: "status", "aria-live": "polite", style: QUIET });
    parent.append(this.voice);
    this.onKey = (event) => this.key(event);
    this.onPointer = () => this.point();
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("pointerup", this.onPointer, true); // controls keep it to themselves
  }

  update({ step, revealed, say, presenting }) {
    this.presenting = presenting;
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
    target.scrollIntoView({ block: what === "step" ? "center" : "nearest" });
  }

  key(event) {
    if (this.gone() || !this.presenting || event.defaultPrevented || !(event.key in KEYS)) return;
    for (const selector of KEYS[event.key]) {
      const button = document.querySelector(selector);
      if (!(button instanceof HTMLElement)) continue;
      event.preventDefault();
      button.click();
      return;
    }
  }

  /** A mouse leaves the arrow keys to the lesson; whoever comes by keyboard keeps the control. */
  point() {
    if (this.gone() || !this.presenting) return;
    for (const later of SETTLING) setTimeout(release, later);
  }

  gone() {
    if (this.parent.isConnected) return false;
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("pointerup", this.onPointer, true);
    return true;
  }
}

export default function ({ data, parentElement }) {
  if (!GUIDES.has(parentElement)) GUIDES.set(parentElement, new Guide(parentElement));
  GUIDES.get(parentElement).update(data);
}
