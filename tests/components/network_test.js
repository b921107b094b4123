import assert from "node:assert/strict";

import { networkOf } from "../../assets/components/shared/network.js";
import { assertClose, FOLDER } from "./cases.js";

const NETWORKS = JSON.parse(Deno.readTextFileSync(`${FOLDER}/networks.json`));

Deno.test("a network run in the browser says what the engine's says", async (t) => {
  assert(new Set(NETWORKS.map(({ data }) => data.cell)).size >= 5);
  for (const { data, rows, symbols, outputs, last } of NETWORKS) {
    await t.step(`${data.cell}, ${data.arrays.U.kind}`, () => {
      const network = networkOf(data);
      let state = network.start();
      [...rows, ...symbols].forEach((input, t) => {
        state = network.step(state, input);
        network.outputs(state).forEach((output, k) => assertClose(output, outputs[t][k], `${k} at ${t}`, 1e-5));
      });
      for (const [name, values] of Object.entries(last)) {
        state[name].forEach((value, unit) => assertClose(value, values[unit], `${name} of ${unit}`, 1e-5));
      }
      assert.equal(network.names[3], "3");
    });
  }
});

Deno.test("a state can be gone on from twice, and its chances are those of its outputs", () => {
  for (const { data, rows } of NETWORKS) {
    const network = networkOf(data);
    const half = rows.slice(0, 3).reduce((state, row) => network.step(state, row), network.start());
    const before = [...half.h];
    const [once, , again] = [rows[3], rows[4], rows[3]].map((row) => network.step(half, row));
    assert.deepEqual([...half.h], before);
    assert.deepEqual(once, again);
    const [outputs, chances] = [network.outputs(once), network.chances(once)];
    assertClose(chances.reduce((sum, one) => sum + one), 1, "sum", 1e-12);
    assertClose(Math.log(chances[2] / chances[7]), outputs[2] - outputs[7], "log odds", 1e-9);
    assertClose(Math.log(network.chances(once, 2)[2] / network.chances(once, 2)[7]), (outputs[2] - outputs[7]) / 2, "");
  }
});
