// The part that the person points at, and what one can do to it.

import { html } from "../shared/dom.js";
import { equationPieces, largestPieces, productPieces, result, sign, sumOfProducts } from "./arithmetic.js";
import { elementsOf } from "./numbers.js";
import { heldBy, partName } from "./words.js";

const HINT = "Point at a part to see its arithmetic.";
const HOLD = " Drag a valve or a gate up or down: the machine obeys.";
const AWAY = "The gradient of this run comes as soon as you let go.";
const COMPUTED = ["equation", "reset", "recurrent"]; // kinds of parts whose terms are listed

export class Detail {
  constructor(host, more, onIntervene) {
    this.onIntervene = onIntervene;
    this.text = html("div", { class: "gv-detail" });
    this.chips = html("ul", { class: "gv-chips", "aria-label": "Interventions" });
    // Made once: a button that a new scene replaces between press and release never hears of the click.
    this.here = html(
      "div",
      { class: "gv-here" },
      this.act("reset", "Reset the state here"),
      this.act("cut", "Cut the gradient here"),
    );
    host.append(this.text);
    more.append(this.here, this.chips);
  }

  /** A button that does something at the step where the cursor stands. */
  act(kind, words) {
    const onclick = () => this.onIntervene({ kind, step: this.step });
    return html("button", { type: "button", class: "gv-button", onclick }, words);
  }

  build(scene) {
    this.scene = scene;
    this.chips.replaceChildren(
      ...scene.interventions.map(({ words, text }) =>
        html(
          "li",
          {},
          words,
          html("button", {
            type: "button",
            "aria-label": `Remove: ${words}`,
            onclick: () => this.onIntervene({ kind: "free", instead: [text] }),
          }, "×"),
        )
      ),
    );
    this.here.hidden = !scene.mayIntervene;
    this.hint = scene.mayIntervene && scene.gates.length ? HINT + HOLD : HINT;
  }

  draw(item, { step, unit, way }) {
    this.step = step;
    if (!item) {
      const isAway = this.scene.isLive && way === "backward";
      return this.text.replaceChildren(html("p", { class: "gv-hint" }, isAway ? AWAY : this.hint));
    }
    const lets = heldBy(this.scene, item) ? " Drag it, or press ↑ and ↓; a double click lets go." : "";
    const name = html("p", { class: "gv-name" }, partName(this.scene, item, step, unit, way), html("small", {}, lets));
    const pieces = way === "forward" && unit !== null ? this.pieces(item.what, step, unit) : [];
    const line = pieces.length ? [html("div", { class: "gv-numbers" }, ...elementsOf(pieces))] : [];
    this.text.replaceChildren(name, ...this.formulas(item, way), ...line);
  }

  /** The whole formula of what is pointed at. */
  formulas({ what, paths }, way) {
    const { scene } = this;
    const found = way === "backward"
      ? scene.paths.filter(({ name }) => paths.length === 1 && name === paths[0].split(":")[0])
      : what.kind === "equation"
      ? [scene.equation.get(what.symbol)]
      : [];
    return found.map(({ mathml }) => {
      const element = html("div", { class: "gv-formula", tabindex: -1 });
      element.innerHTML = mathml;
      return element;
    });
  }

  /** The arithmetic of a part; none for one that only carries a value. */
  pieces(what, step, unit) {
    const { scene } = this;
    if (what.kind === "product") {
      const value = scene.product(what.factors, step, unit);
      return [...productPieces(scene, what.factors, step, unit), sign("="), result(value)];
    }
    if (what.kind === "sum") {
      return [...sumOfProducts(scene, what, step, unit), sign("="), result(scene.sum(what, step, unit))];
    }
    const equation = COMPUTED.includes(what.kind) ? scene.equation.get(what.symbol) : null;
    if (equation?.kind === "activated") return [sign("largest terms"), ...largestPieces(scene, equation, step, unit)];
    return equation ? equationPieces(scene, equation, step, unit) : [];
  }
}
