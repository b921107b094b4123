import assert from "node:assert/strict";

import { layoutOf } from "../../assets/components/inside/layout.js";
import { heldBy, inputWords, partName, unitLabel, unitName } from "../../assets/components/inside/words.js";
import { CASES, euclidean, everyCase, moments, valueIn } from "./cases.js";
import { numberIn } from "./reading.js";

/** Checks that words end with a number, to the digits that they give. */
function assertSays(words, value) {
  const number = numberIn(words.split(": ").at(-1).replace(" (norm)", ""));
  const room = Math.max(0.0006, 0.06 * Math.abs(value)) * (Math.abs(value) < 0.001 || Math.abs(value) >= 0.1 ? 1 : 0.1);
  assert(Math.abs(number - value) <= room, `${words}, in place of ${value}`);
}

everyCase("going forward, boxes, valves and ports say the recorded numbers", (scene, truth) => {
  for (const node of layoutOf(scene).nodes) {
    for (const [t, unit] of moments(scene)) {
      const value = expected(scene, truth, node, t, unit);
      if (value !== null) assertSays(partName(scene, node, t, unit, "forward"), value);
    }
  }
});

function expected(scene, truth, node, t, unit) {
  if (node.kind === "valve") {
    const value = valueIn(scene, truth.values, node.gate, t, unit);
    return { complement: 1 - value, root: Math.sqrt(1 - value ** 2), identity: value }[node.taken];
  }
  const { kind, symbol, previous } = node.what;
  if (kind === "equation") return valueIn(scene, truth.values, symbol, t, unit);
  if (kind === "state" && previous) return scene.reset.has(t) ? 0 : truth.values[symbol][t - 1][unit];
  return null;
}

everyCase("over all units they say the mean", (scene, truth) => {
  for (const node of layoutOf(scene).nodes.filter(({ kind }) => kind === "box")) {
    for (let t = 1; t <= scene.T; t++) {
      let sum = 0;
      for (let unit = 0; unit < scene.H; unit++) sum += valueIn(scene, truth.values, node.symbol, t, unit);
      assertSays(partName(scene, node, t, null, "forward"), sum / scene.H);
    }
  }
});

everyCase("going backward, a part of one path says its gradient", (scene, truth) => {
  const { nodes, wires } = layoutOf(scene);
  const states = new Map(scene.paths.map(({ name, into }) => [name, into]));
  const whole = (path) => states.get(path)?.length === 1 ? `${path}:${states.get(path)[0]}` : path;
  const parts = [...nodes, ...wires].filter(({ paths }) => paths.length === 1 && whole(paths[0]) in truth.paths);
  assert(parts.length > 0);
  for (const part of parts) {
    for (let t = 1; t <= scene.T; t++) {
      const gradient = truth.paths[whole(part.paths[0])][t - 1];
      if (scene.isClosed(t)) {
        assert(partName(scene, part, t, 0, "backward").endsWith("exactly zero, cut here"));
        continue;
      }
      assertSays(partName(scene, part, t, null, "backward"), euclidean(gradient));
      gradient.forEach((value, unit) => assertSays(partName(scene, part, t, unit, "backward"), value));
    }
  }
});

everyCase("every part has a name without gaps", (scene) => {
  const { nodes, wires } = layoutOf(scene);
  for (const part of [...nodes, ...wires.filter(({ schematic }) => !schematic)]) {
    for (const way of ["forward", "backward"]) {
      for (const unit of [null, 0]) {
        assert.doesNotMatch(partName(scene, part, 1, unit, way), /undefined|NaN|null|object/);
      }
    }
  }
});

Deno.test("the valves of a GRU are named as its equation has them, in both conventions", () => {
  const valves = (name) => {
    const { scene } = CASES.find(({ truth }) => truth.name === name);
    return layoutOf(scene).nodes
      .filter(({ kind }) => kind === "valve")
      .map((node) => partName(scene, node, 1, 0, "forward").split(",")[0]);
  };
  const reset = "valve of the reset gate r",
    keep = "valve of the update gate z",
    turned = "valve of the update gate 1 − z";
  assert.deepEqual(valves("gru noise write"), [reset, turned, keep]);
  assert.deepEqual(valves("gru noise keep"), [reset, keep, turned]);
});

Deno.test("a text names what is read", () => {
  const { scene } = CASES.find(({ truth }) => truth.name.includes(" text "));
  const x = layoutOf(scene).nodes.find(({ id }) => id === "x");
  assert.equal(partName(scene, x, 2, null, "forward"), "input x, step 2: “b”");
});

Deno.test("a unit is named with its memory", () => {
  const scene = { timeConstants: [0.52, 12.6, 1e6, null], latches: [null, [3, 9], null, null] };
  assert.deepEqual([0, 1, 2, 3].map((unit) => unitLabel(scene, unit)), [
    "Unit 0 · remembers ≈ 0.5 steps",
    "Unit 1 · holds for 7 steps",
    "Unit 2 · remembers > 1,000 steps",
    "Unit 3",
  ]);
  assert(unitLabel({ timeConstants: [999.4], latches: [null] }, 0).length < 34, "it fits into its list");
  assert.equal(unitLabel({ timeConstants: null, latches: [null] }, 0), "Unit 0");
  assert.deepEqual([unitName(null), unitName(4)], ["mean over units", "unit 4"]);
});

everyCase("no two parts that one reaches by keyboard have one name", (scene) => {
  for (const way of ["forward", "backward"]) {
    for (const unit of [null, 0]) {
      const names = layoutOf(scene).nodes.map((node) => partName(scene, node, 2, unit, way).split(", step")[0]);
      assert.equal(new Set(names).size, names.length, names.join("; "));
    }
  }
});

Deno.test("a row that is 1 in one channel is told by that channel, and numbers of a few channels one by one", () => {
  const scene = (rows) => ({
    D: rows[0].length,
    input: (t, j) => rows[t - 1][j],
    hotChannel: (t) => (rows[t - 1].join() === "0,0,0,1" ? 3 : null),
  });
  assert.equal(inputWords(scene([[0, 0, 0, 1]]), 1), "x₃ is 1, all others are 0");
  assert.equal(inputWords(scene([[0.25, -1]]), 1), "0.250, −1.000");
  assert.equal(inputWords(scene([Array(28).fill(0.5)]), 1), "28 numbers of size 0.500");
});

everyCase("what can be held are gates and their valves, where the page lets one", (scene) => {
  for (const node of layoutOf(scene).nodes) {
    const isGate = ["box", "valve"].includes(node.kind) && scene.gate.has(node.gate ?? node.symbol);
    assert.equal(Boolean(heldBy(scene, node)), isGate);
  }
});
