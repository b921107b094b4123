// One arrow goes back from the loss, from box to box, as wide as what is left of the gradient: factors and product are
// those of the run on the page.

import { svg } from "../shared/dom.js";
import { box, indexed, sheet, word } from "./strokes.js";

const HEIGHT = 128, ROW = 52, WIDEST = 22, RIGHT = 372;

/** `factors` of the last steps, the last one first; `left` after each of them, and its `words`. */
export function drawChain({ factors, products, color, marks }) {
  const pitch = (RIGHT - 34) / factors.length;
  const at = (i) => RIGHT - pitch * i; // middle of box i, counted back from the loss
  const parts = factors.map((factor, i) => {
    const from = at(i) - 21, to = at(i + 1) + 21;
    return {
      stroke: svg("path", { fill: color, d: "" }),
      words: [
        word((from + to) / 2, ROW - 22, `× ${factor.words}`, { class: "gruviz-factor" }),
        word(at(i + 1), ROW + 42, products[i].words, { class: "gruviz-product" }),
      ],
      from,
      to,
      starts: i ? products[i - 1].left : 1,
      ends: products[i].left,
    };
  });
  const picture = sheet(
    HEIGHT,
    ...marks.flatMap((mark, i) => [box(at(i) - 20, ROW - 16, 40, 32), indexed(at(i) - 2, ROW + 5, "h", mark)]),
    svg("path", { d: `M${RIGHT + 20} ${ROW}H${RIGHT + 36}`, class: "gruviz-stroke" }),
    word(RIGHT + 48, ROW + 5, "L", { class: "gruviz-symbol" }),
    word(RIGHT, ROW + 42, "100%", { class: "gruviz-product" }),
    ...parts.flatMap(({ stroke, words }) => [stroke, ...words]),
    word(220, HEIGHT - 8, "what is left of the gradient, from the loss back"),
  );
  picture.setAttribute("class", "gruviz-chain");
  const show = (part) => {
    const along = part * parts.length;
    parts.forEach((one, i) => {
      const done = Math.min(1, Math.max(0, along - i));
      one.stroke.setAttribute("d", done ? wedge(one, done) : "");
      one.words.forEach((element, k) => element.setAttribute("opacity", done > (k ? 0.95 : 0.3) ? 1 : 0));
    });
  };
  return { picture, show, seconds: 0.9 * factors.length };
}

/** From one box to the next, narrowing as the product does; a hair is left of what cannot be seen. */
function wedge({ from, to, starts, ends }, done) {
  const width = (share) => Math.min(WIDEST, Math.max(0.8, WIDEST * share)) / 2;
  const x = from + (to - from) * done, end = width(starts + (ends - starts) * done);
  return `M${from} ${ROW - width(starts)}L${x} ${ROW - end}V${ROW + end}L${from} ${ROW + width(starts)}Z`;
}
