// The equations with the numbers of the cursor in place; going backward, the paths and how they add up.

import { html } from "../shared/dom.js";
import { equationPieces, meanPieces, pathPieces, pathSumPieces, shareWords, sign } from "./arithmetic.js";
import { elementsOf } from "./numbers.js";

const SMALLEST = 0.72; // of the usual size, that a formula may have
const CUT = "A long formula: scroll sideways to see the rest";

export class Equations {
  constructor(host) {
    this.host = host;
    new ResizeObserver(() => this.fit()).observe(host);
  }

  build(scene) {
    this.scene = scene;
    this.forward = scene.equations.map((equation) => {
      const color = scene.gate.get(equation.symbol)?.color ?? "var(--gv-total)";
      const attributes = { "data-symbol": equation.symbol, style: `--gv-color:${color}` };
      return { equation, ...line(attributes, formula(equation.mathml)) };
    });
    this.backward = scene.paths.map((path) => {
      const attributes = { "data-path": path.name, style: `--gv-color:${path.color}` };
      return { path, ...line(attributes, pathName(path.name), formula(path.mathml)) };
    });
    this.sums = scene.states.map((state) => {
      const attributes = { class: "gv-sum", "data-sum": state };
      return { state, ...line(attributes, pathName(`∂L/∂${state}ₜ₋₁`)) };
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
      this.fit();
    }
    if (way === "backward") this.drawBackward(step, unit);
    else this.drawForward(step, unit);
  }

  drawForward(step, unit) {
    const { scene } = this;
    for (const { equation, numbers } of this.forward) {
      const pieces = unit === null
        ? meanPieces(scene, equation.symbol, step)
        : equationPieces(scene, equation, step, unit);
      numbers.replaceChildren(...elementsOf(pieces));
    }
  }

  drawBackward(step, unit) {
    const { scene } = this;
    const shares = scene.shares(step);
    this.backward.forEach(({ path, numbers }, i) => {
      const { share } = shares[i];
      const own = elementsOf(pathPieces(scene, path, step, unit));
      numbers.replaceChildren(...own, shareBar(share), ...elementsOf([sign(shareWords(share))]));
    });
    for (const { state, numbers } of this.sums) {
      numbers.replaceChildren(...elementsOf(pathSumPieces(scene, state, step, unit)));
    }
  }

  /** Set a formula that is too long in smaller type; what still does not fit can be scrolled, also by keyboard. */
  fit() {
    for (const formula of this.host.querySelectorAll(".gv-formula")) {
      formula.style.fontSize = "";
      const room = formula.clientWidth / formula.scrollWidth;
      if (room < 1) formula.style.fontSize = `${Math.max(SMALLEST, 0.99 * room)}em`;
      const isCut = formula.scrollWidth > formula.clientWidth;
      formula.classList.toggle("is-cut", isCut);
      const reach = { tabindex: isCut ? 0 : null, role: isCut ? "group" : null, "aria-label": isCut ? CUT : null };
      for (const [name, value] of Object.entries(reach)) {
        if (value === null) formula.removeAttribute(name);
        else formula.setAttribute(name, String(value));
      }
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

/** MathML from Python. */
function formula(mathml) {
  const element = html("span", { class: "gv-formula" });
  element.innerHTML = mathml;
  return element;
}
