// Pieces of arithmetic as elements.

import { html } from "../shared/dom.js";
import { bracketed, threeDigits } from "./format.js";

/** Elements for a list of pieces; see arithmetic.js. */
export function elementsOf(pieces) {
  return pieces.map((piece) => {
    if ("sign" in piece) return html("span", { class: "gv-sign" }, piece.sign);
    if ("result" in piece) {
      return html("span", { class: "gv-result", "data-value": piece.result }, threeDigits(piece.result));
    }
    const name = html("i", {}, ...indexed(piece.name));
    return html("span", { class: "gv-term", "data-value": piece.value }, html("b", {}, bracketed(piece.value)), name);
  });
}

/** "b_r" as b with r set below. */
function indexed(name) {
  const [stem, index] = name.split("_");
  return index ? [stem, html("sub", {}, index)] : [name];
}
