// A lesson of one's own: which steps, in which order. Nothing is sent before "Use this lesson".

import { html } from "../shared/dom.js";

/** @typedef {{ key: string, title: string, minutes: number, isIn: boolean }} Item */

export class Composer {
  constructor(parent) {
    this.list = html("ol", { class: "gruviz-composer-list" });
    this.sum = html("p", { class: "gruviz-composer-sum", role: "status" });
    this.use = html("button", { type: "button", class: "gruviz-button", onclick: () => this.send(this.chosen()) });
    this.use.textContent = "Use this lesson";
    this.root = html("div", { class: "gruviz-composer gruviz-grows" }, this.list, this.sum, this.use);
    parent.append(this.root);
    this.given = "";
    /** @type {Item[]} */
    this.items = [];
  }

  update({ items, around }, send) {
    this.send = send;
    this.around = around;
    if (JSON.stringify(items) === this.given) return;
    this.given = JSON.stringify(items);
    this.items = structuredClone(items);
    this.paint();
  }

  paint() {
    this.list.replaceChildren(...this.items.map((item, at) => this.row(item, at)));
    const minutes = this.items.filter(({ isIn }) => isIn).reduce((sum, item) => sum + item.minutes, this.around);
    const count = this.chosen().length;
    this.sum.textContent = count
      ? `${count} ${count === 1 ? "step" : "steps"}, about ${minutes} minutes`
      : "No step yet";
    this.use.disabled = count === 0;
  }

  row(item, at) {
    const tick = html("input", { type: "checkbox", onchange: () => this.tick(at) });
    tick.checked = item.isIn;
    const move = (by, sign, word) => {
      const to = at + by;
      const button = html("button", {
        type: "button",
        class: "gruviz-composer-move",
        "aria-label": `Move ${word}: ${item.title}`,
        "data-move": `${item.key}:${by}`,
        onclick: () => this.move(at, to, by),
      }, sign);
      button.disabled = to < 0 || to >= this.items.length;
      return button;
    };
    const words = html("span", {}, `${item.title} `, html("small", {}, `${item.minutes} min`));
    return html("li", {}, html("label", {}, tick, words), move(-1, "↑", "up"), move(1, "↓", "down"));
  }

  tick(at) {
    this.items[at].isIn = !this.items[at].isIn;
    this.paint();
    /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("input"))[at].focus();
  }

  move(at, to, by) {
    const [item] = this.items.splice(at, 1);
    this.items.splice(to, 0, item);
    this.paint();
    const again = /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-move="${item.key}:${by}"]`));
    again?.focus();
  }

  chosen() {
    return this.items.filter(({ isIn }) => isIn).map(({ key }) => key);
  }
}
