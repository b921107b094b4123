// Shows what a word of the glossary means, at the pointer or at the keyboard's focus.

import { html } from "../shared/dom.js";

const LINK = 'a[href^="#term-"]';
const GAP = 6; // pixels between a word and its meaning

class Glossary {
  /** @param {Record<string, string>} meanings By fragment. */
  constructor(meanings) {
    this.meanings = meanings;
    this.word = null; // whose meaning is shown
    this.note = html("div", { id: "gruviz-meaning", class: "gruviz-meaning", role: "tooltip", hidden: true });
    document.body.append(this.note);
    for (const type of ["pointerover", "focusin"]) document.addEventListener(type, (event) => this.enter(event));
    for (const type of ["pointerout", "focusout"]) document.addEventListener(type, (event) => this.leave(event));
    document.addEventListener("click", (event) => this.stay(event), true);
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    document.addEventListener("scroll", () => this.hide(), true);
  }

  enter(event) {
    const link = linkOf(event);
    if (link) this.show(link);
    else if (event.target === this.note) clearTimeout(this.leaving);
  }

  /** A moment later, so that the pointer can go over to the meaning and select in it. */
  leave(event) {
    if (linkOf(event) || event.target === this.note) this.leaving = setTimeout(() => this.hide(), 150);
  }

  /** The link goes nowhere: a click, as a tap on a phone, shows the meaning too. */
  stay(event) {
    const link = linkOf(event);
    if (!link) return event.target !== this.note && this.hide();
    event.preventDefault();
    event.stopPropagation();
    this.show(link);
  }

  show(link) {
    clearTimeout(this.leaving);
    const meaning = this.meanings[link.getAttribute("href").slice(1)];
    if (!meaning) return;
    this.hide();
    this.word = link;
    this.note.textContent = meaning;
    this.note.hidden = false;
    this.note.style.colorScheme = getComputedStyle(link).colorScheme; // the theme's, which the document does not have
    link.setAttribute("aria-describedby", this.note.id);
    this.place(link.getBoundingClientRect());
  }

  /** Below the word, or above it where the window ends. */
  place(word) {
    const { offsetWidth: width, offsetHeight: height } = this.note;
    const left = Math.max(8, Math.min(word.left, document.documentElement.clientWidth - width - 8));
    const below = word.bottom + GAP;
    const top = below + height < document.documentElement.clientHeight ? below : word.top - height - GAP;
    Object.assign(this.note.style, { left: `${left}px`, top: `${top}px` });
  }

  hide() {
    this.note.hidden = true;
    this.word?.removeAttribute("aria-describedby");
    this.word = null;
  }
}

const linkOf = (event) => event.target instanceof Element ? event.target.closest(LINK) : null;

export default function ({ data }) {
  const shared = /** @type {any} */ (globalThis);
  const key = Symbol.for("gruviz.glossary"); // one for the window, whatever page mounts it
  shared[key] ??= new Glossary(data.meanings);
}
