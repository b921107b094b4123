// A chart with its words: headline, plot, buttons, summary. They change together, at each frame.

import { html, setAll } from "../shared/dom.js";
import { listen } from "../shared/live.js";
import { framed } from "./frames.js";
import { changed, curves, drawBehind, traces } from "./ghost.js";
import { Graph } from "./graph.js";
import { drawEnds } from "./moving_ends.js";
import { heightAt, narrowed } from "./narrow.js";
import { Prediction } from "./predict.js";
import { copy, save } from "./save.js";
import { cover, uncover } from "./uncover.js";
import { lines, markup, nodes } from "./words.js";

/** @typedef {import("./frames.js").Picture} Picture */
/** @typedef {import("./ghost.js").Curves} Curves */

const NOTHING = { lines: [], axes: "" };

export class Card {
  constructor(parent) {
    this.headline = html("h2", { class: "gruviz-headline" });
    this.host = html("div", { class: "gruviz-chart", role: "figure" });
    this.summary = html("p", { class: "gruviz-summary" });
    this.tools = this.buttons();
    this.plot = html("div", { class: "gruviz-plot" }, this.host);
    this.root = html("div", { class: "gruviz-card gruviz-grows" }, this.headline, this.plot, this.tools, this.summary);
    parent.append(this.root);
    this.graph = new Graph(this.host, () => this.refresh());
    this.prediction = new Prediction(this.host, (value) => this.trigger("guess", value));
    this.trigger = (_name, _value) => {};
    this.source = ""; // the server's figure as text
    /** @type {Picture} */
    this.sent = { data: [], layout: {}, title: "", summary: "", alt: "" };
    /** @type {Partial<Picture> | null} */
    this.frame = null;
    this.next = 0; // the animation frame in which the newest frame will be shown
    /** @type {Curves} */
    this.before = NOTHING;
    /** @type {Curves} */
    this.leaving = NOTHING;
    /** @type {Curves} */
    this.pinned = NOTHING;
    this.stop = () => {};
    this.topic = "";
  }

  buttons() {
    const button = (kind, text, onclick) =>
      html("button", { type: "button", class: `gruviz-button gruviz-${kind}`, onclick }, text);
    this.pin = button("pin", "Pin", () => this.togglePin());
    this.whole = button("whole", "Reset view", () => this.graph.showWhole());
    this.note = html("span", { class: "gruviz-note" });
    this.said = html("span", { class: "gruviz-said", role: "status" });
    return html(
      "div",
      { class: "gruviz-tools" },
      this.pin,
      this.note,
      html(
        "span",
        { class: "gruviz-buttons", role: "group", "aria-label": "Image" },
        button("png", "Save PNG", () => this.save("png")),
        button("svg", "SVG", () => this.save("svg")),
        button("copy", "Copy image", () => this.copy()),
        this.whole,
      ),
      this.said,
    );
  }

  /** What the server sends. Another figure of it ends a frame; whoever still moves the picture sends the next. */
  update(data, trigger) {
    const before = this.data?.veil;
    if (before?.hidden && data.veil?.hidden === false && before.topic === data.veil.topic) cover(this.host);
    this.data = data;
    this.trigger = trigger;
    this.host.style.setProperty("--rows", String(data.height / 440)); // how high it is beside others, on a projector
    this.host.classList.toggle("gruviz-veiled", Boolean(data.veil?.hidden));
    this.tools.hidden = !data.name;
    this.graph.templates = data.templates;
    this.hear(`picture:${data.key}`);
    const { title, summary, alt } = data;
    const { clientWidth } = this.host;
    const isOther = data.figure !== this.source;
    if (isOther) {
      this.source = data.figure;
      const { data: shown, layout = {} } = JSON.parse(data.figure);
      this.sent = { data: shown, layout: narrowed(layout, clientWidth), title, summary, alt };
    }
    const height = heightAt(this.sent.layout, clientWidth, data.height);
    this.host.style.height = `${height}px`;
    this.host.classList.toggle("gruviz-stacked", height !== data.height);
    if (isOther) {
      this.settle(this.frame === null);
      this.frame = null;
    } else if (title !== this.sent.title || summary !== this.sent.summary || alt !== this.sent.alt) {
      Object.assign(this.sent, { title, summary, alt });
    }
    if (this.frame === null) this.settle(true); // also where only the theme is another
    this.prediction.update(data.asked ?? null);
    if (!this.graph.Plotly) this.graph.load(data.plotly);
  }

