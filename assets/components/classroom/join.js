// How to join, for the last row: the code, the short link, and a QR code.

import { html } from "../shared/dom.js";

export class Join {
  constructor(parent) {
    this.code = html("p", { class: "gruviz-join-code" });
    this.link = html("a", { class: "gruviz-join-link", target: "_blank" });
    this.image = html("img", { alt: "QR code of the class" });
    const [where, which] = ["Scan the code, or open", "and enter"].map((words) => html("p", {}, words));
    const words = html("div", {}, where, this.link, which, this.code);
    parent.append(html("div", { class: "gruviz-join" }, words, this.image));
  }

  update({ code, desk, image }) {
    this.code.textContent = code;
    this.link.textContent = desk.replace(/^https?:\/\//, "");
    this.link.href = desk;
    this.image.src = `data:image/svg+xml,${encodeURIComponent(image)}`;
  }
}
