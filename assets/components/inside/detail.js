// The part that the person points at, and what one can do to it.

const HINT =
  "Point at a part of the cell, or reach it with Tab, to read its arithmetic. Click or press Enter on a gate to hold it.";

class Detail {
  constructor(host, onIntervene) {
    Object.assign(this, { host, onIntervene });
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
      ...scene.interventions.map((label, index) =>
        html(
          "li",
          {},
          label,
          html("button", {
            type: "button",
            "aria-label": `Remove: ${label}`,
            onclick: () => this.onIntervene({ kind: "remove", index }),
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
  }

  draw(item, { step, unit, way }) {
    this.step = step;
    if (!item) return this.text.replaceChildren(html("p", { class: "gv-hint" }, HINT));
    const { scene } = this;
    const name = html("p", { class: "gv-name" }, partName(scene, item, step, unit, way));
    const equation = item.what.kind === "equation" || item.what.kind === "reset" || item.what.kind === "recurrent"
      ? scene.equation.get(item.what.symbol)
      : null;
    const lines = [];
    if (way === "forward" && unit !== null) {
      if (item.what.kind === "product") {
        const value = scene.product(item.what.factors, step, unit);
        const factors = item.what.factors.flatMap((
          factor,
          i,
        ) => [...(i ? [sign("×")] : []), term(scene.factor(factor, step, unit), factorLabel(factor))]);
        lines.push([...factors, sign("="), html("span", { class: "gv-result", "data-value": value }, say(value))]);
      } else if (equation?.kind === "activated") {
        lines.push([sign("largest terms"), ...largestTerms(scene, equation, step, unit)]);
      } else if (equation) lines.push(numbersOf(scene, equation, step, unit));
    }
    this.text.replaceChildren(name, ...lines.map((line) => html("div", { class: "gv-numbers" }, ...line)));
  }

  /** Offer to hold a gate. */
  offer(item, { step, unit }) {
    const symbol = item.kind === "valve" ? item.gate : item.symbol;
    const gate = this.scene.gate.get(symbol);
    if (!gate || !this.scene.mayIntervene) return;
    const [low, high] = [gate.range[0] ?? -4, gate.range[1] ?? 4]; // a range without an end is offered up to 4
    const value = html("input", { type: "range", min: low, max: high, step: 0.05, value: low < 0 ? 0 : low });
    const shown = html("output", {}, say0(Number(value.value)));
    value.oninput = () => (shown.textContent = say0(Number(value.value)));
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
        field("at", value, shown),
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
