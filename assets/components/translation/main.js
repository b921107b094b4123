// One number in English, and what everybody makes of it: the words appear one after the other. The words of one of them
// are joined with the English ones, by its attention or through its one state.

import { html, svg } from "../shared/dom.js";
import { FAINT, lines, spoken } from "./links.js";

const PICTURES = new WeakMap(); // parentElement -> Picture
const PACE = 420; // milliseconds from word to word
const WIDE = 620; // pixels: below, the two sentences stand side by side
const THIN = 1.5, THICK = 8; // pixels of a line, at nothing and at all of the attention

class Picture {
  constructor(parent) {
    this.source = html("ol", { class: "gv-words" });
    this.target = html("ol", { class: "gv-words" });
    this.arcs = svg("svg", { "aria-hidden": "true" });
    this.state = html("div", { class: "gv-state" });
    this.pair = html("div", { class: "gv-pair" }, this.source, this.arcs, this.state, this.target);
    this.looks = html("p", { class: "gv-looks", "aria-live": "polite" });
    this.lanes = html("div", { class: "gv-lanes", role: "radiogroup", "aria-label": "Whose words are joined above" });
    this.correct = html("div", { class: "gv-lane gv-correct" });
    this.again = html("button", { class: "gv-again", type: "button", onclick: () => this.play() }, "Say it again");
    this.root = html("div", { class: "gv-translation", role: "group" });
    const below = html("div", { class: "gv-below" }, this.looks, this.again);
    this.root.append(this.pair, below, this.lanes, this.correct);
    parent.append(this.root);
    new ResizeObserver(() => this.place()).observe(this.root);
  }

  update(data, send) {
    this.send = send;
    const said = JSON.stringify({ ...data, shown: null });
    const news = said !== this.said;
    if (!news && data.shown === this.confirmed) return; // the person may be ahead of the page
    this.said = said;
    this.data = data;
    this.confirmed = data.shown;
    this.show(data.shown);
    if (news) this.play();
  }

  /** Join the words of one of the lanes. */
  show(label) {
    this.shown = label;
    this.lane = this.data.lanes.find((lane) => lane.label === label) ?? this.data.lanes[0];
    this.chosen = null;
    const { source, language, number, attends } = this.data;
    this.root.setAttribute("aria-label", `${number} in English and in ${language}`);
    this.root.style.setProperty("--lane", this.lane.color);
    this.source.setAttribute("aria-label", "English");
    this.target.setAttribute("aria-label", `${this.lane.label}, ${language}`);
    this.source.replaceChildren(...source.map((word, place) => this.word(word, "source", place)));
    this.target.replaceChildren(...this.lane.words.map((word, place) => this.word(word, "target", place)));
    this.state.textContent = this.lane.links ? "" : this.lane.state;
    this.state.hidden = this.lane.links !== null;
    this.hint = !this.lane.state
      ? "A dictionary puts one word after the other. Point at a word to see what it stands for."
      : attends
      ? `Lines: which words it looks at, ${FAINT}% or more. Point at a word to see all of its own.`
      : `All that it knows of the sentence passes through one state${
        this.data.reversed ? "; it has read from the end" : ""
      }. Point at a word.`;
    this.rows();
    this.reveal();
    this.place();
  }

  word(text, side, place) {
    const choose = (chosen) => () => this.point(chosen);
    const at = { side, place };
    const mistaken = side === "target" && this.lane.wrong[place];
    const button = html("button", {
      type: "button",
      tabindex: place ? -1 : 0,
      class: mistaken ? "gv-wrong" : null,
      "aria-label": `${text}${mistaken ? ", wrong here" : ""}: ${spoken(this.lane, this.data.source, at)}`,
      onpointerenter: choose(at),
      onpointerleave: choose(null),
      onfocus: choose(at),
      onblur: choose(null),
      onclick: choose(at),
      onkeydown: (event) => step(event, this[side]),
    }, text);
    return html("li", {}, button);
  }

  rows() {
    const { lanes, language, truth, space } = this.data;
    this.lanes.replaceChildren(...lanes.map((lane) => this.row(lane)));
    const written = html("span", { class: "gv-said" }, ...truth.map((word) => html("span", {}, word)));
    const joined = html("span", { class: "gv-verdict" }, space ? "" : `written ${truth.join(space)}`);
    this.correct.replaceChildren(html("b", { class: "gv-name" }, `In ${language}`), written, joined);
  }

