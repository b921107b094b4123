// The sentence with which the lesson begins: the error at its gap runs back word by word, and what is left of it is how
// thick its way is. Shares, factors and words come from Python, of real networks.

import { html } from "../shared/dom.js";

/**
 * @typedef {{ label: string, color: string, left: number[], words: string[], factors: string[], finding: string }} Lane
 * For each word before the gap, from the first: what is left there, and in words; a factor between two words; and what
 * the whole way is worth, in a sentence.
 * @typedef {{ words: string[], noun: number, gap: number, choices: string[], lanes: Lane[], note: string }} Scene
 */

const VIEWS = new WeakMap(); // parentElement -> Sentence
const PACE = 420; // ms from word to word
const THICK = 18; // pixels of the whole error

class Sentence {
  constructor(parent, /** @type {Scene} */ scene) {
    this.scene = scene;
    this.lane = 0;
    this.said = "";
    this.root = html("div", { class: "gruviz-opening gruviz-grows" });
    parent.append(this.root);
    this.build();
    this.send();
  }

  build() {
    const { words, noun, gap, choices, lanes, note } = this.scene;
    this.words = words.map((word, at) => {
      const kind = at === noun ? "is-noun" : at === gap ? "is-gap" : at > gap ? "is-later" : "";
      const text = html("span", { class: "gruviz-opening-text" }, at === gap ? "\u2003\u2003\u2003" : word);
      const way = html("span", { class: "gruviz-opening-way" });
      const share = html("span", { class: "gruviz-opening-share" });
      return { root: html("span", { class: `gruviz-opening-word ${kind}` }, text, way, share), text, way, share };
    });
    const button = (text, onclick) => html("button", { type: "button", class: "gruviz-button", onclick }, text);
    this.choices = choices.map((choice) => button(choice, () => this.choose(choice)));
    this.lanes = lanes.map(({ label }, at) => button(label, () => this.pick(at)));
    this.product = html("p", { class: "gruviz-opening-product", "aria-hidden": "true" });
    this.finding = html("p", { class: "gruviz-opening-finding", role: "status" });
    const group = (label, ...parts) =>
      html("div", { class: "gruviz-opening-group", role: "group", "aria-label": label }, ...parts);
    const sentence = words.map((word, at) => at === gap ? "blank" : word).join(" ");
    const again = button("▶ Send it back again", () => this.send());
    this.root.replaceChildren(
      html(
        "div",
        { class: "gruviz-opening-sentence", role: "img", "aria-label": sentence },
        ...this.words.map(({ root }) => root),
      ),
      html(
        "div",
        { class: "gruviz-opening-row" },
        group("Which word belongs into the gap?", html("span", {}, "Which word?"), ...this.choices),
        group("Network", html("span", {}, "Network:"), ...this.lanes, again),
      ),
      this.finding,
      this.product,
      html("p", { class: "gruviz-opening-note" }, note),
    );
    this.mark();
  }

  choose(choice) {
    this.said = choice;
    this.send();
  }

  pick(at) {
    this.lane = at;
    this.send();
  }

  mark() {
    const press = (buttons, is) => buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(is(at))));
    press(this.choices, (at) => this.scene.choices[at] === this.said);
    press(this.lanes, (at) => at === this.lane);
    const gap = this.words[this.scene.gap];
    gap.text.textContent = this.said || "\u2003\u2003\u2003";
    const [right] = this.scene.choices;
    gap.root.classList.toggle("is-right", this.said === right);
    gap.root.classList.toggle("is-wrong", this.said !== "" && this.said !== right);
  }

  /** Let the error run back from the gap. */
  send() {
    clearTimeout(this.next);
    this.mark();
    this.root.style.setProperty("--lane", this.scene.lanes[this.lane].color);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.step(still ? 0 : this.scene.gap, still);
  }

  /** Show how far it has come: all that lies from word `front` to the gap. */
  step(front, still) {
    const { gap, lanes, noun } = this.scene;
    const { left, words, factors, finding } = lanes[this.lane];
    this.words.forEach(({ root, way, share }, at) => {
      const reached = at < gap && at >= front;
      way.style.height = `${reached ? Math.max(1, THICK * Math.min(left[at], 1)) : at === gap ? THICK : 0}px`;
      root.classList.toggle("is-front", at === front && !still && at < gap);
      share.textContent = reached ? words[at] : at === gap ? "error" : "";
    });
    const passed = factors.slice(Math.max(front, noun), gap - 1).reverse();
    this.product.textContent = passed.length ? `${passed.join(" × ")} = ${words[Math.max(front, noun)]}` : "\u00a0";
    const arrived = front <= noun;
    if (arrived && this.finding.textContent !== finding) this.finding.textContent = finding;
    this.finding.classList.toggle("is-waiting", !arrived);
    if (front > 0) this.next = setTimeout(() => this.step(front - 1, still), PACE);
  }

  update(scene) {
    if (JSON.stringify(scene) === JSON.stringify(this.scene)) return;
    this.scene = scene;
    this.build();
    this.send();
  }
}

export default function ({ data, parentElement }) {
  const view = VIEWS.get(parentElement);
  if (view) view.update(data);
  else VIEWS.set(parentElement, new Sentence(parentElement, data));
  return () =>
    setTimeout(() => {
      const here = VIEWS.get(parentElement);
      if (!here || here.root.isConnected) return;
      clearTimeout(here.next);
      VIEWS.delete(parentElement);
    });
}
