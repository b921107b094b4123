// How to join, for the last row: the code, the short link, and a QR code.

import { html } from "../shared/dom.js";

export class Join {
  constructor(parent) {
    this.code = html("p", { class: "gruviz-join-code" });
    this.link = html("a", { class: "gruviz-join-link", target: "_blank" });
    this.image = html("img", { alt: "QR code of the link" });
    const words = html(
      "div",
      {},
      html("p", {}, "Open on your phone"),
      this.link,
      html("p", {}, "The class is"),
      this.code,
    );
    parent.append(html("div", { class: "gruviz-join" }, words, this.image));
  }

  update({ code, link, image }) {
    this.code.textContent = code;
    this.link.textContent = link.replace(/^https?:\/\//, "");
    this.link.href = link;
    this.image.src = `data:image/svg+xml,${encodeURIComponent(image)}`;
  }
}
