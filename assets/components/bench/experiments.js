// Experiments: cards with a question and a sketch; the one whose settings are on the page is lit.

import { html } from "../shared/dom.js";
import { step } from "../shared/echo.js";
import { sketch } from "./sketches.js";

export class Experiments {
  constructor(parent) {
    this.root = html("div", { class: "gruviz-experiments", role: "group", tabindex: -1 });
    parent.append(this.root);
  }

  update({ label, cards, lit }, send) {
    this.send = send;
    this.root.setAttribute("aria-label", label);
    const source = JSON.stringify(cards);
    if (source !== this.source) {
      this.source = source;
      this.cards = cards.map((card, i) => this.card(card, i));
      this.root.replaceChildren(...this.cards);
    }
    this.cards.forEach((card) => {
      const is = card.dataset.experiment === lit;
      card.setAttribute("aria-pressed", is);
      if (is && this.lit !== lit) this.show(card);
    });
    this.lit = lit;
  }

  card({ name, question, icon }, index) {
    return html(
      "button",
      {
        type: "button",
        class: "gruviz-experiment",
        "data-experiment": name,
        onclick: () => this.send(name),
        onkeydown: (event) => this.key(event, index),
      },
      sketch(icon),
      html("span", { class: "gruviz-experiment-words" }, html("b", {}, name), html("span", {}, question)),
    );
  }

  key(event, index) {
    const to = step(event.key, index, this.cards.length);
    if (to === null) return;
    event.preventDefault();
    this.cards[to].focus();
  }

  /** Scroll the strip, and nothing else, so that the lit card is seen. */
  show(card) {
    const { left, right } = card.getBoundingClientRect();
    const strip = this.root.getBoundingClientRect();
    if (left < strip.left || right > strip.right) this.root.scrollLeft += left - strip.left - 24;
  }
}
