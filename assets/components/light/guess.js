// A guess before the first drag: where will the GRU's line end if it holds less firmly?

import { html } from "../shared/dom.js";
import { tell } from "../shared/live.js";
import { handle } from "./handle.js";
import { amount, compared } from "./words.js";

/** The bias that one guesses about: half of what it is, or that of the first picture. */
export function askedBias(bias) {
  return bias <= -1 ? Math.round(2 * bias) / 4 : -4;
}

export class Guess {
  constructor(light) {
    this.light = light;
    this.state = "offered"; // then asking, sent, running, told, over
    this.log = 0; // power of ten at which the marker stands
    this.row = html("div", { class: "gv-guess" });
    this.marker = handle("gv-marker", (y) => this.set(light.picture.logAt(y, light.range, light.mix > 0.5)));
    this.input = html("input", {
      type: "range",
      class: "gv-guess-input",
      min: "-8",
      max: "0",
      step: "0.1",
      "aria-label": "Your guess of what is left",
      oninput: () => this.set(Number(this.input.value)),
    });
    this.said = html("output", { class: "gv-guess-said" });
    this.shown = "";
  }

  /** The question, with what one can do about it. */
  build() {
    if (this.shown === `${this.state} ${this.asked}`) return;
    this.shown = `${this.state} ${this.asked}`;
    const button = (text, onclick) => html("button", { type: "button", class: "gv-button", onclick }, text);
    const how = this.asked < this.light.frame.bias ? "more firmly" : "half as firmly";
    const question = `Held ${how}, where will the GRU’s line end?`;
    const bias = `gate bias\u00a0${String(this.asked).replace("-", "−")}`;
    const parts = {
      offered: () => [html("span", {}, html("b", {}, "Guess first. "), question), button("Guess", () => this.ask())],
      asking: () => [
        html("span", {}, `${question} (${bias}) Drag the marker.`),
        this.input,
        this.said,
        button("Send the signal", () => this.reveal()),
      ],
      sent: () => [html("span", {}, "The signal runs …")],
      running: () => [html("span", {}, "The signal runs …")],
      told: () => [html("span", { role: "status" }, this.words), button("Close", () => this.retire())],
      over: () => [],
    }[this.state]();
    this.row.replaceChildren(...parts);
    this.row.hidden = this.state === "over";
    this.row.classList.toggle("is-asking", this.state === "asking");
  }

  ask() {
    this.state = "asking";
    this.set(this.light.mix > 0.5 ? Math.log10(0.5) : this.light.range.log[0] / 2);
    this.build();
    this.input.focus();
  }

  set(log) {
    this.log = Math.min(0, Math.max(this.light.range.log[0], log));
    this.input.value = String(this.log);
    const text = amount(10 ** this.log);
    this.said.textContent = text;
    this.input.setAttribute("aria-valuetext", text);
    this.light.draw();
  }

  /** Set the slider; the truth comes with the picture of this bias. */
  reveal() {
    this.state = "sent";
    this.build();
    tell("control:home_update_bias", { value: this.asked, done: true });
  }

  /** A picture has come. */
  hear(frame) {
    if (this.state === "offered") this.asked = askedBias(frame.bias);
    if (this.state === "sent" && frame.bias === this.asked) {
      this.state = "running";
      this.words = compared(10 ** this.log, frame.lanes[2].median[0]);
      this.light.send(2, () => this.tell());
    }
    this.build();
  }

  /** The signal has arrived. */
  tell() {
    this.state = "told";
    this.build();
    this.light.draw();
  }

  /** The slider has been moved by hand: there is nothing left to guess. */
  retire() {
    if (this.state === "sent" || this.state === "running") return;
    if (this.state === "over") return;
    this.state = "over";
    this.build();
    this.light.draw();
  }

  draw() {
    const { picture, range, mix } = this.light;
    const shown = ["asking", "sent", "running", "told"].includes(this.state);
    this.marker.group.setAttribute("visibility", shown ? "visible" : "hidden");
    this.marker.group.classList.toggle("is-set", this.state !== "asking");
    if (shown) this.marker.place(picture.layout.left, picture.heightOf(this.log, range, mix));
  }
}
