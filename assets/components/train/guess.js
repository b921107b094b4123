// A guess who gets there first: a lane is tapped, and the run answers.

import { html } from "../shared/dom.js";
import { say } from "../light/marks.js";
import { firstOf, guessWords, named, NOBODY } from "./story.js";

export class Guess {
  /** @param {(label: string) => void} send */
  constructor(send) {
    this.send = send;
    this.label = null;
    this.root = html("div", { class: "gv-guess" });
    this.words = html("p", { class: "gv-guess-words", "aria-live": "polite" });
    this.question = html("b");
    this.rest = html("span");
    this.words.append(this.question, this.rest);
    this.nobody = html("button", { type: "button", class: "gv-button", onclick: () => this.choose(NOBODY) }, NOBODY);
    this.root.append(this.words, this.nobody);
  }

  /** Forget the guess, or take over the one that Python knows. */
  reset(label) {
    this.label = label;
  }

  choose(label) {
    if (this.over || this.root.hidden) return;
    this.label = label;
    this.send(label);
    this.changed();
  }

  changed() {}

  /**
   * Say what there is to say.
   * @param {{ run: any, learners: any[], asks: boolean, atEnd: boolean, updates: number }} now
   */
  draw({ run, learners, asks, atEnd, updates }) {
    this.over = atEnd;
    this.root.hidden = !asks || learners.length < 2 || !run || (atEnd && !this.label);
    this.nobody.hidden = atEnd;
    this.nobody.setAttribute("aria-pressed", String(this.label === NOBODY));
    if (!run) return;
    if (atEnd) {
      say(this.question, "");
      return say(this.rest, this.label ? guessWords(this.label, firstOf(run, learners), updates) : "");
    }
    say(this.question, this.label ? "" : "Who gets there first? ");
    const guessed = this.label === NOBODY ? "nobody gets there" : named(this.label ?? "");
    say(this.rest, this.label ? `Your guess: ${guessed}.` : "Tap a lane, or");
  }
}
