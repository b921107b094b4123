// Pieces of arithmetic as elements: each number stands under its symbol.

import { html } from "../shared/dom.js";
import { glyph, threeDigits } from "./format.js";

/** Elements for a list of pieces; see arithmetic.js. */
export function elementsOf(pieces) {
  return pieces.map(elementOf);
}

/** Elements for the pieces of a symbol's equation: the symbol with its value first, then how it comes about. */
export function equationElements(pieces, symbol) {
  const place = pieces.findIndex((piece) => "result" in piece);
  const [before, after] = [pieces.slice(0, place - 1), pieces.slice(place + 1)];
  const isHeld = after.length > 0;
  const rest = isHeld
    ? [{ sign: "held, in place of" }, ...before, { sign: "=" }, after.at(-1)]
    : [{ sign: "=" }, ...before];
  return [resultOf(pieces[place], symbol), ...rest.map(elementOf)];
}

function elementOf(piece) {
  if ("sign" in piece) return html("span", { class: "gv-sign" }, piece.sign);
  if ("result" in piece) return resultOf(piece, "");
  const name = html("i", {}, ...indexed(piece.name));
  return html("span", { class: "gv-term", "data-value": piece.value }, name, html("b", {}, threeDigits(piece.value)));
}

function resultOf({ result }, symbol) {
  const number = html("b", {}, threeDigits(result));
  return html("span", { class: "gv-term gv-result", "data-value": result }, html("i", {}, symbol), number);
}

/** "b_r" as b with r set below; a difference in brackets. */
function indexed(name) {
  const [stem, index] = name.split("_");
  if (!index) return [name.startsWith("1 −") ? `(${name})` : name];
  return [stem, html("sub", {}, glyph(index))];
}
