import assert from "node:assert/strict";

import { rangeOf } from "../../assets/components/inside/painting.js";

/** Two units of a cell state over three steps: one goes as far as 35, the other to 1.5, and to 2 if untouched. */
const VALUES = [[0.5, -1, 1.5], [20, 35, -30]];
const scene = {
  T: 3,
  H: 2,
  limits: { c: 35 },
  value: (_symbol, t, unit) => VALUES[unit][t - 1],
  untouched: (_symbol, t, unit) => (unit === 0 && t === 2 ? -2 : VALUES[unit][t - 1]),
};
const track = { key: "c", kind: "state" };
const range = (form, units) => rangeOf(scene, track, { form, units });

Deno.test("lines have the scale of the units that are drawn, heatmaps that of all", () => {
  assert.deepEqual(range("lines", [0]), [-2, 2]);
  assert.deepEqual(range("lines", [0, 1]), [-35, 35]);
  assert.deepEqual(range("lines", [null]), [-17, 17]); // means are 10.25, 17 and −14.25; untouched the second is 16.5
  assert.deepEqual(range("heat", [0]), [-35, 35]);
});

Deno.test("a small state does not fill the height", () => {
  const small = { ...scene, limits: { c: 1 }, value: () => 0.01, untouched: () => 0.01 };
  assert.deepEqual(rangeOf(small, track, { form: "lines", units: [0] }), [-1, 1]);
});
