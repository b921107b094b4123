// The claims as cards: what one reads, its evidence as a small picture, and the verdict. The cards are the way to each
// claim: a click, or an arrow.

import { html, svg } from "../shared/dom.js";
import { Echo, step } from "../shared/echo.js";

const VIEWS = new WeakMap(); // parentElement -> Claims

class Claims {
  constructor(parent) {
    this.root = html("div", { class: "gruviz-claims gruviz-grows", role: "tablist" });
    parent.append(this.root);
    this.echo = new Echo();
  }

  update({ label, cards, chosen }, send) {
    this.send = send;
    this.root.setAttribute("aria-label", label);
    const source = JSON.stringify(cards);
    if (source !== this.source) this.build(cards);
    this.source = source;
    if (this.echo.accepts(chosen)) this.paint(chosen);
  }

  /** Cards of the same claims stay, so that focus does; what is in them is drawn anew. */
  build(cards) {
    if (!this.cards) {
      this.cards = cards.map((_, i) => this.card(i));
      this.root.replaceChildren(...this.cards);
    }
    this.keys = cards.map(({ key }) => key);
    cards.forEach((card, i) => this.cards[i].replaceChildren(...inside(card)));
  }

  card(index) {
    return html("button", {
      type: "button",
      role: "tab",
      class: "gruviz-claim",
      onclick: () => this.choose(index),
      onkeydown: (event) => this.key(event, index),
    });
  }

  key(event, index) {
    const to = step(event.key, index, this.cards.length);
    if (to === null) return;
    event.preventDefault();
    this.choose(to);
    this.cards[to].focus();
  }

  choose(index) {
    const key = this.keys[index];
    if (key === this.chosen) return;
    this.echo.sent(key);
    this.paint(key);
    this.send(key);
  }

  paint(chosen) {
    this.chosen = chosen;
    this.cards.forEach((card, i) => {
      const is = this.keys[i] === chosen;
      card.setAttribute("aria-selected", is);
      card.dataset.claim = this.keys[i];
      card.tabIndex = is ? 0 : -1;
    });
  }
}

function inside({ words, sketch, told, icon, verdict, tone }) {
  const strokes = sketch.map(([tag, attributes, text]) => svg(tag, attributes, text));
  return [
    html("span", { class: "gruviz-claim-words" }, words),
    svg("svg", { viewBox: "0 0 120 40", role: "img", "aria-label": `${told}.` }, ...strokes),
    html("span", { class: `gruviz-verdict is-${tone}` }, html("span", { "aria-hidden": "true" }, icon), ` ${verdict}`),
  ];
}

export default function ({ data, parentElement, setTriggerValue }) {
  let claims = VIEWS.get(parentElement);
  if (!claims) {
    claims = new Claims(parentElement);
    VIEWS.set(parentElement, claims);
  }
  claims.update(data, (key) => setTriggerValue("choice", key));
  // Streamlit also calls the clean-up of a run that a newer run overtook, while the cards stay on the page.
  return () => setTimeout(() => claims.root.isConnected || VIEWS.delete(parentElement));
}
