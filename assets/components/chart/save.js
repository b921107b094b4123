// What is done with a finished image.

import { html } from "../shared/dom.js";

/** Save a data URL as a file. */
export function save(url, name) {
  html("a", { href: url, download: name }).click();
}

/**
 * Put a PNG into the clipboard.
 * @param {Promise<string>} url A data URL, which may still be drawn: browsers want the request within the click.
 * @returns {Promise<string>} What came of it, as a sentence.
 */
export async function copy(url) {
  try {
    const image = url.then((address) => fetch(address)).then((answer) => answer.blob());
    await navigator.clipboard.write([new ClipboardItem({ "image/png": image })]);
    return "The image is in the clipboard.";
  } catch {
    return "This browser does not let a page copy images. Save the image instead.";
  }
}
