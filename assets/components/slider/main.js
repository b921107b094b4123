// A slider whose picture follows it while it is dragged. Its data:
//   key, label, help, takes   of the value in the session; in words, what it is, what it does, what it can be
//   low, high, step, whole    as the control has them; whole: only whole numbers
//   ends, format              two words in place of the numbers at the ends; "{}" with what stands around a number
//   value, number             the server's value, and which of our moves it knows
//   sweep                     address of the pictures at all stops, or null

import { html, svg } from "../shared/dom.js";
import { listen, tell } from "../shared/live.js";
import { isTaken, read, stopIndex, stopValue, written } from "./numbers.js";
import { Sender } from "./sender.js";
import { Pictures } from "./pictures.js";

const SLIDERS = new WeakMap(); // parentElement -> slider

class Slider {
  constructor(parent, data, setStateValue) {
    this.data = data;
    this.held = false; // by a finger, the mouse, a key, or another component
    this.value = data.value;
    this.sender = new Sender((move) => this.setStateValue("move", move));
    this.sender.number = data.number;
    this.setStateValue = setStateValue;
    this.pictures = new Pictures(() => this.held && this.show());
    this.build(parent);
    this.endings = [
      listen(`answered:${data.key}`, (number) => this.answered(number)),
      listen(`control:${data.key}`, ({ value, done }) => this.take(value, done)),
    ];
  }

  build(parent) {
    const { key } = this.data;
    const moved = () => this.take(stopValue(stopIndex(this.range.valueAsNumber, this.data), this.data), false);
    const want = () => this.pictures.want();
    this.label = html("label", { for: `${key}_range`, class: "gruviz-slider-label" });
    this.help = html("span", { role: "tooltip", id: `${key}_help`, class: "gruviz-slider-help" });
    this.mark = html("button", {
      type: "button",
      class: "gruviz-slider-mark",
      "aria-describedby": `${key}_help`,
      onkeydown: (event) => {
        if (event.key === "Escape") this.mark.blur(); // a handler that gives back false would hold Tab
      },
    }, questionMark());
    this.typed = html("input", {
      type: "text",
      inputmode: "text", // a phone's keyboard of numbers may have no minus
      autocomplete: "off",
      class: "gruviz-slider-number",
      "aria-describedby": `${key}_said`,
      onfocus: () => this.typed.select(),
      onblur: () => this.commit(),
      onkeydown: (event) => this.onTypedKey(event),
    });
    this.range = html("input", {
      type: "range",
      id: `${key}_range`,
      "aria-describedby": `${key}_help`,
      oninput: moved,
      onchange: () => this.keyed || this.release(),
      onpointerdown: want,
      onfocus: want,
      onpointerenter: () => (this.dwell = setTimeout(want, DWELL)),
      onpointerleave: () => clearTimeout(this.dwell),
      onpointercancel: () => this.release(),
      onkeydown: () => (this.keyed = true),
      onkeyup: () => this.releaseKey(),
      onblur: () => this.releaseKey(),
    });
    this.ends = html("div", { class: "gruviz-slider-ends" }, html("span"), html("span"));
    this.said = html("p", { class: "gruviz-slider-said", id: `${key}_said`, role: "alert" });
    const head = html("div", { class: "gruviz-slider-head" }, this.label, this.mark, this.help, this.typed);
    this.root = html("div", { class: "gruviz-slider" }, head, this.range, this.ends, this.said);
    parent.append(this.root);
  }

  update(data, setStateValue) {
    this.data = data;
    this.setStateValue = setStateValue;
    const { low, high, step, label, help, ends } = data;
    this.label.textContent = label;
    this.help.textContent = help;
    this.mark.setAttribute("aria-label", `Help: ${label}`);
    this.typed.setAttribute("aria-label", `${label}, as a number`);
    for (const [name, value] of Object.entries({ min: low, max: high, step })) this.range.setAttribute(name, value);
    [low, high].forEach((
      end,
      i,
    ) => (this.ends.children[i].textContent = ends?.[i] ?? written(end, { ...data, step: end })));
    this.pictures.follow(data.sweep);
    if (!this.held && this.sender.isCurrent(data.number)) this.value = data.value;
    this.paint();
  }

  /** Go to a value and show its picture: from the sweep if that is there, else by asking the server. */
  take(value, done) {
    this.held = true;
    this.value = value;
    this.say("");
    this.paint();
    this.pictures.want();
    if (done) return this.release();
    tell(`moved:${this.data.key}`, { value, done: false });
    if (this.pictures.has(value)) this.show();
    else this.sender.move(value, false);
  }

  /** Show the picture of where it stands now. */
  show() {
    const frames = this.pictures.at(this.value);
    for (const [picture, frame] of Object.entries(frames)) tell(`picture:${picture}`, frame);
  }

  /** Let go: the server hears where it stands, and the address follows. */
  release() {
    if (!this.held) return;
    this.held = false;
    tell(`moved:${this.data.key}`, { value: this.value, done: true });
    this.sender.move(this.value, true);
  }

  releaseKey() {
    this.keyed = false;
    this.release();
  }

  answered(number) {
    this.sender.answered(number);
    if (this.held) this.show(); // the server has drawn where it was before
  }

  onTypedKey(event) {
    if (event.key === "Enter") this.commit();
    if (event.key === "Escape") this.paint(true);
  }

  /** Take the typed number, or say why not. */
  commit() {
    const text = this.typed.value;
    if (text === written(this.value, this.data)) return;
    const value = read(text, this.data);
    if (value !== null && isTaken(value, this.data)) {
      this.take(value, true);
    } else {
      this.say(`Type ${this.data.takes}. It is still ${written(this.value, this.data)}.`);
    }
    this.paint(true);
  }

  say(sentence) {
    if (this.said.textContent !== sentence) this.said.textContent = sentence;
    this.typed.setAttribute("aria-invalid", String(sentence !== ""));
  }

  /** Draw the value; what a person is typing stays unless it is `settled`. */
  paint(settled = false) {
    const { low, high } = this.data;
    const text = written(this.value, this.data);
    this.range.value = this.value;
    this.range.setAttribute("value", this.value);
    this.range.setAttribute("aria-valuetext", text);
    this.root.style.setProperty("--share", String((this.value - low) / (high - low)));
    if (settled || document.activeElement !== this.typed) this.typed.value = text;
    this.typed.style.width = `${
      Math.max(...[low, high, this.value].map((end) => written(end, this.data).length)) + 2
    }ch`;
  }

  dispose() {
    this.endings.forEach((end) => end());
    this.pictures.follow(null);
  }
}

/** Milliseconds that a mouse rests on a slider that is about to be taken. */
const DWELL = 150;

function questionMark() {
  const circle = svg("circle", { cx: 8, cy: 8, r: 6.5, fill: "none", stroke: "currentColor", "stroke-width": 1.4 });
  const hook = svg("path", {
    d: "M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.3",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.4,
    "stroke-linecap": "round",
  });
  const dot = svg("circle", { cx: 8, cy: 11.4, r: 0.9, fill: "currentColor" });
  return svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, circle, hook, dot);
}

export default function ({ data, parentElement, setStateValue }) {
  let slider = SLIDERS.get(parentElement);
  if (!slider) {
    slider = new Slider(parentElement, data, setStateValue);
    SLIDERS.set(parentElement, slider);
  }
  slider.update(data, setStateValue);
  // Streamlit also calls the clean-up of a run that a newer run overtook, while the component stays mounted.
  return () =>
    setTimeout(() => {
      if (slider.root.isConnected) return;
      slider.dispose();
      SLIDERS.delete(parentElement);
    });
}
