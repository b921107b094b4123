// Trainings to look at: cards with a question and a thumbnail of their recording, the one on the page lit; behind them
// the way to every setting.

import { html } from "../shared/dom.js";
import { step } from "../shared/echo.js";
import { thumbnail } from "./thumbnail.js";

const STRIPS = new WeakMap(); // parentElement -> Strip

class Strip {
  constructor(parent) {
    this.root = html("div", { class: "gruviz-trainings", role: "group", tabindex: -1 });
    parent.append(this.root);
  }

  update({ label, cards, lit, settings }, send) {
    this.send = send;
    this.root.setAttribute("aria-label", label);
    const source = JSON.stringify([cards, settings]);
    if (source !== this.source) {
      this.source = source;
      this.cards = cards.map((card, i) => this.card(card, i));
      this.root.replaceChildren(...this.cards, ...(settings ? [opener(settings)] : []));
    }
    this.cards.forEach((card) => card.setAttribute("aria-pressed", card.dataset.training === lit));
  }

  card({ name, question, lanes }, index) {
    return html(
      "button",
      {
        type: "button",
        class: "gruviz-training",
        "data-training": name,
        onclick: () => this.send(name),
        onkeydown: (event) => this.key(event, index),
      },
      ...(lanes.length ? [thumbnail(lanes)] : []),
      html("span", { class: "gruviz-training-words" }, html("b", {}, question), html("span", {}, name)),
    );
  }

  key(event, index) {
    const to = step(event.key, index, this.cards.length);
    if (to === null) return;
    event.preventDefault();
    this.cards[to].focus();
  }
}

/** The button that opens the page's settings, wherever they are: beside the page, or a sheet over it. */
function opener(label) {
  return html("button", {
    type: "button",
    class: "gruviz-training gruviz-training-settings",
    "aria-controls": "stSidebar",
    onclick: () => /** @type {HTMLElement | null} */ (document.querySelector(".gruviz-handle"))?.click(),
  }, label);
}

export default function ({ data, parentElement, setTriggerValue }) {
  let strip = STRIPS.get(parentElement);
  if (strip === undefined) {
    strip = new Strip(parentElement);
    STRIPS.set(parentElement, strip);
  }
  strip.update(data, (name) => setTriggerValue("choice", name));
}
