// What each network takes the word for: a column of bars that moves with the cursor, and beside them the rule, which has
// an answer only when it has heard everything.

import { html } from "../shared/dom.js";
import { markOf } from "../shared/marks.js";
import { bytesOf, largest } from "./bytes.js";

export class Answers {
  /**
   * @param {(label: string) => void} ask for a word that a network gets wrong
   * @param {(digit: number) => void} said which digit somebody has said
   */
  constructor(ask, said) {
    this.ask = ask;
    this.said = said;
    this.root = html("div", { class: "gv-speech-answers" });
  }

  update(word) {
    this.word = word;
    this.networks = word.networks.map((network) => ({ ...network, chances: bytesOf(network.chances) }));
    this.columns = this.networks.map((network) => this.column(network));
    this.rule = this.column(word.rule);
    const labels = word.words.map((name, digit) => this.label(name, digit));
    const head = html("div", { class: "gv-speech-top" }, word.asks ? html("b", {}, word.asks) : "");
    const words = html("div", { class: "gv-speech-words" }, head, ...labels);
    this.root.replaceChildren(words, ...this.columns.map((each) => each.root), this.rule.root);
  }

  label(name, digit) {
    const { asks, truth } = this.word;
    const attributes = { class: "gv-speech-word", "data-true": digit === truth ? "" : null };
    if (!asks) return html("span", attributes, digit === truth ? `▸ ${name}` : name);
    return html("button", { ...attributes, type: "button", onclick: () => this.said(digit) }, name);
  }

  /** Of a network or of the rule. */
  column({ label, color, mark, wrong, full }) {
    const said = html("strong"), verdict = html("span");
    const bars = this.word.words.map(() => html("i", { style: `background:${color}` }));
    const name = html("span", { title: full }, markOf(color, mark), ` ${label}`);
    const rows = bars.map((bar) => html("span", { class: "gv-speech-row" }, bar));
    const top = html("div", { class: "gv-speech-top" }, name, said, verdict);
    return {
      root: html("div", { class: "gv-speech-column" }, top, ...rows, this.finder(label, wrong)),
      said,
      verdict,
      bars,
    };
  }

  finder(label, wrong) {
    if (!this.word.others) return "";
    if (!wrong) return html("small", {}, "none is wrong");
    const named = `Another word that ${label} gets wrong, one of ${wrong}`;
    return html(
      "button",
      { type: "button", "aria-label": named, onclick: () => this.ask(label) },
      `▸ a mistake (${wrong})`,
    );
  }

  /** After how many frames. */
  show(count) {
    const { words, columns, rule } = this.word, done = count === columns;
    this.networks.forEach(({ chances }, k) => {
      const start = count * words.length, best = largest(chances, start, words.length);
      const { said, verdict, bars } = this.columns[k];
      bars.forEach((bar, digit) => (bar.style.transform = `scaleX(${chances[start + digit] / 255})`));
      said.textContent = words[best];
      verdict.textContent = done ? this.judged(best) : percent(chances[start + best]);
    });
    this.rule.bars.forEach((bar, digit) => (bar.className = done && digit === rule.answer ? "gv-speech-mark" : ""));
    this.rule.said.textContent = done ? words[rule.answer] : "…";
    this.rule.verdict.textContent = done ? this.judged(rule.answer) : "at the end";
  }

  judged(answer) {
    const { truth } = this.word;
    return truth === null ? "\u00a0" : answer === truth ? "✓ right" : "✗ wrong";
  }

  /** The same for those who hear it. */
  spoken(count) {
    const { words, columns, rule } = this.word;
    const said = this.networks.map(({ label, chances }) => {
      const best = largest(chances, count * words.length, words.length);
      return `${label} ${words[best]} ${percent(chances[count * words.length + best])}`;
    });
    if (count === columns) said.push(`${rule.label} ${words[rule.answer]}`);
    return `${count} of ${columns} frames: ${said.join(", ")}`;
  }
}

const percent = (byte) => `${Math.round((100 * byte) / 255)}%`;
