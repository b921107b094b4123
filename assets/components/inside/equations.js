// The equations with the numbers of the cursor in place; going backward, the paths and how they add up.

class Equations {
  constructor(host) {
    this.host = host;
  }

  build(scene) {
    this.scene = scene;
    this.forward = scene.equations.map((equation) => {
      const numbers = html("div", { class: "gv-numbers" });
      const line = html(
        "li",
        {
          "data-symbol": equation.symbol,
          style: `--gv-color:${scene.gate.get(equation.symbol)?.color ?? "var(--gv-total)"}`,
        },
        formula(equation.mathml),
        numbers,
      );
      return { equation, line, numbers };
    });
    this.backward = scene.paths.map((path) => {
      const numbers = html("div", { class: "gv-numbers" });
      const line = html(
        "li",
        { "data-path": path.name, style: `--gv-color:${path.color}` },
        html("span", { class: "gv-pathname" }, path.name),
        formula(path.mathml),
        numbers,
      );
      return { path, line, numbers };
    });
    this.sums = scene.states.map((state) => {
      const numbers = html("div", { class: "gv-numbers" });
      return {
        state,
        numbers,
        line: html(
          "li",
          { class: "gv-sum", "data-sum": state },
          html("span", { class: "gv-pathname" }, `∂L/∂${state}ₜ₋₁`),
          numbers,
        ),
      };
    });
    this.list = html("ul", { class: "gv-lines" });
    this.host.replaceChildren(this.list);
    this.shown = null;
  }

  draw({ step, unit, way }) {
    if (this.shown !== way) {
      this.shown = way;
      this.list.replaceChildren(
        ...(way === "backward" ? [...this.backward, ...this.sums] : this.forward).map(({ line }) => line),
      );
    }
    if (way === "backward") this.drawBackward(step, unit);
    else {
      for (const { equation, numbers } of this.forward) {
        numbers.replaceChildren(
          ...(unit === null ? meanOf(this.scene, equation.symbol, step) : numbersOf(this.scene, equation, step, unit)),
        );
      }
    }
  }

  drawBackward(step, unit) {
    const { scene } = this;
    const closed = scene.isClosed(step);
    const { parts } = scene.way(step, unit ?? 0);
    const shares = scene.shares(step);
    this.backward.forEach(({ path, numbers }, i) => {
      const bar = html("span", {
        class: "gv-share",
        style: `--gv-share:${bounded(shares[i].share)}`,
        "aria-hidden": "true",
      });
      const share = Number.isFinite(shares[i].share)
        ? `${(100 * shares[i].share).toFixed(0).replace(/^-0$/, "0").replace("-", "−")}% of all units`
        : "no gradient";
      const own = unit === null ? [] : [term(parts[i].value, `into ${path.into}ₜ₋₁, unit ${unit}`)];
      numbers.replaceChildren(...own, bar, sign(share));
    });
    for (const { state, numbers } of this.sums) {
      const own = parts.filter(({ into }) => into === state);
      const total = own.reduce((sum, { value }) => sum + value, 0);
      const cut = scene.reset.has(step)
        ? "the state was reset here: exactly zero goes on"
        : "cut here: exactly zero goes on, which is not the same as small";
      const shown = html("span", { class: "gv-result", "data-value": closed ? 0 : total }, closed ? "0" : say(total));
      const sum = unit === null
        ? [
          sign("norm"),
          html(
            "span",
            { class: "gv-result", "data-value": closed ? 0 : scene.norm(step - 1) },
            say(closed ? 0 : scene.norm(step - 1)),
          ),
        ]
        : [...own.flatMap(({ value }, i) => [...(i ? [sign("+")] : []), term(value, own[i].name)]), sign("="), shown];
      numbers.replaceChildren(...(closed ? [sign(cut)] : sum));
    }
  }

  mark(symbol, paths) {
    for (const { equation, line } of this.forward) line.classList.toggle("is-hot", equation.symbol === symbol);
    for (const { path, line } of this.backward) line.classList.toggle("is-hot", (paths ?? []).includes(path.name));
  }
}

function bounded(share) {
  return Number.isFinite(share) ? Math.min(1, Math.max(-1, share)).toFixed(3) : 0;
}

/** MathML from Python. */
function formula(mathml) {
  const element = html("span", { class: "gv-formula" });
  element.innerHTML = mathml;
  return element;
}
