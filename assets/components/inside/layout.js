// Where the parts of a cell stand, by what its equations are: a plain recurrence, a gated one, one whose gates are made
// of others that read the input alone, one that turns its state, one with two states that h shows, an LSTM or an sLSTM.
// Schematic in its places; thickness, colour, valves and numbers come from the run.

import { gatedLayout } from "./gated_layout.js";
import { linearLayout } from "./linear_layout.js";
import { lruLayout } from "./lru_layout.js";
import { lstmLayout } from "./lstm_layout.js";
import { slstmLayout } from "./slstm_layout.js";
import { ssmLayout } from "./ssm_layout.js";
import { ABOVE, box, feed, input, LEFT, port, RIGHT, ROWS, stateBefore, valueOf, VIEW, wire } from "./parts.js";

/** Nodes, wires and notes for the cell of a scene. @returns {import("./parts.js").Layout} */
export function layoutOf(scene) {
  if (scene.states.includes("c")) return lstmLayout(scene);
  if (scene.states.includes("m")) return slstmLayout(scene);
  if (scene.states.includes("k")) return lruLayout(scene);
  if (scene.states.includes("s1")) return ssmLayout(scene);
  if (scene.equations.some(({ kind, symbol }) => kind === "mixed" && !scene.states.includes(symbol))) {
    return linearLayout(scene);
  }
  return scene.gates.length > 0 ? gatedLayout(scene) : plainLayout(scene);
}

const CENTRE = VIEW.width / 2;
const OUT = 110, LOOP = { top: 30, left: 52, right: 570 }; // height of the new state; the feedback loop

function plainLayout(scene) {
  const recurrent = scene.paths.map(({ name }) => name);
  const before = stateBefore("h");
  const loop = [[LOOP.right, OUT], [LOOP.right, LOOP.top], [LOOP.left, LOOP.top], [LOOP.left, ROWS.state]];
  return {
    nodes: [
      port("h-before", LEFT, ROWS.state, "h", before, recurrent),
      port("x", LEFT, ROWS.input, "x", input, []),
      port("h-after", RIGHT, OUT, "h", valueOf("h"), ["total"]),
      box("h", CENTRE, recurrent),
    ],
    wires: [
      wire("loop", loop, { kind: "loop" }, [], { schematic: true, tip: false }),
      wire("x-h", feed(ROWS.input, LEFT, CENTRE + 25), input, []),
      wire("h-h", feed(ROWS.state, LEFT, CENTRE - 25), before, recurrent),
      wire("h-out", [[CENTRE, ABOVE], [CENTRE, OUT], [RIGHT, OUT]], valueOf("h"), ["total"]),
    ],
    notes: [{ x: 311, y: 22, text: "the feedback loop: this step's h is the next step's input (schematic)" }],
  };
}
