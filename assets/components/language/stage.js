// One text that is typed, and all who go on from it after every key.

import { html } from "../shared/dom.js";
import { keptNetworks, whenKept } from "../shared/network_store.js";
import { keptRule, whenRuleKept } from "./rule_store.js";
import { Line } from "./line.js";
import { questionsOf } from "./questions.js";
import { Typist } from "./typist.js";
import { readingRule } from "./writer.js";

/**
 * @typedef {Object} StageData
 * @property {string} networks Their name; they come in a message of their own.
 * @property {string} rule Likewise.
 * @property {string[]} letters What each symbol is written as; the last stands for all that are not told apart.
 * @property {Record<string, string>} names How letters that cannot be seen are written.
 * @property {{label: string, color: string, what: string}[]} lines The networks in order, then the rule.
 * @property {string} text The person's; empty: none yet.
 * @property {string[]} beginnings That are typed while the person has written nothing.
 * @property {number} longest Letters that the field takes.
 * @property {number} at Place of the framed letter, counted from 1.
 * @property {"surprise" | "gradient"} tint
 * @property {number} temperature
 * @property {number} seed
 * @property {boolean} fixed Whether the text is not the person's to change.
 * @property {{text: string, levels: string[]} | null} gradients Tints of this text, by network.
 * @property {{heading: string, rows: {name: string, bits: number, color: string}[], note: string}} questions
 * @property {Record<string, string>} words
 */

const WAIT = 700; // milliseconds without a key after which the server hears of the text
const AHEAD = 0.55; // of what has room is written, at least

export class Stage {
  constructor(parent) {
    this.parent = parent;
    this.typist = new Typist((text) => this.show(text));
    this.field = /** @type {HTMLTextAreaElement} */ (html("textarea", {
      rows: 2,
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "off",
      oninput: () => this.typed(),
      onfocus: () => this.typist.stop(),
      onkeyup: () => this.moved(),
      onclick: () => this.moved(),
    }));
    this.label = html("label", {}, html("span"), this.field);
    this.play = html("button", { type: "button", onclick: () => this.toggle() });
    this.other = html("button", { type: "button", onclick: () => this.send("seed", (this.data.seed + 1) % 10000) });
    this.legend = html("p", { class: "gl-legend" });
    this.lines = html("div", { class: "gl-lines" });
    this.questions = html("div");
    this.said = html("p", { class: "gl-said", role: "status" });
    this.root = html(
      "div",
      { class: "gl-stage" },
      html("div", { class: "gl-type" }, this.label, html("div", { class: "gl-buttons" }, this.play, this.other)),
      this.lines,
      html("div", { class: "gl-under" }, this.legend, this.said),
      this.questions,
    );
    parent.append(html("div", { class: "gl-box" }, this.root));
    this.pointed = null;
    this.typist.changed = () => this.sign();
    new ResizeObserver(() => this.data && this.read()).observe(this.lines);
  }

  /** @param {StageData} data @param {(name: string, value: unknown) => void} send */
  update(data, send) {
    this.send = send;
    const before = this.data;
    this.data = data;
    const changed = (name) => !before || JSON.stringify(before[name]) !== JSON.stringify(data[name]);
    if (changed("lines") || changed("networks") || changed("rule")) this.takePlaces();
    if (changed("questions")) this.questions.replaceChildren(questionsOf(data.questions));
    this.field.readOnly = data.fixed;
    this.label.firstChild.textContent = data.words.field;
    this.other.textContent = data.words.other;
    if (this.pending === data.text) this.pending = undefined;
    if (this.pending === undefined && (changed("text") || changed("beginnings"))) this.begin();
    else this.read();
    this.sign();
  }

  /** A line for each, and its writer as soon as it has come. */
  takePlaces() {
    const heard = { point: (place) => this.point(place), choose: (place) => this.choose(place) };
    this.all = this.data.lines.map((about) => new Line(about, heard));
    this.lines.replaceChildren(...this.all.map((line) => line.root));
    (this.ends ?? []).forEach((end) => end());
    this.ends = [
      whenKept(this.data.networks, () => this.supply()),
      whenRuleKept(this.data.rule, () => this.supply()),
    ];
    this.supply();
  }

