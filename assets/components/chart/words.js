// A chart's sentences as nodes: plain text, in which b_z or b<sub>z</sub> is a real subscript.

import { html } from "../shared/dom.js";

const SUBSCRIPT = /<sub>([^<>]*)<\/sub>|(?<=\b[A-Za-zα-ωΑ-Ω])_([A-Za-z0-9])\b/g;

/**
 * Text and subscripts, to be appended to an element.
 * @param {string} text
 * @returns {(string | HTMLElement)[]}
 */
export function nodes(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(SUBSCRIPT)) {
    parts.push(text.slice(end, found.index), html("sub", {}, found[1] ?? found[2]));
    end = found.index + found[0].length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

/** The same as Plotly's markup, for a title in an image. */
export function markup(text) {
  return text.replaceAll(SUBSCRIPT, (_all, tagged, plain) => `<sub>${tagged ?? plain}</sub>`);
}

/**
 * A title in lines that fit above a figure; none for an empty one.
 * @param {string} title
 * @returns {string[]}
 */
export function lines(title, longest = 90) {
  const done = [];
  for (const word of title.split(" ").filter(Boolean)) {
    if (done.length && done.at(-1).length + word.length < longest) done[done.length - 1] += ` ${word}`;
    else done.push(word);
  }
  return done;
}
