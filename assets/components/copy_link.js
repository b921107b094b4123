// A button that copies the address of this page, with what Python adds to its query or, by null, removes; or the HTML
// of a frame that shows this page within another.

import { frame } from "./shared/iframe.js";

function address(extra) {
  const url = new URL(globalThis.location.href);
  for (const [name, value] of Object.entries(extra)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.toString();
}

function copy(text) {
  if (navigator.clipboard && globalThis.isSecureContext) return navigator.clipboard.writeText(text);
  // A classroom server is often reached over plain http, where there is no clipboard API.
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("copying was refused");
}

export default function ({ data, parentElement }) {
  let button = parentElement.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "gruviz-button gruviz-copy";
    parentElement.append(button);
  }
  button.textContent = data.label;
  button.onclick = async () => {
    const url = address(data.query);
    button.dataset.url = url;
    try {
      await copy(data.frame ? frame(url, document.title) : url);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Copy the address bar instead";
    }
    setTimeout(() => (button.textContent = data.label), 2000);
  };
}
