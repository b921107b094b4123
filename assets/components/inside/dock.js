// The dock: play, step, speed, which unit. Always in one place, as a video player's.

import { html, svg } from "../shared/dom.js";
import { visible } from "./format.js";
import { unitLabel } from "./words.js";

const SPEEDS = [0.25, 0.5, 1, 2, 4], FRACTIONS = { 0.25: "¼", 0.5: "½" };
const ICONS = {
  first: "M6 5v14M19 5L9 12l10 7z",
  back: "M17 5L7 12l10 7z",
  play: "M7 4l13 8-13 8z",
  pause: "M7 5h3v14H7zM14 5h3v14h-3z",
  forth: "M7 5l10 7-10 7z",
  last: "M18 5v14M5 5l10 7-10 7z",
};

export class Dock {
  constructor(host, act) {
    this.act = act;
    this.slider = html("input", {
      type: "range",
      min: 1,
      step: 1,
      "aria-label": "Step",
      oninput: (event) => act.step(Number(event.target.value)),
    });
    this.output = html("output", { class: "gv-step" });
    this.play = iconButton("play", "Play (space)", () => act.toggle());
    this.speed = select(
      "Speed",
      SPEEDS.map((speed) => [speed, `${FRACTIONS[speed] ?? speed}×`]),
      (value) => act.set({ speed: Number(value) }),
    );
    this.unit = select("", [], (value) => act.set({ unit: value === "mean" ? null : Number(value) }), "Unit");
    this.form = choice("Over time", [["lines", "One unit"], ["heat", "All units"]], (form) => act.set({ form }));
    const transport = html(
      "div",
      { class: "gv-transport", role: "group", "aria-label": "Time" },
      iconButton("first", "First step (Home)", () => act.step(1)),
      iconButton("back", "One step back (←)", () => act.move(-1)),
      this.play,
      iconButton("forth", "One step forward (→)", () => act.move(1)),
      iconButton("last", "Last step (End)", () => act.step(Infinity)),
    );
    const time = html("div", { class: "gv-player" }, transport, this.slider, this.output);
    host.append(time, html("div", { class: "gv-choose" }, this.speed.label, this.unit.label, this.form.group));
  }

  build(scene) {
    this.scene = scene;
    this.slider.max = scene.T;
    this.unit.element.replaceChildren(
      html("option", { value: "mean" }, "Mean of all units"),
      ...scene.order.map((unit) => html("option", { value: unit }, unitLabel(scene, unit))),
    );
  }

  draw({ step, unit, form, speed, playing }) {
    const { scene } = this;
    this.slider.value = step;
    const read = scene.labels ? ` reads ${visible(scene.labels[step - 1])}` : "";
    this.output.textContent = `step ${step} of ${scene.T}${read}`;
    this.slider.setAttribute("aria-valuetext", this.output.textContent);
    this.unit.element.value = unit === null ? "mean" : String(unit);
    this.speed.element.value = String(speed);
    this.form.set(form);
    this.play.querySelector("path").setAttribute("d", ICONS[playing ? "pause" : "play"]);
    this.play.setAttribute("aria-label", playing ? "Pause (space)" : "Play (space)");
    this.play.title = this.play.getAttribute("aria-label");
  }
}

/** Which way: the state forward, or the gradient back. */
export function waySwitch(host, act) {
  const ways = [["forward", "Run forward →"], ["backward", "← Send the gradient back"]];
  const way = choice("Direction", ways, (chosen) => act.turn(chosen));
  host.append(way.group);
  return way;
}

/** How the units are sorted, and which are kept beside the one that is followed. */
export class Order {
  constructor(host, act) {
    this.sort = choice("Sort units by", [["index", "number"], ["memory", "memory"]], (sort) => act.set({ sort }));
    this.pin = html("button", {
      type: "button",
      class: "gv-button",
      title: "Keep this unit's lines while following another, at most 3",
      onclick: () => act.pin(),
    });
    host.append(this.sort.group, this.pin);
  }

  draw({ unit, sort, form, pins }) {
    this.sort.set(sort);
    this.pin.hidden = unit === null || form !== "lines";
    this.pin.textContent = `${pins.includes(unit) ? "Unpin" : "Pin"} unit ${unit}`;
  }
}

function iconButton(icon, label, onclick) {
  const drawing = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: ICONS[icon] }));
  return html("button", { type: "button", class: "gv-icon", "aria-label": label, title: label, onclick }, drawing);
}

function select(name, options, onpick, label = null) {
  const element = html(
    "select",
    { onchange: (event) => onpick(event.target.value), "aria-label": label },
    ...options.map(([value, text]) => html("option", { value }, text)),
  );
  return { element, label: html("label", { class: "gv-field" }, html("span", {}, name), element) };
}

let groups = 0;

/** A few choices side by side: radio buttons, so that the keyboard knows them. */
function choice(name, options, onpick) {
  const group = `gv-choice-${groups++}`;
  const inputs = options.map(([value]) =>
    html("input", { type: "radio", name: group, value, onchange: () => onpick(value) })
  );
  const labels = options.map(([, text], i) => html("label", {}, inputs[i], html("span", {}, text)));
  return {
    group: html("fieldset", { class: "gv-choice" }, html("legend", {}, name), html("div", {}, ...labels)),
    set: (value) => inputs.forEach((input) => (input.checked = input.value === value)),
  };
}
