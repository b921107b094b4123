// The answers to a question as cards, of which one is chosen; after the reveal with marks, and with the class's votes.

import { html, setAll } from "../shared/dom.js";

/**
 * @typedef {{ name: string, label: string, choices: string[], chosen: number | null, right: number | null,
 *   closed: boolean, votes: { first: number[], second: number[] } | null }} Asked
 * Choices are HTML of the server's own texts; places are counted from 0. `right` is null where no mark shall be seen; those of a
 * closed question cannot be chosen.
 */

const ROUNDS = [["first", "First vote"], ["second", "Second vote"]];

export class Cards {
  constructor(parent) {
    this.root = html("div", { class: "gruviz-cards gruviz-grows", role: "radiogroup" });
    parent.append(this.root);
    this.made = "";
    this.chosen = null;
  }

  /** @param {Asked} asked */
  update(asked, send) {
    this.send = send;
    const made = JSON.stringify([asked.name, asked.choices]);
    setAll(this.root, { "aria-label": asked.label });
    if (made !== this.made) {
      this.made = made;
      this.cards = asked.choices.map((text, at) => this.card(asked.name, text, at));
      this.root.replaceChildren(...this.cards.map(({ root }) => root));
    }
    this.asked = asked;
    this.paint(asked.chosen);
  }

  card(name, text, at) {
    const input = html("input", { type: "radio", name, value: at, onchange: () => this.choose(at) });
    const words = html("span", { class: "gruviz-choice-text" });
    words.innerHTML = text;
    const mark = html("span", { class: "gruviz-choice-mark" });
    const votes = html("span", { class: "gruviz-choice-votes" });
    const letter = html("span", { class: "gruviz-choice-letter", "aria-hidden": "true" }, "ABCDEFGH"[at]);
    return { root: html("label", { class: "gruviz-choice" }, input, letter, words, mark, votes), input, mark, votes };
  }

  choose(at) {
    this.paint(at);
    this.send(at);
  }

  paint(chosen) {
    const { right, closed, votes } = this.asked;
    this.cards.forEach(({ root, input, mark, votes: place }, at) => {
      const is = at === chosen;
      input.checked = is;
      input.disabled = closed;
      root.classList.toggle("is-chosen", is);
      root.classList.toggle("is-right", right === at);
      root.classList.toggle("is-wrong", right !== null && is && right !== at);
      mark.textContent = words(right, at, is);
      place.replaceChildren(...(votes ? ROUNDS.flatMap(([round, name]) => bar(votes[round], at, name)) : []));
    });
  }
}

/** What became of a choice; empty before the reveal. */
function words(right, at, isChosen) {
  if (right === null) return "";
  if (right === at) return isChosen ? "✓ Right, as you said" : "✓ Right";
  return isChosen ? "✗ Your prediction" : "";
}

/** The votes of a round for a choice, beside those of all; none before the round has any. */
function bar(counts, at, name) {
  const all = counts?.reduce((sum, one) => sum + one, 0) ?? 0;
  if (!all) return [];
  const share = counts[at] / all;
  const rule = html("span", { class: "gruviz-vote-bar", style: `--share: ${share}` });
  return [
    html("span", { class: "gruviz-vote" }, html("span", {}, name), rule, html("span", {}, `${counts[at]} of ${all}`)),
  ];
}
