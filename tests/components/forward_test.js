import assert from "node:assert/strict";

import { createCell, holdsOf, inputsOf } from "../../assets/components/shared/forward.js";
import { assertClose, everyCase, valueIn } from "./cases.js";

const EXACT = 1e-9;

/** Every gate and state of a run, with its initial state, is what the engine recorded. */
function assertRun(scene, { states, gates }, values) {
  for (const [symbol, rows] of Object.entries({ ...states, ...gates })) {
    assert.equal(rows.length, values[symbol].length);
    rows.forEach((row, t) => {
      row.forEach((value, unit) => assertClose(value, values[symbol][t][unit], `${symbol}, row ${t}`, EXACT));
    });
  }
  const known = [...scene.states, ...scene.gates.map(({ symbol }) => symbol)];
  assert.deepEqual(Object.keys({ ...states, ...gates }).sort(), known.sort());
}

everyCase("a cell run in the browser is the recording", (scene, truth) => {
  const cell = createCell(scene);
  const touched = cell.run(inputsOf(scene), { holds: holdsOf(scene), resets: scene.resets });
  assertRun(scene, touched, truth.values);
  assertRun(scene, cell.run(inputsOf(scene)), truth.untouched);
});

everyCase("it answers as the trained network", (scene, { answer }) => {
  const cell = createCell(scene);
  const said = cell.answer(cell.run(inputsOf(scene), { holds: holdsOf(scene), resets: scene.resets }).states);
  if (answer === null) {
    assert.equal(said, null);
    return;
  }
  answer.outputs.forEach((output, k) => assertClose(said.outputs[k], output, `output ${k}`, EXACT));
  assert.deepEqual([said.text, said.truth, said.isRight], [answer.text, answer.truth, answer.isRight]);
});

everyCase("a run may start anywhere, and goes on as one that was not interrupted", (scene, { untouched }) => {
  const [cell, half] = [createCell(scene), Math.floor(scene.T / 2)];
  const initial = Object.fromEntries(scene.states.map((name) => [name, untouched[name][half]]));
  const { states } = cell.run(inputsOf(scene).slice(half), { initial });
  for (const name of scene.states) {
    const last = states[name][scene.T - half];
    last.forEach((value, unit) => {
      assertClose(value, valueIn(scene, untouched, name, scene.T, unit), `${name} of unit ${unit}`, EXACT);
    });
  }
});

everyCase("a later hold wins, and holds what it names only", (scene, { untouched }) => {
  const [cell, gate] = [createCell(scene), scene.gates[0]?.symbol];
  if (!gate) return;
  const held = [{ gate, unit: null, from: 2, to: 3, value: 0.75 }, { gate, unit: 1, from: 3, to: 3, value: 0.5 }];
  const { [gate]: rows } = cell.run(inputsOf(scene), { holds: held }).gates;
  rows[0].forEach((value, unit) => assertClose(value, untouched[gate][0][unit], `unit ${unit}`, EXACT));
  assert(rows[1].every((value) => value === 0.75));
  assert.deepEqual([...rows[2]], Array.from({ length: scene.H }, (_, unit) => (unit === 1 ? 0.5 : 0.75)));
});
