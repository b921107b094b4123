import assert from "node:assert/strict";

import { assertClose, everyCase, moments, valueIn } from "./cases.js";

const FUNCTIONS = {
  sigmoid: (sum) => 1 / (1 + Math.exp(-sum)),
  tanh: Math.tanh,
  relu: (sum) => Math.max(sum, 0),
  identity: (sum) => sum,
  exp: Math.exp,
  inverse: (sum) => 1 / sum,
  softplus: (sum) => Math.log(1 + Math.exp(sum)),
};

everyCase("values are those of the recording", (scene, truth) => {
  for (const symbol of [...scene.gates.map((gate) => gate.symbol), ...scene.states]) {
    for (const [t, unit] of moments(scene)) {
      assertClose(scene.value(symbol, t, unit), valueIn(scene, truth.values, symbol, t, unit), `${symbol} ${t}`);
      const untouched = valueIn(scene, truth.untouched, symbol, t, unit);
      assertClose(scene.untouched(symbol, t, unit), untouched, `untouched ${symbol} ${t}`, 1e-4); // sent in 16 bits
    }
  }
  for (let t = 1; t <= scene.T; t++) {
    for (let j = 0; j < scene.D; j++) assertClose(scene.input(t, j), truth.inputs[t - 1][j], `input ${t}`);
  }
});

everyCase("the sum inside an activation gives the recorded value", (scene, truth) => {
  for (const equation of scene.equations.filter(({ kind }) => kind === "activated")) {
    for (const [t, unit] of moments(scene)) {
      if (scene.isHeld(equation.symbol, t, unit)) continue;
      const { sum } = scene.parts(equation, t, unit);
      const value = valueIn(scene, truth.values, equation.symbol, t, unit);
      assertClose(FUNCTIONS[equation.activation](sum), value, `${equation.symbol} ${t}`);
    }
  }
});

everyCase("what is taken of a sum of products is the gate or new state", (scene, truth) => {
  for (const equation of scene.equations.filter(({ kind }) => kind === "mixed")) {
    for (const [t, unit] of moments(scene)) {
      if (scene.isHeld(equation.symbol, t, unit)) continue;
      const terms = equation.products.map((factors, i) => equation.coefficients[i] * scene.product(factors, t, unit));
      const sum = FUNCTIONS[equation.function](terms.reduce((total, term) => total + term, 0));
      assertClose(sum, valueIn(scene, truth.values, equation.symbol, t, unit), `${equation.symbol} ${t}`);
    }
  }
});

everyCase("the largest terms come first, and all of them are the sum", (scene) => {
  for (const equation of scene.equations.filter(({ kind }) => kind === "activated")) {
    for (const [t, unit] of moments(scene)) {
      const terms = scene.largest(equation, t, unit, Infinity).map(({ weight, value }) => weight * value);
      const { driven, recurrent } = scene.parts(equation, t, unit);
      assertClose(terms.reduce((total, term) => total + term, 0), driven + recurrent, equation.symbol);
      terms.forEach((term, i) => {
        if (i && Math.abs(term) > Math.abs(terms[i - 1])) throw new Error(`${equation.symbol}: ${terms}`);
      });
    }
  }
});

everyCase("shares of the paths are those of the gradient flow", (scene, truth) => {
  for (let t = 1; t <= scene.T; t++) {
    if (scene.isClosed(t)) continue; // the page says that nothing goes on there
    for (const { name, share } of scene.shares(t)) {
      const expected = truth.shares[name][t - 1]; // null where no gradient arrives
      if (expected === null) assert(Number.isNaN(share), `${name} ${t}`);
      else assertClose(share, expected, `${name} ${t}`, 1e-4);
    }
  }
});
