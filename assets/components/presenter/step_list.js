// The list of steps: where one is, what has been shown, and a way to each.

import { html } from "../shared/dom.js";

export class StepList {
  /** @param {(key: string) => void} go Called with the step that was chosen. */
  constructor(parent, go) {
    this.parent = parent;
    this.go = go;
    this.panel = null;
  }

  get isOpen() {
    return this.panel !== null;
  }

  toggle(data) {
    if (this.isOpen) this.close();
    else this.open(data);
  }

  open({ steps, at }) {
    const entries = steps.map(({ key, title, shown }, i) =>
      html(
        "li",
        {},
        html("button", {
          type: "button",
          "aria-current": key === at ? "step" : null,
          onclick: () => this.choose(key),
        }, `${i + 1}. ${title}${shown ? " ✓" : ""}`),
      )
    );
    const keys = html("p", {}, "→ Space PgDn: on · ← PgUp: back · Home End · F: full screen · N: notes · Esc: leave");
    this.before = /** @type {HTMLElement | null} */ (document.activeElement);
    this.panel = html(
      "div",
      {
        class: "gruviz-steps",
        role: "dialog",
        "aria-label": "Steps of the lesson",
        onkeydown: (event) => this.key(event),
      },
      html("ol", {}, ...entries),
      keys,
    );
    this.parent.append(this.panel);
    (this.panel.querySelector("[aria-current]") ?? this.panel.querySelector("button"))?.focus();
  }

  choose(key) {
    this.close();
    this.go(key);
  }

  close() {
    this.panel?.remove();
    this.panel = null;
    this.before?.focus({ preventScroll: true });
  }

  key(event) {
    const buttons = [...this.panel.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Escape" || event.key.toLowerCase() === "s") this.close();
    else if (to !== undefined) buttons[Math.min(Math.max(to, 0), buttons.length - 1)].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
