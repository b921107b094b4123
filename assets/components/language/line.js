// One line: what one of them makes of the text, letter by letter, how it goes on, and what it expects at a place.

import { html } from "../shared/dom.js";
import { likeliest, randomOf, Writer } from "./writer.js";

const BARS = 5;
const FULL = 60; // per cent of the colour at the strongest tint
const MOST = 8; // bits from which on a letter is tinted fully
const LETTER = 0.605; // of its height is the width of a letter
const BROKEN = 4; // letters of a row that are lost, as words are not broken
const A_FRAME = 2; // letters that are written in one
const LEVELS = 63, ZERO = 48; // of a tint that the server sends: the character with code ZERO + level

export class Line {
  /**
   * @param {{label: string, color: string, what: string}} about
   * @param {{point: (place: number | null) => void, choose: (place: number) => void}} heard
   */
  constructor({ label, color, what }, heard) {
    this.label = label;
    this.bits = html("span", { class: "gl-bits" });
    this.given = html("span", { class: "gl-given" });
    this.more = html("span", { class: "gl-more" });
    this.text = html("p", { class: "gl-text", title: what }, this.given, this.more);
    this.next = html("div", { class: "gl-next", role: "img" });
    const head = html("header", {}, html("b", {}, label), this.bits);
    this.root = html("section", { class: "gl-line", style: `--cell:${color}` }, head, this.text, this.next);
    this.spans = [];
    this.text.onpointermove = (event) => heard.point(placeOf(event.target));
    this.text.onpointerleave = () => heard.point(null);
    this.text.onclick = (event) => {
      const place = placeOf(event.target);
      if (place !== null) heard.choose(place);
    };
  }

  /** Let a model read and write here. @param {import("./writer.js").Model} model */
  take(model) {
    if (model === this.model) return;
    this.model = model;
    this.writer = new Writer(model);
  }

  /** Letters that its text has room for, as far as can be said: words are not broken. */
  room() {
    const { fontSize, lineHeight } = getComputedStyle(this.text);
    const rows = Math.round(this.text.clientHeight / parseFloat(lineHeight));
    return Math.max(40, rows * Math.floor(this.text.clientWidth / (LETTER * parseFloat(fontSize))) - BROKEN * rows);
  }

  /**
   * Read the text and begin to go on.
   * @param {{text: string, symbols: number[], letters: string[], room: number, ahead: number, temperature: number,
   *   seed: number}} now
   */
  read(now) {
    if (!this.writer) return;
    this.writer.read(now.symbols);
    this.now = now;
    const first = Math.max(0, now.symbols.length - now.room);
    this.first = first;
    while (this.spans.length > now.symbols.length - first) this.spans.pop().remove();
    while (this.spans.length < now.symbols.length - first) {
      const span = html("span");
      this.spans.push(span);
      this.given.append(span);
    }
    const shown = [...now.text].slice(first);
    this.spans.forEach((span, i) => {
      if (span.textContent !== shown[i]) span.textContent = shown[i];
      span.dataset.place = String(first + i);
    });
    this.costs = this.writer.surprises();
    const sum = this.costs.reduce((total, one) => total + one, 0);
    this.bits.textContent = this.costs.length > 1 ? `${(sum / (this.costs.length - 1)).toFixed(1)} bits a letter` : "";
    this.written = "";
    this.more.textContent = "";
    this.coming = this.writer.goOn(now.temperature, randomOf(now.text, now.seed));
  }

  /** Write a little more; whether there is more to come. @param {number} [letters] */
  advance(letters = A_FRAME) {
    if (!this.coming || this.written.length >= this.now.ahead) return false;
    for (let i = 0; i < letters && this.written.length < this.now.ahead; i++) {
      this.written += this.now.letters[this.coming.next().value];
    }
    this.more.textContent = this.written.replaceAll("\n", "⏎");
    return true;
  }

  /** How it has gone on, in words. */
  words() {
    return this.written ? `${this.label} goes on: ${this.written}` : "";
  }

  /**
   * Tint the letters: by what each cost, or by how much the one at a place hangs on each before it.
   * @param {number | null} place
   * @param {string | null} levels As the server has them, empty for none; null: by what each cost.
   */
  tint(place, levels) {
    this.spans.forEach((span, i) => {
      const at = this.first + i;
      let part = 0;
      if (levels === null) part = Math.min(1, this.costs[at] / MOST);
      else if (levels && place !== null && at < place) {
        part = (levels.charCodeAt((place * (place - 1)) / 2 + at) - ZERO) / LEVELS;
      }
      const tint = part > 0.01 ? `color-mix(in srgb,var(--cell) ${Math.round(FULL * part)}%,transparent)` : "";
      if (span.style.background !== tint) span.style.background = tint;
      span.classList.toggle("gl-framed", at === place);
    });
  }

  /** What is expected at a place, the letter that came there marked. @param {number} place @param {string[]} names */
  expect(place, names) {
    if (!this.writer) return;
    const chances = this.writer.expected[place], came = this.writer.symbols[place];
    const shown = likeliest(chances, BARS);
    if (came !== undefined && !shown.includes(came)) shown[BARS - 1] = came;
    this.next.replaceChildren(...shown.map((symbol) =>
      html(
        "span",
        {
          class: symbol === came ? "gl-bar gl-came" : "gl-bar",
          title: `${names[symbol]}: ${percent(chances[symbol])}`,
        },
        html("i", { style: `height:${(100 * chances[symbol]).toFixed(1)}%` }),
        html("em", {}, names[symbol]),
      )
    ));
    const words = shown.map((symbol) => `${names[symbol]} ${percent(chances[symbol])}`).join(", ");
    const cost = came === undefined || !place
      ? ""
      : `; ${names[came]} came and cost ${this.costs[place].toFixed(1)} bits`;
    this.next.setAttribute("aria-label", `${this.label} expects ${words}${cost}`);
  }
}

/** @param {EventTarget | null} target */
function placeOf(target) {
  const place = target instanceof HTMLElement ? target.dataset.place : undefined;
  return place === undefined ? null : Number(place);
}

/** @param {number} chance */
function percent(chance) {
  return chance < 0.01 ? "under 1%" : `${Math.round(100 * chance)}%`;
}
