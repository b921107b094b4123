// The views as questions: tabs with a small sketch each, by click, by arrow, or by the digits 1 to 6 anywhere on the page.

import { html } from "../shared/dom.js";
import { Echo, step } from "../shared/echo.js";
import { sketch } from "./sketches.js";

const WRITING = "input, textarea, select, [contenteditable='true'], [role='combobox'], [role='slider']";

export class Tabs {
  constructor(parent) {
    this.root = html("div", { class: "gruviz-questions", role: "tablist" });
    parent.append(this.root);
    this.echo = new Echo();
    this.hear = (event) => this.digit(event);
    document.addEventListener("keydown", this.hear);
  }

  update({ label, views, chosen }, send) {
    this.send = send;
    this.root.setAttribute("aria-label", label);
    if (!this.tabs) {
      this.keys = views.map(({ key }) => key);
      this.tabs = views.map((view, i) => this.tab(view, i));
      this.root.replaceChildren(...this.tabs);
    }
    if (this.echo.accepts(chosen)) this.paint(chosen);
  }

  tab({ key, title }, index) {
    return html(
      "button",
      {
        type: "button",
        role: "tab",
        class: "gruviz-question",
        "data-view": key,
        "aria-keyshortcuts": index + 1,
        onclick: () => this.choose(index),
        onkeydown: (event) => this.key(event, index),
      },
      sketch(key),
      html("span", {}, title),
    );
  }

  key(event, index) {
    const to = step(event.key, index, this.keys.length);
    if (to === null) return;
    event.preventDefault();
    this.choose(to);
    this.tabs[to].focus();
  }

  digit(event) {
    if (!this.root.isConnected || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(WRITING)) return;
    const index = "123456789".indexOf(event.key);
    if (event.key.length === 1 && index >= 0 && index < this.keys.length) this.choose(index);
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
    this.tabs.forEach((tab, i) => {
      const is = this.keys[i] === chosen;
      tab.setAttribute("aria-selected", is);
      tab.tabIndex = is ? 0 : -1;
      if (is && this.root.scrollWidth > this.root.clientWidth) {
        this.root.scrollTo({ left: tab.offsetLeft - 40, behavior: "auto" });
      }
    });
  }

  dispose() {
    document.removeEventListener("keydown", this.hear);
  }
}
