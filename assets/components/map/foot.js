// What one does beside the picture: first answer the question, then move budget, length and view.

import { html } from "../shared/dom.js";
import { stopOf } from "../shared/stops.js";
import { put, say } from "../light/marks.js";
import { lookAt } from "./numbers.js";
import { count } from "./words.js";

const VIEWS = [["before", "Before", " training"], ["after", "After", " training"], ["both", "Both", ""]]; // more where there is room

/**
 * @typedef {object} Does
 * @property {() => void} show
 * @property {() => void} clear
 * @property {() => void} again
 * @property {(view: string) => void} view
 * @property {() => void} play
 * @property {(budget: number, done: boolean) => void} budget
 * @property {(length: number, done: boolean) => void} length
 */

export class Foot {
  /** @param {Does} does */
  constructor(does) {
    this.does = does;
    const button = (words, onclick, more = "") =>
      html("button", { type: "button", class: `gv-button ${more}`, onclick }, words);
    this.show = button("Show", () => does.show(), "gv-filled");
    this.skip = button("Just show me", () => does.show());
    this.clear = button("Clear", () => does.clear());
    this.marked = html("span", { class: "gv-marked", "aria-live": "polite" });
    this.asking = html("div", { class: "gv-asking" }, this.show, this.skip, this.clear, this.marked);
    this.views = VIEWS.map(([view, words, more]) => {
      const one = button(words, () => does.view(view));
      one.append(html("span", { class: "gv-more" }, more));
      one.dataset.view = view;
      put(one, "aria-label", words + more);
      return one;
    });
    const views = html("div", { class: "gv-views gv-joined", role: "group", "aria-label": "Which map" }, ...this.views);
    this.play = button("▶", () => does.play(), "gv-play");
    this.budget = this.slider("Updates", (at, done) => does.budget(at, done), (key) => this.budgetKey(key));
    this.length = this.slider(
      "Length",
      (at, done) => does.length(this.lengths[at], done),
      (key) => this.lengthKey(key),
    );
    this.again = button("Guess again", () => does.again(), "gv-again");
    this.budget.root.prepend(this.play);
    this.moving = html("div", { class: "gv-moving" }, views, this.budget.root, this.length.root, this.again);
    this.root = html("div", { class: "gv-foot" }, this.asking, this.moving);
  }

  /** A slider with its name and where it stands; keys go from stop to stop, also several before the next frame. */
  slider(name, move, key) {
    const said = html("output", { class: "gv-stands" });
    const range = html("input", {
      type: "range",
      class: "gv-range",
      min: "0",
      step: "1",
      "aria-label": name,
      oninput: () => move(Number(range.value), false),
      onchange: () => move(Number(range.value), true),
      onkeydown: (event) => {
        const to = event.ctrlKey || event.altKey || event.metaKey ? null : key(event.key);
        if (to === null) return;
        event.preventDefault();
        event.stopPropagation();
        range.value = String(to);
        move(to, true);
      },
    });
    return { root: html("div", { class: "gv-slider" }, html("span", {}, name), range, said), range, said };
  }

  /** @param {import("./shape.js").MapData} data @param {number[]} updates All looks. */
  take(data, updates) {
    this.updates = updates;
    this.lengths = data.lengths;
    put(this.budget.range, "max", String(updates[updates.length - 1] ?? 0));
    put(this.length.range, "max", String(Math.max(0, data.lengths.length - 1)));
    this.length.root.hidden = data.lengths.length < 2;
    this.again.hidden = !data.asks;
    this.budget.range.disabled = this.play.disabled = updates.length < 2;
  }

  budgetKey(key) {
    const { updates } = this, at = Number(this.budget.range.value), row = lookAt(updates, at);
    const to = stopOf(key, row, updates.length, updates[row] < at);
    return to === null ? null : updates[to];
  }

  lengthKey(key) {
    return stopOf(key, Number(this.length.range.value), this.lengths.length);
  }

  /** @param {{ shown: boolean, marked: number, view: string, budget: number, length: number | null, playing: boolean }} now */
  draw({ shown, marked, view, budget, length, playing }) {
    this.skip.hidden = marked > 0;
    this.turn(shown);
    this.show.disabled = this.clear.disabled = !marked;
    say(this.marked, marked ? `${count(marked)} marked` : "");
    for (const one of this.views) put(one, "aria-pressed", String(one.dataset.view === view));
    place(this.budget, Math.round(budget), count(this.updates[lookAt(this.updates, budget)] ?? 0));
    const stop = this.lengths.indexOf(length);
    place(this.length, Math.max(0, stop), length === null ? "" : `${count(length)} steps`);
    say(this.play, playing ? "❚❚" : "▶");
    put(this.play, "aria-label", playing ? "Pause" : "Play through the updates");
  }

  /** Turn from the question to the controls, or back; whoever is here with the keys goes along. */
  turn(shown) {
    const goes = (shown ? this.asking : this.moving).contains(document.activeElement);
    this.asking.inert = shown;
    this.moving.inert = !shown;
    if (goes) (shown ? this.views[this.views.length - 1] : this.skip).focus({ preventScroll: true });
  }
}

function place({ range, said }, at, words) {
  if (Number(range.value) !== at) range.value = String(at);
  put(range, "aria-valuetext", words);
  say(said, words);
}
