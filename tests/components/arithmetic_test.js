import assert from "node:assert/strict";

import {
  equationPieces,
  largestPieces,
  meanPieces,
  pathPieces,
  pathSumPieces,
  shareWords,
} from "../../assets/components/inside/arithmetic.js";
import { glyph } from "../../assets/components/inside/format.js";
import { assertClose, euclidean, everyCase, moments, valueIn } from "./cases.js";
import { numberIn } from "./reading.js";

const FUNCTIONS = {
  "σ": "sigmoid",
  "tanh": "Math.tanh",
  "ReLU": "relu",
  "exp": "Math.exp",
  "softplus": "softplus",
  "": "",
};
const HELPERS = "const sigmoid = (x) => 1 / (1 + Math.exp(-x)), relu = (x) => Math.max(0, x)," +
  "softplus = (x) => Math.log(1 + Math.exp(x));";

/** What pieces come to between their equals signs, computed as one would from the page. */
function evaluated(pieces) {
  return pieces.map((piece) => ("sign" in piece ? piece.sign : `(${piece.result ?? piece.value})`)).join(" ")
    .split(/ ?= ?| held at | in place of /)
    .map((side) =>
      side.replaceAll("×", "*").replaceAll("−", "-").replace(
        /^(σ|tanh|ReLU|exp|softplus|)(?=\()/,
        (name) => FUNCTIONS[name],
      )
    )
    .map((side) => Function(`${HELPERS} return ${side}`)());
}

everyCase("every side of an equation comes to the recorded value", (scene, truth) => {
  for (const equation of scene.equations) {
    for (const [t, unit] of moments(scene)) {
      const value = valueIn(scene, truth.values, equation.symbol, t, unit);
      const pieces = equationPieces(scene, equation, t, unit);
      const held = scene.isHeld(equation.symbol, t, unit);
      const sides = evaluated(pieces);
      const isMixed = equation.kind === "mixed";
      assert.equal(sides.length, (isMixed ? 2 : 3) + (held ? 1 : 0));
      const heldSide = isMixed ? 1 : 2;
      if (held) assertClose(sides[heldSide], value, "held value");
      sides.forEach((side, i) => {
        if (held) assertClose(i === heldSide ? sides[0] : side, sides[0], `side ${i} of held ${equation.symbol}`);
        else assertClose(side, value, `side ${i} of ${equation.symbol} at ${t}`);
      });
    }
  }
});

everyCase("means and extremes are those of the recording", (scene, truth) => {
  for (const symbol of [...scene.gates.map((gate) => gate.symbol), ...scene.states]) {
    for (let t = 1; t <= scene.T; t++) {
      const values = Array.from({ length: scene.H }, (_, unit) => valueIn(scene, truth.values, symbol, t, unit));
      const [, mean, ends] = meanPieces(scene, symbol, t);
      assertClose(mean.result, values.reduce((sum, value) => sum + value, 0) / scene.H, symbol);
      const [low, high] = ends.sign.replace("from ", "").split(" to ").map(numberIn);
      assertClose(low, Math.min(...values), symbol, 0.06);
      assertClose(high, Math.max(...values), symbol, 0.06);
    }
  }
});

everyCase("going backward, paths add up to the gradient", (scene, truth) => {
  for (const state of scene.states) {
    for (const [t, unit] of moments(scene)) {
      const pieces = pathSumPieces(scene, state, t, unit);
      if (scene.isClosed(t)) {
        assert.match(pieces[0].sign, scene.reset.has(t) ? /^the state was reset here/ : /^cut here/);
        continue;
      }
      const gradient = truth.gradients[state][t - 1][unit];
      if (!scene.pathsInto(state).length) {
        assert.match(pieces[0].sign, /^nothing/);
        assert.equal(gradient, 0);
        continue;
      }
      for (const side of evaluated(pieces)) assertClose(side, gradient, `∂L/∂${state} before ${t}`);
    }
  }
});

everyCase("over all units the norm of the whole gradient stands in place of the sum", (scene, truth) => {
  for (let t = 1; t <= scene.T; t++) {
    if (scene.isClosed(t)) continue;
    const whole = euclidean(scene.states.flatMap((state) => truth.gradients[state][t - 1]));
    const [, norm] = pathSumPieces(scene, scene.states[0], t, null);
    assertClose(norm.result, whole, `norm before ${t}`);
  }
});

everyCase("a path's line shows what it brings to one unit", (scene, truth) => {
  for (const path of scene.paths) {
    assert.deepEqual(pathPieces(scene, path, 1, null), []);
    for (const [t, unit] of moments(scene)) {
      if (scene.isClosed(t)) continue;
      const pieces = pathPieces(scene, path, t, unit);
      assert.equal(pieces.length, path.into.length);
      pieces.forEach(({ value, name }, i) => {
        assertClose(value, truth.paths[`${path.name}:${path.into[i]}`][t - 1][unit], path.name);
        assert.equal(name, `into ${glyph(path.into[i])}ₜ₋₁, unit ${unit}`);
      });
    }
  }
});

everyCase("at most four terms are listed, none of them zero", (scene) => {
  for (const equation of scene.equations.filter(({ kind }) => kind === "activated")) {
    for (const [t, unit] of moments(scene)) {
      const numbers = largestPieces(scene, equation, t, unit).filter((piece) => "value" in piece);
      assert(numbers.length <= 8 && numbers.length % 2 === 0);
      assert(numbers.every(({ value }) => value !== 0));
    }
  }
});

Deno.test("a share in words", () => {
  assert.deepEqual([0.5, -0.014, NaN].map(shareWords), ["50% of the gradient", "−1% of the gradient", "no gradient"]);
});
