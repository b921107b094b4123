// What each part of the diagram is called, and its arithmetic with the numbers of the moment in place.

function who(scene, unit) {
  return unit === null ? "mean over units" : `unit ${unit}`;
}

/** Name and value of a part in one line, for a screen reader and the head of the detail. */
function partName(scene, item, step, unit, way) {
  const place = `${who(scene, unit)}, step ${step}`;
  if (way === "backward" && item.paths.length) {
    return `${pathWords(scene, item)}, ${place}: ${backwardValue(scene, item, step, unit)}`;
  }
  const name = whatName(scene, item);
  if (item.what.kind === "input") {
    return `${name}, step ${step}${
      scene.labels ? `: “${scene.labels[step - 1]}”` : `: size ${say(amount(scene, item.what, step, unit))}`
    }`;
  }
  const value = over(scene, unit, (j) => forwardValue(scene, item, step, j));
  return `${name}, ${place}: ${say(value)}`;
}

function whatName(scene, item) {
  const { kind, symbol, factors, factor } = item.what;
  if (item.kind === "plus") return `sum, new state ${symbol}`;
  if (item.kind === "valve") {
    const gate = scene.gate.get(item.gate);
    return `valve of the ${gate.name} ${item.complement ? `1 − ${glyph(item.gate)}` : glyph(item.gate)}`;
  }
  if (kind === "input") return "input x";
  if (kind === "state") return `state ${symbol} before the step`;
  if (kind === "product") return `product ${factors.map(factorWords).join(" times ")}`;
  if (kind === "factor") return factorWords(factor);
  if (kind === "reset") return "what the reset gate lets through";
  if (kind === "recurrent") return "U h + c, the state times its weights";
  const gate = scene.gate.get(symbol);
  return gate ? `${gate.name} ${glyph(symbol)}` : `state ${symbol} after the step`;
}

function factorWords({ symbol, complement, previous, tanh }) {
  const name = glyph(symbol) + (previous ? " before" : "");
  return complement ? `1 − ${name}` : tanh ? `tanh of ${name}` : name;
}

function forwardValue(scene, item, t, j) {
  if (item.kind === "valve") {
    const value = scene.value(item.gate, t, j);
    return item.complement ? 1 - value : value;
  }
  const { kind, symbol, factors, factor } = item.what;
  if (kind === "state") return scene.previous(symbol, t, j);
  if (kind === "product") return scene.product(factors, t, j);
  if (kind === "factor") return scene.factor(factor, t, j);
  if (kind === "reset") return resetValue(scene, symbol, t, j);
  if (kind === "recurrent") return recurrentValue(scene, symbol, t, j);
  return scene.value(symbol, t, j);
}

function pathWords(scene, item) {
  const [first] = item.paths;
  if (first.startsWith("total") || first === "show") return "gradient that arrives at the state after the step";
  if (first === "out") return "gradient that goes on to the state before the step";
  if (first === "detour") return "gradient that goes back through gates and candidate";
  return `gradient by ${item.paths.map((name) => `the ${name} path`).join(" and ")}`;
}

function backwardValue(scene, item, step, unit) {
  if (scene.isClosed(step) && !item.paths[0].startsWith("total") && item.paths[0] !== "show") {
    return "exactly zero, cut here";
  }
  const flow = pathAmount(scene, item.paths, step, unit);
  return `${say(flow * scene.norm(step))}${unit === null ? " (norm)" : ""}`;
}

/** One number over its name. */
function term(value, name) {
  return html(
    "span",
    { class: "gv-term", "data-value": value },
    html("b", {}, bracketed(value)),
    html("i", {}, ...indexed(name)),
  );
}

/** "b_r" as b with r set below. */
function indexed(name) {
  const [stem, index] = name.split("_");
  return index ? [stem, html("sub", {}, index)] : [name];
}

function sign(text) {
  return html("span", { class: "gv-sign" }, text);
}

const ACTIVATIONS = { sigmoid: "σ", tanh: "tanh", relu: "ReLU", identity: "" };