  /** Listen for frames; the key of a component is the same for all its life, as a rule. */
  hear(topic) {
    if (topic === this.topic) return;
    this.stop();
    this.topic = topic;
    this.stop = listen(topic, (frame) => this.take(frame));
  }

  /** Take a frame; of several between two pictures on the screen, the newest is shown. */
  take(frame) {
    if (this.frame === null && frame !== null) this.remember();
    this.frame = frame;
    this.next ||= requestAnimationFrame(() => {
      this.next = 0;
      if (this.frame === null) return this.settle(false);
      const picture = framed(this.sent, this.frame);
      this.say(picture);
      this.graph.flash(picture);
    });
  }

  /** Show what the server sent last. */
  settle(moves) {
    const isOther = this.graph.shown !== null && this.graph.shown !== this.sent;
    if (moves && isOther) this.remember();
    this.say(this.sent);
    this.graph.show(this.sent, moves);
  }

  say({ title, summary, alt }) {
    for (const [element, text] of /** @type {const} */ ([[this.headline, title], [this.summary, summary]])) {
      if (element.dataset.text === text) continue;
      element.dataset.text = text;
      element.replaceChildren(...nodes(text));
      element.hidden = text === "";
    }
    this.alt = alt;
    this.label();
  }

  /** The curves that stand there now will be those of before, once others have come. */
  remember() {
    this.leaving = this.data.compares ? curves(this.graph.drawn) : NOTHING;
  }

  togglePin() {
    const isPinned = this.pinned.lines.length > 0;
    this.pinned = isPinned ? NOTHING : curves(this.graph.drawn);
    this.refresh();
  }

  /** What follows from what Plotly has drawn: the curves behind, and what the buttons can do. */
  refresh() {
    this.whole.disabled = !this.graph.isZoomed;
    const now = curves(this.graph.drawn);
    if (changed(this.leaving, now).length || this.leaving.axes !== now.axes) this.before = this.leaving;
    const old = changed(this.before, now);
    const pinned = changed(this.pinned, now);
    if (this.graph.isDrawn) {
      const { layout } = this.graph.drawn;
      drawBehind(this.host, layout, { "gruviz-ghost": old, "gruviz-pinned": pinned });
      drawEnds(this.host, layout, this.graph.marks);
      if (!this.data.veil?.hidden) uncover(this.host, this.data.veil ?? {});
      this.prediction.place();
    }
    const isPinned = this.pinned.lines.length > 0;
    this.pin.hidden = !(this.data.compares && (isPinned || now.lines.length > 0));
    this.pin.textContent = isPinned ? "Unpin" : "Pin";
    const notes = [];
    if (isPinned) {
      const names = [...new Set(pinned.map((line) => line.name))].join(", ");
      const words = names ? `pinned: ${names}` : "pinned; change something to compare";
      notes.push(html("span", { class: "gruviz-is-pinned" }, ...nodes(words)));
    }
    if (old.length) notes.push(html("span", { class: "gruviz-is-ghost" }, "before the last change"));
    this.note.replaceChildren(...notes);
    this.label();
  }

  label() {
    const note = this.note.textContent
      ? ` In grey: ${[...this.note.children].map((n) => n.textContent).join("; ")}.`
      : "";
    setAll(this.host, { "aria-label": this.alt + note });
  }

  image(format) {
    const rows = lines(this.sent.title && markup(this.headline.dataset.text ?? ""));
    const pinned = traces(changed(this.pinned, curves(this.graph.drawn)));
    return this.graph.image(format, rows, pinned, this.data.height);
  }

  async save(format) {
    if (this.graph.isDrawn) save(await this.image(format), `${this.data.name}.${format}`);
  }

  async copy() {
    if (this.graph.isDrawn) this.said.textContent = await copy(this.image("png"));
  }

  dispose() {
    this.stop();
    cancelAnimationFrame(this.next);
    this.graph.dispose();
    this.root.remove();
  }
}
