// Buttons that save a drawn chart as an image: as it stands on the screen, but light and with its finding above.

import { html } from "./shared/dom.js";

async function save(data, format) {
  /** @type {any} */
  const host = document.querySelector(`.st-key-${CSS.escape(data.plot)} .gruviz-chart`);
  const link = html("a", { href: await host.image(format, data.title), download: `${data.name}.${format}` });
  link.click();
}

export default function ({ data, parentElement }) {
  const buttons = ["svg", "png"].map((format) =>
    html("button", {
      type: "button",
      class: `gruviz-button gruviz-${format}`,
      onclick: () => save(data, format),
    }, `Image (${format.toUpperCase()})`)
  );
  parentElement.replaceChildren(html("div", { class: "gruviz-buttons" }, ...buttons));
}
