// The cells as chips in their colour and with their mark, which are the legend: a click hides or adds a cell, a double
// click shows it alone, another one brings the others back.

import { html, svg } from "../shared/dom.js";
import { Echo } from "../shared/echo.js";
import { mark } from "./marks.js";

export class Chips {
  constructor(parent) {
    this.root = html("div", { class: "gruviz-chips gruviz-grows", role: "group" });
    parent.append(this.root);
    this.echo = new Echo();
    this.chosen = [];
    this.others = null; // who was there before one stood alone
    this.known = new Map(); // chips by key, in the order of the registry
  }

  update({ label, cells, chosen, order }, send) {
    this.send = send;
    this.root.setAttribute("aria-label", label);
    const order_ = new Map(order.map((key, i) => [key, i]));
    for (const cell of cells) if (!this.known.has(cell.key)) this.known.set(cell.key, this.chip(cell));
    if (this.echo.accepts(chosen)) this.chosen = chosen;
    this.order = order;
    const chips = [...this.known].sort(([a], [b]) => order_.get(a) - order_.get(b)).map(([, chip]) => chip);
    if (chips.some((chip, i) => this.root.children[i] !== chip)) this.root.replaceChildren(...chips);
    this.paint();
  }

  chip({ key, title, color, symbol }) {
    const icon = svg("svg", { viewBox: "-8 -8 16 16", "aria-hidden": "true" }, svg("path", { d: mark(symbol) }));
    const chip = html(
      "button",
      {
        type: "button",
        class: "gruviz-chip",
        "data-cell": key,
        style: `--chip: ${color}`,
        title: "Click: show or hide. Double-click, or Shift and Enter: show it alone.",
        onclick: (event) => event.detail === 2 ? this.solo(key) : this.toggle(key),
        onkeydown: (event) => this.key(event, key),
      },
      icon,
      title,
    );
    return chip;
  }

  key(event, key) {
    if (event.key !== "Enter" || !event.shiftKey) return;
    event.preventDefault();
    this.before = this.chosen;
    this.solo(key);
  }

  toggle(key) {
    this.before = this.chosen;
    const left = this.chosen.filter((other) => other !== key);
    this.choose(left.length < this.chosen.length ? left : [...left, key]);
  }

  /** The first click of two has toggled the cell already. */
  solo(key) {
    const before = this.before ?? this.chosen;
    const isAlone = before.length === 1 && before[0] === key;
    const next = isAlone ? this.others ?? this.order : [key];
    this.others = isAlone ? null : before;
    this.choose(next);
  }

  choose(keys) {
    this.chosen = this.order.filter((key) => keys.includes(key));
    this.echo.sent(this.chosen);
    this.send(this.chosen);
    this.paint();
  }

  paint() {
    for (const [key, chip] of this.known) chip.setAttribute("aria-pressed", this.chosen.includes(key));
  }
}
