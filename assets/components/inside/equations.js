// The equations, one line each, every number under its symbol; going backward, the paths and how they add up.

import { html } from "../shared/dom.js";
import { equationPieces, meanPieces, pathPieces, pathSumPieces, shareWords, sign } from "./arithmetic.js";
import { glyph } from "./format.js";
import { elementsOf, equationElements } from "./numbers.js";

export class Equations {
  /** @param {(id: string | null) => void} onPoint Hears the box of the line that is pointed at. */
  constructor(host, onPoint) {
    this.host = host;
    this.onPoint = onPoint;
  }

  build(scene) {
    this.scene = scene;
    this.forward = scene.equations.map((equation) => {
      const color = scene.gate.get(equation.symbol)?.color ?? "var(--gv-total)";
      const one = line({ "data-symbol": equation.symbol, style: `--gv-color:${color}` });
      one.element.onpointerenter = () => this.onPoint(equation.symbol);
      one.element.onpointerleave = () => this.onPoint(null);
      return { equation, ...one };
    });
    this.backward = scene.paths.map((path) => {
      const attributes = { "data-path": path.name, style: `--gv-color:${path.color}` };
      return { path, ...line(attributes, pathName(path.name)) };
    });
    this.sums = scene.states.map((state) => {
      const attributes = { class: "gv-sum", "data-sum": state };
      return { state, ...line(attributes, pathName(`∂L/∂${glyph(state)}ₜ₋₁`)) };
    });
    this.list = html("ul", { class: "gv-lines" });
    this.host.replaceChildren(this.list);
    this.way = null; // of the lines that are listed
  }

  draw({ step, unit, way }) {
    if (this.way !== way) {
      this.way = way;
      const lines = way === "backward" ? [...this.backward, ...this.sums] : this.forward;
      this.list.replaceChildren(...lines.map(({ element }) => element));
    }
    if (way === "backward") this.drawBackward(step, unit);
    else this.drawForward(step, unit);
  }

  drawForward(step, unit) {
    const { scene } = this;
    for (const { equation: { symbol }, equation, numbers } of this.forward) {
      const elements = unit === null
        ? elementsOf([sign(glyph(symbol)), ...meanPieces(scene, symbol, step)])
        : equationElements(equationPieces(scene, equation, step, unit), glyph(symbol));
      numbers.replaceChildren(...elements);
    }
  }

  drawBackward(step, unit) {
    const { scene } = this;
    const shares = scene.shares(step);
    this.backward.forEach(({ path, numbers }, i) => {
      const { share } = shares[i];
      const own = elementsOf(pathPieces(scene, path, step, unit));
      numbers.replaceChildren(shareBar(share), ...elementsOf([sign(shareWords(share))]), ...own);
    });
    for (const { state, numbers } of this.sums) {
      numbers.replaceChildren(...elementsOf(pathSumPieces(scene, state, step, unit)));
    }
  }

  mark(symbol, paths) {
    for (const { equation, element } of this.forward) element.classList.toggle("is-hot", equation.symbol === symbol);
    for (const { path, element } of this.backward) {
      element.classList.toggle("is-hot", (paths ?? []).includes(path.name));
    }
  }
}

/** A line of the list, with room for its numbers. */
function line(attributes, ...children) {
  const numbers = html("div", { class: "gv-numbers" });
  return { element: html("li", attributes, ...children, numbers), numbers };
}

function pathName(text) {
  return html("span", { class: "gv-pathname" }, text);
}

function shareBar(share) {
  const length = Number.isFinite(share) ? Math.min(1, Math.max(-1, share)).toFixed(3) : 0;
  return html("span", { class: "gv-share", style: `--gv-share:${length}`, "aria-hidden": "true" });
}
