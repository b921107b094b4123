import assert from "node:assert/strict";

import { layoutOf } from "../../assets/components/inside/layout.js";
import { bridges, junctions } from "../../assets/components/inside/meeting.js";
import { CASES, everyCase } from "./cases.js";

/** Whether a wire passes a point otherwise than by an end. */
function passes({ points }, [x, y]) {
  const isEnd = [points[0], points.at(-1)].some(([x0, y0]) => x0 === x && y0 === y);
  return !isEnd && points.slice(1).some(([x1, y1], i) => {
    const [x0, y0] = points[i];
    const isLevel = y0 === y && y1 === y && Math.min(x0, x1) <= x && x <= Math.max(x0, x1);
    const isUpright = x0 === x && x1 === x && Math.min(y0, y1) <= y && y <= Math.max(y0, y1);
    return isLevel || isUpright;
  });
}

everyCase("an end on another wire is a joint, and every joint is where a wire ends", (scene) => {
  const { wires } = layoutOf(scene);
  const joints = junctions(wires).map(String);
  const ends = wires.flatMap(({ points }) => [points[0], points.at(-1)]);
  for (const end of ends) {
    if (wires.some((wire) => passes(wire, end))) assert(joints.includes(String(end)), `no dot at ${end}`);
  }
  for (const joint of joints) assert(ends.map(String).includes(joint));
  assert.equal(new Set(joints).size, joints.length);
});

const TURNING = ["k", "s1", "m"]; // states of the cells in which a wire has to cross one of these

everyCase("only wires that are not joined pass over each other, the input over the state", (scene) => {
  const { wires } = layoutOf(scene);
  const isInput = ({ what }) => what.kind === "input";
  const ordered = [...wires.filter((wire) => !isInput(wire)), ...wires.filter(isInput)];
  const byId = new Map(wires.map((wire) => [wire.id, wire]));
  const joints = junctions(wires);
  for (const { wire, points: [[x0, y0], [x1, y1]] } of bridges(ordered)) {
    if (!scene.states.some((state) => TURNING.includes(state))) assert.equal(byId.get(wire).what.kind, "input");
    const middle = [(x0 + x1) / 2, (y0 + y1) / 2];
    const crossed = wires.filter((other) => passes(other, middle));
    assert.equal(crossed.length, 2);
    assert(!joints.some(([x, y]) => Math.hypot(x - middle[0], y - middle[1]) < 12), "a gap beside a dot");
  }
});

/** Dots and gaps of four cells, read off their diagrams. */
const DRAWN = {
  "gru noise write": { dots: 6, gaps: 2 }, // h down, z and r off h; z and r off x; z at its valve
  "lstm noise write": { dots: 7, gaps: 3 }, // f, i, g off x and off h; tanh off c
  "rnn noise write": { dots: 2, gaps: 0 }, // both ends of the loop
  "mingru noise write": { dots: 2, gaps: 0 }, // z off x; z at its valve
};

for (const [name, { dots, gaps }] of Object.entries(DRAWN)) {
  Deno.test(`${name}: ${dots} dots, ${gaps} gaps`, () => {
    const { wires } = layoutOf(CASES.find(({ truth }) => truth.name === name).scene);
    const isInput = ({ what }) => what.kind === "input";
    assert.equal(junctions(wires).length, dots);
    assert.equal(bridges([...wires.filter((wire) => !isInput(wire)), ...wires.filter(isInput)]).length, gaps);
  });
}
