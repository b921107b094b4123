// A tile of the gallery: a sketch, a question, and the marks of three networks and the best rule on one scale.

import { canvasOf } from "../shared/canvas.js";
import { html } from "../shared/dom.js";
import { markOf } from "../shared/marks.js";
import { SKETCHES } from "./sketches.js";

/** The tile and what paints its sketch. `open` is told the key of the application that a plain click asks for. */
export function tileOf(tile, marks, place, open) {
  const canvas = html("canvas", { "aria-hidden": "true" });
  const said = `gv-tile-${tile.key}-said`, named = `gv-tile-${tile.key}-name`;
  const link = html(
    "a",
    {
      class: "gv-tile",
      href: addressOf(tile.key),
      "aria-labelledby": named,
      "aria-describedby": said,
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a window of its own
        event.preventDefault();
        open(tile.key);
      },
    },
    html("span", { class: "gv-tile-sketch" }, canvas, html("small", { "aria-hidden": "true" }, tile.note)),
    html("h2", { id: named }, tile.question),
    scaleOf(tile),
    html("p", { id: said }, tile.sentence, html("span", { class: "gv-tile-alt" }, ` ${tile.alt}`)),
  );
  const sketch = SKETCHES[tile.key];
  const colors = Object.fromEntries(marks.map(({ label, color }) => [label, color]));
  return {
    link,
    paint: (time, still, look) => paint(canvas, sketch, tile.sketch, { time, still, place, colors, ...look }),
  };
}

/** This page with another application, and all else that its address says. */
function addressOf(key) {
  const query = new URLSearchParams(location.search);
  query.set("application", key);
  return `?${query}`;
}

function scaleOf({ rows, scale, ends }) {
  const lines = rows.map(({ label, words, place, color, mark }) => {
    const dot = html("i", { style: `left:${(100 * place).toFixed(1)}%` }, markOf(color, mark));
    return html("span", { class: "gv-tile-row" }, html("b", {}, label), html("s", {}, dot), html("em", {}, words));
  });
  const below = html("span", { class: "gv-tile-ends" }, html("span", {}, ends[0]), scale, html("span", {}, ends[1]));
  return html("span", { class: "gv-tile-scale", "aria-hidden": "true" }, ...lines, below);
}

function paint(canvas, sketch, data, { time, still, place, ...look }) {
  const drawing = canvasOf(canvas);
  if (!drawing || !sketch) return;
  const { context, width, height } = drawing;
  const seconds = time === null ? still * sketch.lasts : time + 0.9 * place;
  const at = Math.min(1, (seconds % (sketch.lasts + sketch.rests)) / sketch.lasts);
  sketch.draw(context, { width, height, data, look, at });
}
