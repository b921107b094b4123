// The way through the lesson: a dot for each stop, its name above; steps that the route leaves out are small ones.

import { html, setAll } from "../shared/dom.js";

/**
 * @typedef {{ key: string, name: string, title: string, kind: "stop" | "deeper", done: boolean, query: string }} Stop
 * `query` is what the address has for it; null takes a parameter away.
 */

export class Strip {
  constructor(parent) {
    this.list = html("ol", { class: "gruviz-strip" });
    this.root = html("nav", { class: "gruviz-strip-way gruviz-grows" }, this.list);
    parent.append(this.root);
    this.at = "";
    this.root.addEventListener("scroll", () => this.tell(), { passive: true });
    new ResizeObserver(() => this.tell()).observe(this.root);
  }

  update({ label, stops, at }, send) {
    setAll(this.root, { "aria-label": label });
    const focused = this.list.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.key
      : null;
    this.list.replaceChildren(...stops.map((stop) => item(stop, stop.key === at, send)));
    if (focused) /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-key="${focused}"]`))?.focus();
    if (at !== this.at) requestAnimationFrame(() => this.reach()); // once its style is there
    this.at = at;
  }

  /** On a narrow screen, bring the present stop into view, without moving the page. */
  reach() {
    const here = this.list.querySelector("[aria-current]")?.closest("li");
    if (here) this.root.scrollTo({ left: here.offsetLeft + here.offsetWidth / 2 - this.root.clientWidth / 2 });
    this.tell();
  }

  /** Let an end fade beyond which there is more. */
  tell() {
    const { scrollLeft, clientWidth, scrollWidth } = this.root;
    this.root.toggleAttribute("data-before", scrollLeft > 1);
    this.root.toggleAttribute("data-after", scrollLeft + clientWidth < scrollWidth - 1);
  }
}

function item(stop, isHere, send) {
  const words = `${stop.title}${stop.done ? ", done" : ""}`;
  const link = html(
    "a",
    {
      href: address(stop.query),
      "data-key": stop.key,
      "aria-label": words,
      "aria-current": isHere && "step",
      title: stop.title,
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        send(stop.key);
      },
    },
    html("span", { class: "gruviz-strip-name" }, stop.name),
    html("span", { class: "gruviz-strip-dot", "aria-hidden": "true" }, stop.done ? "✓" : ""),
  );
  return html("li", { class: `is-${stop.kind}${stop.done ? " is-done" : ""}` }, link);
}

/** The page's address with a few parameters changed. */
function address(query) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(query)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}
