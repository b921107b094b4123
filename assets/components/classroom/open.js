// The button that opens a class. A class belongs to the browser that asks for it, which the server knows by a cookie;
// the page knows it from its next load on, so it loads with the class in its address.

import { html } from "../shared/dom.js";
import { keep } from "./keys.js";

export class Open {
  constructor(parent) {
    this.button = html("button", { type: "button", class: "gruviz-button", onclick: () => this.press() });
    this.words = html("p", { role: "alert" });
    parent.append(this.button, this.words);
  }

  update({ label }) {
    this.button.textContent = label;
  }

  async press() {
    this.button.disabled = true;
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };
    try {
      const response = await fetch("class/open", options);
      const { code, key, refused } = await response.json();
      if (!response.ok) throw new Error(refused);
      keep(code, key);
      const url = new URL(location.href);
      url.searchParams.set("class", code);
      location.assign(url);
    } catch (error) {
      this.words.textContent = error.message || "The server does not answer.";
      this.button.disabled = false;
    }
  }
}
