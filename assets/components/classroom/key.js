// The link that makes another browser the teacher's too.

import { html } from "../shared/dom.js";
import { keyOf } from "./keys.js";

const HERE = "Whoever opens this link leads the class too, on any device. It is not for students.";
const ELSEWHERE = "The link that takes the class along is in the browser that opened it.";

export class Key {
  constructor(parent) {
    this.field = html("input", { type: "text", readonly: "", class: "gruviz-key", "aria-label": "Teacher's link" });
    this.field.onfocus = () => this.field.select();
    this.words = html("p");
    parent.append(this.field, this.words);
  }

  update({ link, code }) {
    const key = keyOf(code);
    this.field.hidden = !key;
    this.field.value = key ? `${link}/teach#${key}` : "";
    this.words.textContent = key ? HERE : ELSEWHERE;
  }
}
