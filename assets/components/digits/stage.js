// A digit that three networks read while it is drawn: the pad, the line that sweeps, and what each believes so far.

import { html, svg } from "../shared/dom.js";
import { listen } from "../shared/live.js";
import { keptNetworks, whenKept } from "../shared/network_store.js";
import { put, say } from "../light/marks.js";
import { Clock } from "./clock.js";
import { Column, Nearest } from "./columns.js";
import { normalised } from "./normalise.js";
import { ReadingPad } from "./pad.js";
import { beliefs, leader, placeAt, stepsOf, stepWords } from "./reading.js";

/**
 * @typedef {Object} StageData
 * @property {string} networks Their name; they come in a message of their own.
 * @property {"row" | "pixel"} reading
 * @property {number} side Of the pictures that are read.
 * @property {number} blank Rows that follow.
 * @property {string | null} moved Topic on which the slider for blank rows tells where it is, if there is one.
 * @property {string[]} classes
 * @property {string} drawn Ink of the pad, a hexadecimal digit for each pixel.
 * @property {string} label Of the pad.
 * @property {string} invitation While it is empty.
 * @property {{ink: string, truth: number, words: string} | null} picture A held-out one that lies on
 *   the pad; null where the drawing does. Ink from 0 to 1 in float32, base64.
 * @property {{ink: string, truth: number, words: string}} following The picture that another one asked for will be.
 * @property {{ink: string, truth: number, of: string, to: string} | null} nearest To what lies on the pad: to a drawing,
 *   or to the picture of these words.
 */

const PAD = 28;
const PICTURE = { row: 2200, pixel: 4500 }; // milliseconds that a sweep takes
const LOOPS = 3; // sweeps that a page plays by itself
const BLANK = 45; // milliseconds that a blank row takes

export class Stage {
  constructor(parent) {
    this.parent = parent;
    this.clock = new Clock(() => this.draw());
    this.fresh = true; // nobody has touched anything yet
    /** @type {StageData["following"] | null} */
    this.awaited = null; // a picture that lies on the pad before the server has heard of it
    this.build();
  }

  build() {
    this.paper = html("div", { class: "gv-paper" });
    this.pad = new ReadingPad(this.paper, { changed: () => this.changed(), finished: () => this.finished() });
    this.place = html("span", { class: "gv-place" });
    this.scrub = /** @type {HTMLInputElement} */ (html("input", {
      type: "range",
      min: 0,
      step: 1,
      "aria-label": "How far the picture is read",
      oninput: () => (this.fresh = false, this.clock.jump(Number(this.scrub.value))),
    }));
    this.sign = svg("path");
    const sign = svg("svg", { viewBox: "0 0 12 12", width: 14, height: 14, "aria-hidden": "true" }, this.sign);
    this.play = html("button", { type: "button", class: "gv-play", onclick: () => this.toggle() }, sign);
    this.another = html("button", { type: "button", class: "gv-clear", onclick: () => this.ask() }, "Another");
    this.caption = html("p", { class: "gv-caption" });
    const moving = html("div", { class: "gv-sweep" }, this.play, this.scrub, this.place);
    this.paper.append(moving, html("div", { class: "gv-tools" }, this.another, this.pad.clear, this.caption));
    this.columns = html("div", { class: "gv-columns" });
    this.words = html("p", { class: "gv-words", "aria-live": "polite" });
    this.root = html("div", { class: "gv-digits" }, this.paper, this.columns, this.words);
    this.nearest = new Nearest();
    this.parent.append(this.root);
  }

  /** @param {StageData} data */
  update(data, { setStateValue, setTriggerValue }) {
    const before = this.data;
    this.data = data;
    this.send = setTriggerValue;
    if (data.moved && data.moved !== before?.moved) {
      this.hush?.();
      this.hush = listen(data.moved, ({ value }) => this.wait(value));
    }
    this.pad.update(data, setStateValue);
    if (before?.following?.words !== data.following.words) this.awaited = null;
    if (this.awaited) this.data = { ...data, picture: this.awaited };
    if (!this.pad.isAhead) this.lay(this.data.picture);
    this.blank = data.blank;
    const isOther = (name) => JSON.stringify(before?.[name]) !== JSON.stringify(this.data[name]);
    if (["networks", "reading", "classes"].some(isOther)) this.meet();
    else if (isOther("picture")) this.begin();
    else this.read();
  }

  /** A held-out picture on the pad, or the drawing again. */
  lay(picture) {
    const ink = picture && inkOf(picture);
    this.pad.show(ink && { ink, side: Math.sqrt(ink.length) });
    put(this.pad.surface, "aria-label", picture ? `${picture.words}. ${this.data.label}` : this.data.label);
  }

  /** Other networks, or another way to read: columns anew, as soon as they are there. */
  meet() {
    this.forget?.();
    this.networks = keptNetworks(this.data.networks);
    if (!this.networks) this.forget = whenKept(this.data.networks, () => this.meet());
    this.rows = (this.networks ?? []).map((network) => new Column(network, this.data.classes));
    put(this.root, "data-named", String(this.data.classes.some((name) => name.length > 1)));
    this.columns.replaceChildren(...this.rows.map(({ root }) => root), this.nearest.root);
    this.begin();
  }

