// The bar: play, speed, and the scrubber that moves everything.

import { html } from "../shared/dom.js";
import { say } from "../light/marks.js";
import { rem } from "./layout.js";

const SPEEDS = [[0.5, "½×"], [1, "1×"], [2, "2×"], [4, "4×"]];

export class Bar {
  constructor({ toggle, scrub }) {
    this.play = html("button", { type: "button", class: "gv-button gv-play", onclick: toggle });
    this.speed = 1;
    this.speeds = SPEEDS.map(([speed, words]) =>
      html("button", {
        type: "button",
        class: "gv-button gv-speed",
        "aria-label": `Speed ${words}`,
        "aria-pressed": String(speed === this.speed),
        onclick: () => this.choose(speed),
      }, words)
    );
    this.said = html("span", { class: "gv-said" });
    this.range = html("input", {
      type: "range",
      class: "gv-range",
      min: "0",
      step: "1",
      "aria-label": "Update",
      oninput: () => scrub(Number(this.range.value)),
    });
    const speeds = html("span", { class: "gv-speeds gv-joined", role: "group", "aria-label": "Speed" }, ...this.speeds);
    this.root = html(
      "div",
      { class: "gv-bar" },
      html("div", { class: "gv-row" }, this.play, this.range),
      html("div", { class: "gv-row" }, speeds, this.said),
    );
  }

  choose(speed) {
    this.speed = speed;
    SPEEDS.forEach(([other], i) => this.speeds[i].setAttribute("aria-pressed", String(other === speed)));
  }

  /** Put the scrubber exactly under the axis of updates. */
  fit({ loss, wide }) {
    this.root.classList.toggle("is-wide", wide);
    this.root.style.setProperty("--left", rem(loss.x));
    this.root.style.setProperty("--axis", rem(loss.w));
  }

  draw({ update, planned, playing, said, words, able }) {
    this.range.max = String(planned);
    this.range.disabled = this.play.disabled = !able;
    if (Number(this.range.value) !== update) this.range.value = String(update);
    this.range.setAttribute("aria-valuetext", words);
    say(this.said, said);
    const does = playing ? "Pause" : "Play";
    if (this.does === does) return;
    this.does = does;
    this.play.textContent = playing ? "❚❚" : "▶";
    this.play.setAttribute("aria-label", does);
  }
}