  row(lane) {
    const words = lane.words.map((word, place) => html("span", { class: lane.wrong[place] ? "gv-wrong" : null }, word));
    const verdict = html("span", { class: "gv-verdict" }, `${lane.right ? "✓" : "✗"} ${lane.verdict}`);
    const checked = lane === this.lane;
    return html(
      "button",
      {
        class: "gv-lane",
        type: "button",
        role: "radio",
        "aria-checked": String(checked),
        tabindex: checked ? 0 : -1,
        style: `--lane:${lane.color}`,
        onclick: () => this.choose(lane.label),
        onkeydown: (event) => step(event, this.lanes, (next) => next.click()),
      },
      html("b", { class: "gv-name" }, lane.label),
      html("span", { class: "gv-said" }, ...words),
      verdict,
    );
  }

  choose(label) {
    if (label === this.shown) return;
    this.show(label);
    this.lanes.querySelector("[aria-checked=true]")?.focus();
    this.send("shown", label);
  }

  play() {
    clearInterval(this.timer);
    this.longest = Math.max(...this.data.lanes.map((lane) => lane.words.length));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.count = calm ? this.longest + 1 : 0;
    this.reveal();
    if (!calm) this.timer = setInterval(() => this.next(), PACE);
  }

  next() {
    this.count += 1;
    if (this.count > this.longest || !this.root.isConnected) clearInterval(this.timer);
    this.reveal();
  }

  /** Show what has been said so far; a verdict comes when its lane has come to its end. */
  reveal() {
    const mark = (element, place) => {
      element.classList.toggle("gv-later", place >= this.count);
      element.classList.toggle("gv-now", place === this.count - 1);
    };
    [...this.target.children].forEach(mark);
    [...this.lanes.children].forEach((row) => {
      const [, said, verdict] = row.children;
      [...said.children].forEach(mark);
      mark(verdict, said.children.length);
    });
    this.paint();
  }

  point(chosen) {
    this.chosen = chosen;
    this.paint();
  }

  /** Choose between a wide and a narrow picture, and draw it. */
  place() {
    if (!this.data) return;
    this.root.classList.toggle("gv-narrow", this.root.clientWidth < WIDE);
    const over = [this.source, this.target].some((row) => row.scrollWidth > this.root.clientWidth + 1);
    if (over) this.root.classList.add("gv-narrow");
    this.narrow = this.root.classList.contains("gv-narrow");
    this.paint();
  }

  paint() {
    const frame = this.pair.getBoundingClientRect();
    if (!frame.width) return;
    const { source } = this.data, drawn = lines(this.lane, source.length, this.chosen, this.count);
    const ends = drawn.map((line) => this.path(line, frame));
    this.arcs.replaceChildren(...ends.map((d, i) =>
      svg("path", {
        d,
        fill: "none",
        stroke: this.lane.color,
        "stroke-linecap": "round",
        "stroke-width": THIN + (THICK - THIN) * drawn[i].share / 100,
      })
    ));
    for (const [side, row] of [["source", this.source], ["target", this.target]]) {
      [...row.children].forEach((item, place) => {
        const here = this.chosen?.side === side && this.chosen.place === place;
        here ? item.firstChild.setAttribute("aria-current", "true") : item.firstChild.removeAttribute("aria-current");
      });
    }
    this.looks.textContent = this.chosen ? spoken(this.lane, source, this.chosen) : this.hint;
  }

  /** From the edge of one word to that of another, or of the state between. */
  path({ from, to }, frame) {
    const start = from === null
      ? this.edge(this.state, frame, true)
      : this.edge(this.source.children[from], frame, true);
    const end = to === null ? this.edge(this.state, frame, false) : this.edge(this.target.children[to], frame, false);
    if (this.narrow) {
      const middle = (start.x + end.x) / 2;
      return `M${start.x},${start.y}C${middle},${start.y} ${middle},${end.y} ${end.x},${end.y}`;
    }
    const middle = (start.y + end.y) / 2;
    return `M${start.x},${start.y}C${start.x},${middle} ${end.x},${middle} ${end.x},${end.y}`;
  }

  edge(element, frame, leaves) {
    const box = element.getBoundingClientRect();
    const x = this.narrow ? (leaves ? box.right : box.left) : (box.left + box.right) / 2;
    const y = this.narrow ? (box.top + box.bottom) / 2 : (leaves ? box.bottom : box.top);
    return { x: x - frame.left, y: y - frame.top };
  }
}

/** Move to the next or the one before by the arrow keys. */
function step(event, row, then = (_next) => {}) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const all = [...row.querySelectorAll("button")], next = all[all.indexOf(document.activeElement) + by];
  if (!next) return;
  next.focus();
  then(next);
}

export default function ({ data, parentElement, setStateValue }) {
  let picture = PICTURES.get(parentElement);
  if (!picture) {
    picture = new Picture(parentElement);
    PICTURES.set(parentElement, picture);
  }
  picture.update(data, setStateValue);
}
