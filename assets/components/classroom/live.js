// The class in one line: its code, who is here, and who has answered, asked of the server every second.

import { html } from "../shared/dom.js";
import { news } from "./words.js";

const EVERY = 1000; // ms

export class Live {
  constructor(parent) {
    this.data = this.tell = this.over = null;
    this.here = html("span");
    this.code = html("b", { class: "gruviz-class-code" });
    this.count = html("strong", { class: "gruviz-class-count" });
    this.words = html("span");
    this.bar = html("progress", { "aria-label": "Answers", max: 1, value: 0 });
    const named = { class: "gruviz-class", role: "group", "aria-label": "The class" };
    const line = html(
      "p",
      {},
      this.code,
      this.here,
      html("span", { class: "gruviz-class-line" }, this.count, " ", this.words),
    );
    parent.append(html("div", named, line, this.bar));
    this.parent = parent;
    this.ask();
  }

  /** What Python knows, when the page has run. */
  update(data, setTriggerValue) {
    Object.assign(this, { data, tell: setTriggerValue });
    this.show();
  }

  async ask() {
    const code = this.data?.code;
    if (code && code !== this.over && !document.hidden) {
      const response = await fetch(`class/${code}/turnout`).catch(() => null); // the server may be on its way back
      if (response?.ok) this.hear(code, await response.json());
    }
    if (this.parent.isConnected) setTimeout(() => this.ask(), EVERY);
  }

  hear(code, { over, answered, present, changed }) {
    if (code !== this.data.code) return;
    if (over) {
      this.over = code;
      return this.tell("moved", Date.now());
    }
    const other = changed > this.data.changed; // another window of the teacher's
    const came = this.data.said && this.votes(answered) > 0; // what was missing
    if (other || came) this.tell("moved", Date.now());
    if (came) this.data.said = "";
    Object.assign(this.data, { answered, present, changed: Math.max(changed, this.data.changed) });
    this.show();
  }

  /** Of the round that is open. */
  votes([first, second]) {
    return { first, second }[this.data.phase] ?? 0;
  }

  show() {
    const { answered, of, words } = news(this.data);
    const counts = ["first", "second"].includes(this.data.phase) &&
      !(this.data.said || this.data.title || this.data.free);
    this.code.textContent = this.data.code;
    this.here.textContent = `${this.data.present} here`;
    this.count.textContent = counts ? `${answered} of ${of}` : "";
    this.words.textContent = words;
    this.bar.style.visibility = of ? "visible" : "hidden";
    this.bar.max = of || 1;
    this.bar.value = answered;
  }
}
