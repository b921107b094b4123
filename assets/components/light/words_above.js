// The words of the sentence above the lanes, and the error at its end.

import { svg } from "../shared/dom.js";
import { tilesFor } from "./sentence.js";

const LETTER = 6.7; // pixels of a letter of a tile, on average
const PADDING = 12;
const NEXT = "was";

const widthOf = (word) => Math.round(LETTER * word.length + PADDING);

/** Rows, tiles and what is left out, for a layout. */
export function tilesOf(steps, layout) {
  return tilesFor(steps, layout.x, widthOf, layout.narrow ? layout.width - 52 : layout.end + 2);
}

/** The marks of tiles and error. */
export function wordsAbove(found, layout) {
  const { tiles: { top, row, height }, lanes, end, narrow, radius } = layout;
  const foot = lanes[0] - radius - 3 - (narrow ? 22 : 0);
  const tiles = found.tiles.map(({ word, step, row: line, start, width }) => {
    const y = top + line * row, cat = step === 2;
    return tile(
      word,
      start,
      y,
      width,
      height,
      cat ? "gv-tile is-cat" : "gv-tile",
      cat ? "cat" : "words",
      `M${start + width / 2} ${y + height}L${layout.x(step)} ${foot}`,
    );
  });
  const x = narrow ? layout.width - 24 : end + 26, width = widthOf(NEXT) + 4;
  const bottom = lanes[2];
  const error = tile(NEXT, x - width / 2, top, width, height, "gv-tile is-error", "error", "");
  const note = svg("text", {
    class: "gv-note",
    x: narrow ? x : x + width / 2 + 6,
    y: narrow ? top + height + 13 : top + 15,
    "text-anchor": narrow ? "middle" : null,
  });
  note.textContent = narrow ? "error" : "not “were”";
  error.append(
    note,
    svg("path", {
      class: "gv-source",
      d: narrow
        ? `M${end + 8} ${lanes[0]}V${bottom}`
        : `M${x} ${top + height}V${bottom}` + lanes.map((y) => `M${x} ${y}H${end + 11}m5 -4l-5 4l5 4`).join(""),
    }),
  );
  return [...tiles, ...more(found.more, layout), error];
}

function tile(word, x, y, width, height, kind, part, stem) {
  const text = svg("text", { x: x + width / 2, y: y + height / 2 + 4.5, "text-anchor": "middle" });
  text.textContent = word;
  return svg(
    "g",
    { class: kind, "data-part": part },
    svg("path", { class: "gv-stem", d: stem || "M0 0" }),
    svg("rect", { x, y, width, height, rx: 5 }),
    text,
  );
}

/** A line in place of the words that have no room. */
function more(found, layout) {
  if (!found) return [];
  const { tiles: { top, height }, narrow } = layout;
  const from = found.from + 8, to = narrow ? found.to - 4 : layout.end - 8, y = top + height / 2;
  const text = svg("text", { class: "gv-note", x: (from + to) / 2, y: y + 4, "text-anchor": "middle" });
  text.textContent = to - from < 260 ? found.short : found.text;
  const half = text.textContent.length * 3.1 + 8, middle = (from + to) / 2;
  return [svg("path", { class: "gv-more", d: `M${from} ${y}H${middle - half}M${middle + half} ${y}H${to}` }), text];
}
