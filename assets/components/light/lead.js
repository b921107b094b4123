// What the picture is about, in words that light its parts.

import { html } from "../shared/dom.js";

const TEXT = [
  "To write ",
  ["was", "error"],
  " and not “were”, a network must remember ",
  ["cat", "cat"],
  ". It learns that from ",
  ["its error", "error"],
  ", sent back as a signal: ",
  ["each step multiplies", "factors"],
  " what is left.",
];

/** The sentence; a word that is pointed at or has the focus lights its part. */
export function lead(light) {
  const words = TEXT.map((piece) => typeof piece === "string" ? piece : word(piece[0], piece[1], light));
  return html("p", { class: "gv-lead" }, ...words);
}

/** A sentence about lanes, their names lit likewise. */
export function finding(sentence, lanes, light) {
  const parts = [];
  let rest = sentence;
  for (
    const lane of [...lanes].filter(({ name }) => sentence.includes(name)).sort((one, other) =>
      sentence.indexOf(one.name) - sentence.indexOf(other.name)
    )
  ) {
    const [before, ...after] = rest.split(lane.name);
    if (!after.length) continue;
    parts.push(before, word(lane.name, lane.key, light));
    rest = after.join(lane.name);
  }
  return [...parts, rest];
}

function word(text, part, light) {
  return html("button", {
    type: "button",
    class: "gv-word",
    "data-part": part,
    onpointerenter: () => light(part),
    onpointerleave: () => light(null),
    onfocus: () => light(part),
    onblur: () => light(null),
  }, text);
}
