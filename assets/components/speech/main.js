// A spoken word: its picture with a cursor that sweeps over it, and what each network has heard by then. The picture
// plays by itself and silently; a sound is heard only where somebody asks for it.

import { html } from "../shared/dom.js";
import { Answers } from "./answers.js";
import { Picture } from "./picture.js";
import { Player } from "./player.js";

const WORDS = new WeakMap(); // parentElement -> Word
const SPEEDS = [[1, "true speed"], [0.5, "half speed"], [0.2, "a fifth"]];

class Word {
  constructor(parent) {
    this.player = new Player((seconds) => this.show(seconds), () => this.label());
    this.picture = new Picture((seconds) => this.go(seconds));
    this.head = html("p", { class: "gv-speech-head" });
    this.range = html("input", {
      type: "range",
      min: 0,
      "aria-label": "How much of the word has been read",
      oninput: () => this.go(this.word.first + (Number(this.range.value) - 1) * this.word.step),
    });
    this.hear = html("button", { type: "button", class: "gv-speech-hear", onclick: () => this.player.sound() });
    this.watch = html("button", { type: "button", onclick: () => this.player.toggle() });
    this.speed = html(
      "select",
      { "aria-label": "Speed", onchange: () => (this.player.speed = Number(this.speed.value)) },
      ...SPEEDS.map(([value, name]) => html("option", { value }, name)),
    );
    this.another = html("button", { type: "button", onclick: () => this.ask("") }, "Another");
    this.answers = new Answers((label) => this.ask(label), (digit) => this.say("said", digit));
    this.note = html("p", { class: "gv-speech-note" });
    const bar = html("div", { class: "gv-speech-bar" }, this.hear, this.watch, this.speed, this.another);
    this.root = html(
      "div",
      { class: "gv-speech", role: "group", "aria-label": "A spoken word and what the networks hear" },
      html("div", { class: "gv-speech-sound" }, this.head, this.picture.root, this.range, bar),
      this.answers.root,
      this.note,
    );
    parent.append(this.root);
    new ResizeObserver(() => this.paint()).observe(this.picture.root);
  }

  update(data, say) {
    this.say = say;
    const source = JSON.stringify(data);
    if (source === this.source) return this.paint();
    const same = this.word?.name === data.name; // only what is said of it has changed
    this.source = source;
    this.word = data;
    this.head.textContent = data.headline;
    this.note.textContent = data.note;
    this.range.max = data.columns;
    this.hear.hidden = this.speed.hidden = !data.sound;
    this.another.hidden = !data.others;
    this.picture.update(data);
    this.answers.update(data);
    if (same) return this.show(this.seconds);
    this.player.load(data);
    this.label();
  }

  ask(label) {
    this.say("another", { label, turn: ++Word.turns });
  }

  go(seconds) {
    this.player.rest();
    this.player.at = seconds;
    this.show(seconds);
  }

  /** How many frames are complete at a moment. */
  heard(seconds) {
    const { first, step, columns } = this.word;
    return Math.max(0, Math.min(columns, Math.floor((seconds - first) / step + 1 + 1e-6)));
  }

  show(seconds) {
    this.seconds = seconds;
    const count = this.heard(seconds);
    this.range.value = count;
    this.range.setAttribute("aria-valuetext", this.answers.spoken(count));
    this.picture.paint(seconds);
    this.answers.show(count);
  }

  paint() {
    if (this.word) this.picture.paint(this.seconds ?? this.word.span);
  }

  label() {
    this.hear.textContent = this.player.sounds ? "■ Stop" : "▶ Hear it";
    this.watch.textContent = this.player.moves && !this.player.sounds ? "❚❚ Pause" : "▷ Watch";
  }
}
Word.turns = 0;

export default function ({ data, parentElement, setTriggerValue }) {
  if (!WORDS.has(parentElement)) WORDS.set(parentElement, new Word(parentElement));
  WORDS.get(parentElement).update(data, setTriggerValue);
}