/** The arithmetic of one equation for one unit. */
function numbersOf(scene, equation, t, unit) {
  const value = scene.value(equation.symbol, t, unit);
  const result = html("span", { class: "gv-result", "data-value": value }, say(value));
  if (equation.kind === "mixed") return [...mixedTerms(scene, equation, t, unit), sign("="), result];
  const { driven, recurrent, bias, inside, gate, sum } = scene.parts(equation, t, unit);
  const name = ACTIVATIONS[equation.activation];
  const row = equation.alone ? "" : equation.block;
  const resetName = equation.resetTurned
    ? `1 − ${equation.reset ?? equation.resetAfter}`
    : (equation.reset ?? equation.resetAfter);
  const state = equation.reset ? `U (${equation.resetTurned ? `(${resetName})` : resetName} h)` : "U h";
  const product = [term(recurrent, state), ...(equation.stateBias ? [sign("+"), term(inside, "c")] : [])];
  const drive = [term(driven, "W x")], offset = [sign("+"), term(bias, row ? `b_${row}` : "b")];
  const inner = equation.resetAfter
    ? [...drive, ...offset, sign("+"), term(gate, resetName), sign("× ("), ...product, sign(")")]
    : [...drive, ...(equation.readsState ? [sign("+"), ...product] : []), ...offset];
  const held = scene.isHeld(equation.symbol, t, unit);
  const outcome = held
    ? [sign("held at"), result, sign("in place of"), term(activate(equation.activation, sum), `${name}(sum)`)]
    : [sign("="), result];
  return [sign(`${name}(`), ...inner, sign(name ? `) = ${name}(` : ") = ("), term(sum, "sum"), sign(")"), ...outcome];
}

function activate(name, sum) {
  if (name === "sigmoid") return 1 / (1 + Math.exp(-sum));
  if (name === "tanh") return Math.tanh(sum);
  return name === "relu" ? Math.max(0, sum) : sum;
}

function mixedTerms(scene, equation, t, unit) {
  const parts = [];
  equation.products.forEach((product, i) => {
    if (i) parts.push(sign("+"));
    product.forEach((factor, k) => {
      if (k) parts.push(sign("×"));
      parts.push(term(scene.factor(factor, t, unit), factorLabel(factor)));
    });
  });
  return parts;
}

function factorLabel({ symbol, complement, previous, tanh }) {
  const name = glyph(symbol) + (previous ? "ₜ₋₁" : "");
  return complement ? `1 − ${name}` : tanh ? `tanh ${name}` : name;
}

/** The same for the mean over units. */
function meanOf(scene, symbol, t) {
  let low = Infinity, high = -Infinity;
  for (let j = 0; j < scene.H; j++) {
    const value = scene.value(symbol, t, j);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const mean = over(scene, null, (j) => scene.value(symbol, t, j));
  return [
    sign("mean over units"),
    html("span", { class: "gv-result", "data-value": mean }, say(mean)),
    sign(`from ${say(low)} to ${say(high)}`),
  ];
}

/** The detail of a part: its largest terms, where it is a sum over inputs and units. */
function largestTerms(scene, equation, t, unit) {
  const list = scene.largest(equation, t, unit, 4).filter(([, , weight, value]) => weight * value !== 0);
  if (!list.length) return [sign("every term is 0")];
  const row = equation.alone ? "" : equation.block;
  return list.flatMap(([kind, j, weight, value], i) => {
    const source = kind === "x"
      ? (scene.oneHot ? `x “${scene.channels[j]}”` : `x${sub(j)}`)
      : equation.reset
      ? `reset h${sub(j)}`
      : `h${sub(j)}`;
    return [
      ...(i ? [sign("+")] : []),
      term(weight, `${kind === "x" ? "W" : "U"}_${row} ${unit},${j}`),
      sign("×"),
      term(value, source),
    ];
  });
}

function sub(index) {
  return String(index).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);
}
