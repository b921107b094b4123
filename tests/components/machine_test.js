import assert from "node:assert/strict";

import { Machine, rightAt } from "../../assets/components/inside/machine.js";
import { holdsOf } from "../../assets/components/shared/forward.js";
import { assertClose, CASES, everyCase, moments, valueIn } from "./cases.js";

everyCase("a machine that nobody has touched shows the recorded run", (scene) => {
  const machine = new Machine(scene);
  assert.equal(machine.scene.isLive, false);
  machine.perform(null, { gate: scene.gates[0]?.symbol ?? "z", value: 0.5, first: 3, last: scene.T, instead: [] });
  assert.equal(machine.scene.isLive, true);
  machine.perform(null, null);
  for (const [t, unit] of moments(scene)) assert.equal(machine.scene.value("h", t, unit), scene.value("h", t, unit));
});

everyCase("a gate in hand is held from its step on, and nothing before it changes", (scene, truth) => {
  for (const { symbol } of scene.gates) {
    const machine = new Machine(scene);
    const grip = machine.grip(symbol, 0.25, 5);
    machine.perform(null, grip);
    for (const [t, unit] of moments(scene)) {
      const value = machine.scene.value(symbol, t, unit);
      if (t >= grip.first && t <= grip.last) assert.equal(value, 0.25);
      if (t < grip.first) assertClose(value, valueIn(scene, truth.values, symbol, t, unit), `${symbol} ${t}`);
      const kept = machine.scene.untouched(symbol, t, unit);
      assertClose(kept, valueIn(scene, truth.untouched, symbol, t, unit), "the ghost", 1e-4);
    }
    assert(machine.scene.isHeld(symbol, 5, 0));
    assert(Number.isNaN(machine.scene.norm(3)), "its gradient is not known yet");
  }
});

Deno.test("a gate that is held already is taken from where its hold began, which gives way", () => {
  const { scene } = CASES.find(({ scene }) => (scene.held.z ?? []).length === 1 && scene.held.z[0].first === 2);
  const [{ first, last, text }] = scene.held.z;
  assert.deepEqual(new Machine(scene).grip("z", 0.7, last), { gate: "z", value: 0.7, first, last, instead: [text] });
  assert.deepEqual(new Machine(scene).grip("z", 0.7, last + 1).first, last + 1);
  assert.equal(holdsOf(scene).filter(({ gate }) => gate === "z").length, 1);
});

Deno.test("a tape that is typed is read symbol by symbol, and may be longer than the run", () => {
  const { scene, truth } = CASES.find(({ truth }) => truth.name === "gru text write");
  const machine = new Machine(scene);
  const tape = [...scene.labels];
  machine.perform([...tape, "a"], null);
  assert.equal(machine.scene.T, scene.T + 1);
  for (const [t, unit] of moments(scene)) {
    assertClose(machine.scene.value("h", t, unit), valueIn(scene, truth.values, "h", t, unit), `h ${t}`);
  }
  tape[3] = tape[3] === "a" ? "b" : "a";
  machine.perform(tape, null);
  const moved = (t) => Math.abs(machine.scene.value("h", t, 0) - scene.value("h", t, 0));
  assert(moved(3) < 1e-6 && moved(4) > 1e-3);
  assert.equal(machine.scene.labels, tape);
});

Deno.test("the last command decides what is right; without commands the sequence does", () => {
  const scene = { machine: { commands: { S: 0, R: 1 } }, readout: { target: 7 }, labels: [..."·SR·S"] };
  assert.deepEqual([1, 2, 3, 4, 5].map((t) => rightAt(scene, t)), [null, 0, 1, 1, 0]);
  assert.equal(rightAt({ ...scene, machine: { commands: {} } }, 2), 7);
});