  begin() {
    this.read();
    if (this.networks) this.clock.begin(this.fresh ? LOOPS : 1);
  }

  /** The ink is another: what lies there is read at once, and the line goes on. */
  changed() {
    this.fresh = false;
    this.awaited = null;
    this.read();
    if (!this.clock.isPlaying && !this.clock.still.matches) this.clock.begin();
  }

  /** A stroke has ended: the picture is read once more from its top. */
  finished() {
    if (!this.found) return this.draw();
    this.clock.begin();
  }

  toggle() {
    this.fresh = false;
    if (this.clock.isPlaying) this.clock.pause();
    else this.clock.play();
  }

  ask() {
    this.fresh = false;
    this.awaited = this.data.following; // until the server has heard
    this.data = { ...this.data, picture: this.awaited };
    this.lay(this.awaited);
    this.begin();
    this.send("asked", "another");
  }

  /** The slider for blank rows stands elsewhere now. */
  wait(blank) {
    if (this.data.reading !== "row" || blank === this.blank) return;
    this.fresh = false;
    this.blank = blank;
    this.clock.pause();
    this.read();
    this.clock.jump(stepsOf(this.data) + blank);
  }

  /** Let the networks read what lies on the pad, from the first step to the last. */
  read() {
    const { ink, side } = this.pad.picture;
    this.page = this.pad.shown
      ? { page: ink, side, row: (r) => (r * PAD) / side, column: (c) => (c * PAD) / side }
      : normalised(ink, side, this.data.side);
    const { page } = this.page ?? {};
    const isReady = page && this.networks && Math.sqrt(page.length) === this.data.side;
    this.found = isReady ? this.networks.map((one) => beliefs(one, page, this.data, this.blank)) : null;
    this.scrub.max = String(stepsOf(this.data) + this.blank);
    this.clock.set(stepsOf(this.data) + this.blank, (step) => {
      return step >= stepsOf(this.data) ? BLANK : PICTURE[this.data.reading] / stepsOf(this.data);
    });
  }

  draw() {
    if (!this.data) return;
    const { data, clock } = this, { step } = clock;
    const truth = this.pad.shown ? data.picture?.truth ?? null : null;
    const [isOver, isRead] = [step === clock.steps, this.found !== null];
    this.rows.forEach((column, i) => column.show(this.found?.[i][step] ?? null, isOver ? truth : null));
    const { row, column } = placeAt(step, data);
    const isWaiting = step > stepsOf(data);
    this.pad.line = isRead && !(isOver && !isWaiting)
      ? {
        row: this.page.row(row),
        column: data.reading === "row" ? null : this.page.column(column),
        faded: isWaiting,
      }
      : null;
    this.pad.paint();
    this.scrub.value = String(step);
    this.scrub.setAttribute("aria-valuetext", stepWords(step, data, this.blank));
    say(this.place, stepWords(step, data, this.blank));
    put(this.play, "aria-label", clock.isPlaying ? "Pause" : "Read it again");
    put(this.sign, "d", clock.isPlaying ? "M2 1H5V11H2ZM7 1H10V11H7Z" : "M2.5 0.5L11 6L2.5 11.5Z");
    say(
      this.caption,
      this.pad.shown ? data.picture?.words ?? "" : isRead ? "Your drawing" : "Draw a digit from 0 to 9",
    );
    this.drawNearest(truth);
    say(this.words, isOver && !clock.isPlaying ? this.sentence() : "");
  }

  /** The server says which picture is nearest, a moment after the stroke. */
  drawNearest(truth) {
    const { nearest, classes } = this.data, { pad } = this;
    const isOfThis = nearest?.to === (pad.shown ? this.data.picture?.words : pad.drawn());
    const ink = isOfThis ? inkOf(nearest) : null;
    const found = ink && {
      ink,
      side: Math.sqrt(ink.length),
      name: classes[nearest.truth],
      of: nearest.of,
    };
    this.nearest.show(
      this.page && { ink: this.page.page, side: this.page.side },
      found,
      found && truth !== null ? nearest.truth === truth : null,
    );
  }

  /** What the networks say in the end, for those who do not see it. */
  sentence() {
    if (!this.found) return "";
    const { classes } = this.data, last = this.clock.steps;
    const said = this.found.map((rows, i) => {
      const best = leader(rows[last]);
      return `${this.networks[i].title} says ${classes[best]} (${Math.round(100 * rows[last][best])}%)`;
    });
    return `After ${stepWords(last, this.data, this.blank)}: ${said.join(", ")}.`;
  }
}

/** @param {{ink: string}} picture */
function inkOf(picture) {
  const bytes = Uint8Array.from(atob(picture.ink), (letter) => letter.charCodeAt(0));
  return Float64Array.from(new Float32Array(bytes.buffer));
}
