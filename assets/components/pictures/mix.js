// A slider z between keep and write: what the new state is made of. The two numbers that are mixed are examples.

import { html, svg } from "../shared/dom.js";
import { sheet, word } from "./strokes.js";

const HEIGHT = 92, LEFT = 20, LENGTH = 400, TOP = 26, THICK = 30;

export class Mixer {
  constructor(parent) {
    this.range = html("input", { type: "range", min: 0, max: 1, step: 0.01, value: 0.5, oninput: () => this.show() });
    this.label = html("label", {}, html("b", {}, "z"), this.range);
    this.host = html("div");
    this.root = html("figure", { class: "gruviz-picture gruviz-grows" }, this.host, this.label);
    parent.append(this.root);
  }

  update(data) {
    const source = JSON.stringify(data);
    if (source === this.source) return;
    this.source = source;
    this.data = data;
    this.range.setAttribute("aria-label", data.label);
    this.old = svg("rect", { x: LEFT, y: TOP, height: THICK, fill: data.colors[0] });
    this.new = svg("rect", { y: TOP, height: THICK, fill: data.colors[1] });
    this.words = [0, 1].map(() => word(0, TOP - 8, ""));
    this.sum = word(LEFT + LENGTH / 2, HEIGHT - 10, "", { class: "gruviz-product" });
    const picture = sheet(HEIGHT, this.old, this.new, ...this.words, this.sum);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", data.told);
    this.host.replaceChildren(picture);
    this.show();
  }

  show() {
    const { old, candidate } = this.data, z = Number(this.range.value), kept = LENGTH * (1 - z);
    this.old.setAttribute("width", kept);
    this.new.setAttribute("x", LEFT + kept);
    this.new.setAttribute("width", LENGTH - kept);
    const [keeps, writes] = this.words;
    keeps.textContent = `${percent(1 - z)} of the old state`;
    writes.textContent = `${percent(z)} of the candidate`;
    keeps.setAttribute("x", LEFT);
    keeps.setAttribute("text-anchor", "start");
    writes.setAttribute("x", LEFT + LENGTH);
    writes.setAttribute("text-anchor", "end");
    const h = (1 - z) * old + z * candidate;
    const sum = `Example: new h = ${(1 - z).toFixed(2)} × ${signed(old)} + ${z.toFixed(2)} × ${
      bracketed(candidate)
    } = ${signed(h.toFixed(2))}`;
    this.sum.textContent = sum;
    this.range.setAttribute("aria-valuetext", `${z.toFixed(2)}: ${keeps.textContent}, ${writes.textContent}; ${sum}`);
  }
}

const percent = (share) => `${Math.round(100 * share)}%`;
const signed = (number) => String(number).replace("-", "−");
const bracketed = (number) => number < 0 ? `(${signed(number)})` : signed(number);
