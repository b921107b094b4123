// The part that the person points at, and what one can do to it.

import { html } from "../shared/dom.js";
import { equationPieces, largestPieces, productPieces, result, sign } from "./arithmetic.js";
import { glyph, twoDigits } from "./format.js";
import { elementsOf } from "./numbers.js";
import { heldBy, partName } from "./words.js";

const HINT = "Point at a part of the cell, or reach it with Tab, to read its arithmetic.";
const HOLD = " Click a gate, or press Enter on it, to hold it.";
const COMPUTED = ["equation", "reset", "recurrent"]; // kinds of parts whose terms are listed

export class Detail {
  constructor(host, onIntervene) {
    this.onIntervene = onIntervene;
    this.text = html("div", { class: "gv-detail", role: "status" });
    this.form = html("div", { class: "gv-hold" });
    this.chips = html("ul", { class: "gv-chips", "aria-label": "Interventions" });
    this.here = html("div", { class: "gv-here" });
    host.replaceChildren(this.text, this.form, this.here, this.chips);
  }

  build(scene) {
    this.scene = scene;
    this.form.replaceChildren();
    this.chips.replaceChildren(
      ...scene.interventions.map(({ words, text }) =>
        html(
          "li",
          {},
          words,
          html("button", {
            type: "button",
            "aria-label": `Remove: ${words}`,
            onclick: () => this.onIntervene({ kind: "remove", text }),
          }, "×"),
        )
      ),
    );
    this.here.replaceChildren(
      html("button", {
        type: "button",
        class: "gv-button",
        onclick: () => this.onIntervene({ kind: "reset", step: this.step }),
      }, "Reset the state here"),
      html("button", {
        type: "button",
        class: "gv-button",
        onclick: () => this.onIntervene({ kind: "cut", step: this.step }),
      }, "Cut the gradient here"),
    );
    this.here.hidden = !scene.mayIntervene;
    this.hint = scene.mayIntervene && scene.gates.length ? HINT + HOLD : HINT;
  }

  draw(item, { step, unit, way }) {
    this.step = step;
    if (!item) return this.text.replaceChildren(html("p", { class: "gv-hint" }, this.hint));
    const name = html("p", { class: "gv-name" }, partName(this.scene, item, step, unit, way));
    const pieces = way === "forward" && unit !== null ? this.pieces(item.what, step, unit) : [];
    const line = pieces.length ? [html("div", { class: "gv-numbers" }, ...elementsOf(pieces))] : [];
    this.text.replaceChildren(name, ...line);
  }

  /** The arithmetic of a part; none for one that only carries a value. */
  pieces(what, step, unit) {
    const { scene } = this;
    if (what.kind === "product") {
      const value = scene.product(what.factors, step, unit);
      return [...productPieces(scene, what.factors, step, unit), sign("="), result(value)];
    }
    const equation = COMPUTED.includes(what.kind) ? scene.equation.get(what.symbol) : null;
    if (equation?.kind === "activated") return [sign("largest terms"), ...largestPieces(scene, equation, step, unit)];
    return equation ? equationPieces(scene, equation, step, unit) : [];
  }

  /** Offer to hold a gate. */
  offer(item, { unit }) {
    const gate = heldBy(this.scene, item);
    if (!gate) return;
    const { symbol } = gate;
    const [low, high] = [gate.range[0] ?? -4, gate.range[1] ?? 4]; // a range without an end is offered up to 4
    const value = html("input", { type: "range", min: low, max: high, step: 0.05, value: low < 0 ? 0 : low });
    const output = html("output", {}, twoDigits(Number(value.value)));
    value.oninput = () => (output.textContent = twoDigits(Number(value.value)));
    const first = number(1, this.scene.T, 1), last = number(1, this.scene.T, this.scene.T);
    const units = html(
      "select",
      {},
      html("option", { value: "all" }, "all units"),
      ...(unit === null ? [] : [html("option", { value: unit }, `unit ${unit} only`)]),
    );
    const field = (label, ...children) => html("label", { class: "gv-field" }, html("span", {}, label), ...children);
    const hold = () =>
      this.onIntervene({
        kind: "hold",
        gate: symbol,
        value: Number(value.value),
        first: Number(first.value),
        last: Number(last.value),
        units: units.value === "all" ? null : [Number(units.value)],
      });
    this.form.replaceChildren(
      html(
        "form",
        { "aria-label": `Hold the ${gate.name}`, onsubmit: (event) => (event.preventDefault(), hold()) },
        html("b", {}, `Hold ${glyph(symbol)}`),
        field("at", value, output),
        field("from step", first),
        field("to step", last),
        field("of", units),
        html("button", { type: "submit", class: "gv-button" }, "Hold"),
        html("button", { type: "button", class: "gv-button", onclick: () => this.form.replaceChildren() }, "Cancel"),
      ),
    );
    value.focus();
  }
}

function number(min, max, value) {
  return html("input", { type: "number", min, max, step: 1, value, required: "" });
}