  supply() {
    if (!this.parent.isConnected) return;
    const networks = keptNetworks(this.data.networks) ?? [], rule = keptRule(this.data.rule);
    const models = [...networks, ...(networks.length && rule ? [readingRule(rule)] : [])];
    this.all.forEach((line, i) => models[i] && line.take(models[i]));
    this.read();
  }

  /** Show the person's text; where there is none, somebody types. */
  begin() {
    this.typist.stop();
    if (this.data.text) this.show(this.data.text);
    else this.typist.start(this.data.beginnings);
  }

  /** Another text stands in the field. @param {string} text */
  show(text) {
    this.field.value = text;
    this.caret = null;
    this.read();
  }

  typed() {
    this.typist.stop();
    this.caret = null;
    const letters = [...this.field.value], { longest } = this.data;
    this.cut = letters.length > longest;
    if (this.cut) this.field.value = letters.slice(0, longest).join("");
    this.read();
    this.pending = this.field.value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send("text", this.field.value), WAIT);
  }

  /** What is expected is shown where the caret stands. */
  moved() {
    const place = [...this.field.value.slice(0, this.field.selectionStart)].length;
    this.caret = place < this.now.symbols.length ? place : null;
    this.paint();
  }

  toggle() {
    if (this.typist.runs) return this.typist.stop();
    if (this.field.value && !this.data.beginnings.some((one) => one.startsWith(this.field.value))) {
      this.send("text", "");
    }
    this.typist.start(this.data.beginnings, true);
  }

  sign() {
    const { pause, play } = this.data.words;
    this.play.textContent = this.typist.runs ? pause : play;
    this.play.hidden = this.data.fixed;
  }

  /** Let all read what stands in the field, and go on. */
  read() {
    const text = this.field.value, { letters, temperature, seed } = this.data;
    this.places ??= new Map();
    if (this.lettersWere !== letters) {
      this.lettersWere = letters;
      this.places = new Map(letters.map((letter, symbol) => [letter, symbol]));
    }
    const symbols = [...text].map((letter) => this.places.get(letter) ?? letters.length - 1);
    const room = this.all[0].room(), ahead = Math.floor(AHEAD * room);
    this.now = { text, symbols, letters, room: room - ahead, ahead, temperature, seed };
    for (const line of this.all) line.read(this.now);
    this.paint();
    this.write();
  }

  /** Write on, a little in every frame; at once where nothing shall move. */
  write() {
    cancelAnimationFrame(this.frame);
    const letters = this.typist.still ? Infinity : undefined;
    const frame = () => {
      if (!this.parent.isConnected) return;
      if (this.all.map((line) => line.advance(letters)).some((more) => more)) this.frame = requestAnimationFrame(frame);
      else if (!this.typist.runs) this.said.textContent = this.all.map((line) => line.words()).join("; ");
    };
    frame();
  }

  /** @param {number | null} place */
  point(place) {
    if (this.pointed === place) return;
    this.pointed = place;
    this.paint();
  }

  /** @param {number} place */
  choose(place) {
    this.caret = place;
    this.paint();
    if (place > 0) this.send("at", place + 1);
  }

  /** Tints, and what is expected, for the letter that is pointed at, or where the caret is, or the next. */
  paint() {
    const last = this.now.symbols.length, { tint, gradients, names, letters, words } = this.data;
    const asked = this.pointed ?? this.caret ?? null, place = Math.min(asked ?? last, last);
    const known = tint === "gradient" && gradients?.text === this.now.text ? gradients.levels : null;
    const framed = tint === "gradient" ? (place < last ? place : last - 1) : (asked === null ? null : place);
    const seen = letters.map((letter) => names[letter] ?? letter);
    this.all.forEach((line, i) => {
      if (!line.writer || !line.now) return;
      if (tint === "gradient") line.tint(framed, (framed > 0 && known?.[i]) || "");
      else line.tint(framed, null);
      line.expect(place, seen);
    });
    const letter = framed === null || framed < 0 ? "" : names[this.now.text[framed]] ?? this.now.text[framed];
    this.legend.textContent = (this.cut ? `${words.cut} ` : "") +
      (tint === "gradient" ? words.gradient.replace("%", letter) : words.surprise) + " " +
      (place < last ? words.there : words.next);
  }
}
