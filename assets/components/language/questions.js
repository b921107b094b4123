// Bits as what they are: fair yes-or-no questions, each a box, a part of one where it takes fewer on average.

import { html, svg } from "../shared/dom.js";

const BOX = 15, APART = 3, HIGH = 15;

/** @param {{heading: string, rows: {name: string, bits: number, color: string}[], note: string}} data */
export function questionsOf({ heading, rows, note }) {
  const most = Math.ceil(Math.max(...rows.map(({ bits }) => bits)));
  const body = rows.map(({ name, bits, color }) =>
    html("tr", {}, html("th", { scope: "row" }, name), html("td", {}, boxes(bits, most, color)), number(bits))
  );
  const table = html("table", {}, html("caption", {}, heading), html("tbody", {}, ...body));
  return html("aside", { class: "gl-questions" }, table, html("p", {}, note));
}

/** @param {number} bits */
function number(bits) {
  return html("td", { class: "gl-number" }, bits.toFixed(2));
}

/** @param {number} bits @param {number} most @param {string} color */
function boxes(bits, most, color) {
  const width = most * (BOX + APART);
  const drawn = svg("svg", { viewBox: `0 0 ${width} ${HIGH}`, width, height: HIGH, "aria-hidden": "true" });
  for (let box = 0; box < Math.ceil(bits); box++) {
    const x = box * (BOX + APART) + 0.5, part = Math.min(1, bits - box);
    const frame = { x, y: 0.5, width: BOX - 1, height: HIGH - 1, fill: "none", stroke: color };
    drawn.append(
      svg("rect", { x, y: 0.5, width: part * (BOX - 1), height: HIGH - 1, fill: color }),
      svg("rect", frame),
    );
  }
  return drawn;
}
