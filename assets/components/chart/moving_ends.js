// Names at lines' ends while frames follow each other. Plotly would measure and draw each of these annotations again at
// every frame; so a layer of our own shows them at the same places until the picture rests.

import { svg } from "../shared/dom.js";
import { isEnd } from "./ends.js";

const ROW = 1.3; // from one row to the next, as Plotly has it: in sizes of the letters, as are both below
const BASELINE = 0.36; // of a row, below its middle
const PAD = 2; // pixels between a leader and its text

/** A label's rows, of Plotly's markup. */
export function rows(text) {
  return text.split("<br>").map((row) => ({ text: row.replaceAll(/<\/?b>/g, ""), isBold: row.startsWith("<b>") }));
}

/**
 * Where a label stands, in pixels of the chart; null where its line ends outside of what is seen.
 * @param {any} end The annotation.
 * @param {any} layout Plotly's own record of what it draws.
 */
export function place(end, layout) {
  const [across, up] = [end.xref, end.yref].map((ref) => layout[ref.replace(/^[xy]/, "$&axis")]);
  const [x, y] = [across.r2p(end.x), up.r2p(end.y)];
  if (!(x >= 0 && x <= across._length && y >= 0 && y <= up._length)) return null;
  const head = { x: across._offset + x, y: up._offset + y };
  return { head, tail: { x: head.x + end.ax, y: head.y + end.ay } };
}

/**
 * Show the labels in place of Plotly's own, which come back with its next plot; without any, take the layer away.
 * @param {HTMLElement} host
 * @param {any} layout Plotly's own record of what it draws.
 * @param {any[]} annotations All of the picture's.
 */
export function drawEnds(host, layout, annotations) {
  const { family, color } = layout.font;
  let layer = host.querySelector(".gruviz-ends");
  if (!annotations.some(isEnd)) return layer?.remove();
  if (layer === null) {
    layer = svg("g", { class: "gruviz-ends", "font-family": family, fill: color });
    host.querySelector(".infolayer")?.append(layer);
  }
  const ends = annotations.filter(isEnd).map((end) => ({ end, at: place(end, layout) }));
  layer.replaceChildren(...ends.filter(({ at }) => at !== null).flatMap(({ end, at }) => label(end, at)));
  annotations.forEach((one, at) => isEnd(one) && host.querySelector(`.annotation[data-index="${at}"]`)?.remove());
}

/** A leader and rows of text beside it. */
function label({ text, ax, font, arrowcolor, arrowwidth }, { head, tail }) {
  const x = tail.x + (ax < 0 ? -PAD : PAD);
  const said = rows(text);
  const first = tail.y + font.size * (BASELINE - (ROW * (said.length - 1)) / 2);
  const written = said.map((row, at) =>
    svg("tspan", { x, y: first + at * ROW * font.size, "font-weight": row.isBold && "bold" }, row.text)
  );
  return [
    svg("path", { d: `M${tail.x},${tail.y}L${head.x},${head.y}`, stroke: arrowcolor, "stroke-width": arrowwidth }),
    svg("text", { "font-size": font.size, "text-anchor": ax < 0 ? "end" : "start" }, ...written),
  ];
}
