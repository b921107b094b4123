// One text for each model. Every character before the one pointed at is tinted by how much that one depends on it.

import { html } from "./shared/dom.js";

const TEXTS = new WeakMap(); // parentElement -> Texts
const LEVELS = 63; // of a tint, each written as the character with code ZERO + level
const ZERO = 48;
const FULL = 75; // per cent of the colour at the strongest tint

class Texts {
  constructor(parent) {
    this.root = html("div", { class: "gruviz-tints", tabindex: 0, role: "slider", "aria-valuemin": 2 });
    parent.append(this.root);
    this.pending = null; // what was sent and not yet confirmed by the page
    this.root.onpointermove = (event) => this.point(this.under(event));
    this.root.onpointerleave = () => this.point(null);
    this.root.onclick = (event) => (this.choose(this.under(event)), this.report());
    this.root.onkeydown = (event) => this.key(event);
    this.root.onkeyup = this.root.onblur = () => this.pressed && ((this.pressed = false), this.report());
  }

  update({ label, text, names, at, models, fixed, tint }, send) {
    this.send = send;
    this.tint = tint;
    this.fixed = fixed;
    this.names = names;
    this.root.setAttribute("aria-label", label);
    this.root.setAttribute("aria-valuemax", text.length);
    const source = JSON.stringify([text, models]);
    if (source !== this.source) {
      this.source = source;
      this.text = text;
      this.models = models;
      this.pending = null;
      this.root.replaceChildren(...models.map((model) => this.paragraph(model)));
    }
    if (this.pending === at) this.pending = null;
    if (!(this.pressed || this.pending)) this.at = this.confirmed = at;
    this.paint();
  }

  paragraph(model) {
    model.spans = this.text.map((character, place) => html("span", { "data-place": place }, character));
    return html("p", { class: "gruviz-text" }, html("b", {}, `${model.name} `), ...model.spans);
  }

  /** Place of the character at the pointer, counted from 1; null where there is none with others before it. */
  under(event) {
    const place = Number(event.target.dataset?.place ?? 0) + 1;
    return place > 1 ? place : null;
  }

  point(place) {
    if (place === this.pointed) return;
    this.pointed = place;
    this.paint();
  }

  choose(place) {
    if (place === null || this.fixed) return;
    this.at = place;
    this.paint();
  }

  /** Send what is chosen now, if that is news. */
  report() {
    if (this.at === (this.pending ?? this.confirmed)) return;
    this.pending = this.at;
    this.send("at", this.at);
  }

  key(event) {
    const last = this.text.length;
    const to = {
      ArrowLeft: this.at - 1,
      ArrowDown: this.at - 1,
      ArrowRight: this.at + 1,
      ArrowUp: this.at + 1,
      Home: 2,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.pressed = true;
    this.pointed = null;
    this.choose(Math.min(last, Math.max(2, to)));
  }

  name(index) {
    return this.names[this.text[index]] ?? this.text[index];
  }

  /** Tint of character `place` when `at` is pointed at, both counted from 1. */
  level(model, at, place) {
    return model.levels.charCodeAt(((at - 1) * (at - 2)) / 2 + place - 1) - ZERO;
  }

  paint() {
    const at = this.pointed ?? this.at;
    const readings = this.models.map((model) => {
      let most = 1;
      model.spans.forEach((span, index) => {
        const level = index < at - 1 ? this.level(model, at, index + 1) : 0;
        if (index < at - 1 && level > this.level(model, at, most)) most = index + 1;
        span.style.background = level
          ? `color-mix(in srgb,${this.tint} ${((FULL * level) / LEVELS).toFixed(0)}%,transparent)`
          : "";
        span.textContent = index === at - 1 ? this.name(index) : this.text[index];
        span.className = index === at - 1 ? "gruviz-asked" : index >= at ? "gruviz-later" : "";
      });
      return `${model.name} depends most on number ${most}, “${this.name(most - 1)}”`;
    });
    this.root.setAttribute("aria-valuenow", at);
    this.root.setAttribute("aria-valuetext", `number ${at}, “${this.name(at - 1)}”: ${readings.join("; ")}`);
  }
}

export default function ({ data, parentElement, setStateValue }) {
  let texts = TEXTS.get(parentElement);
  if (!texts) {
    texts = new Texts(parentElement);
    TEXTS.set(parentElement, texts);
  }
  texts.update(data, setStateValue);
}
