// The cells with two states: c carries, h shows.

import {
  ABOVE,
  box,
  input,
  keptAndAdded,
  LABEL,
  label,
  LEFT,
  pathsOf,
  PLUS,
  plus,
  port,
  productOf,
  RIGHT,
  ROWS,
  stateBefore,
  trunk,
  valueOf,
  VALVE,
  valve,
  wire,
} from "./parts.js";

const GATES = { f: "forget", i: "input", g: "candidate", o: "output" }; // paths by gate, from left to right
const FIRST = 150, PITCH = 100; // columns of the gates
const AT = { sum: 298, show: 535 };
/** Heights: the valve that writes, the wire of the candidate into it, tanh of c, and the valve of the output gate. */
const LIFT = { write: 112, candidate: 142, tanh: 96, show: 148 };
const cBefore = stateBefore("c"), hBefore = stateBefore("h");

export function lstmLayout(scene) {
  const symbols = Object.keys(GATES).filter((symbol) => scene.equation.has(symbol));
  const column = Object.fromEntries(symbols.map((symbol, k) => [symbol, FIRST + k * PITCH]));
  const parts = { column, ...keptAndAdded(scene.equation.get("c").products) };
  return {
    nodes: [
      ...ports(scene),
      ...operations(scene, parts),
      ...symbols.map((symbol) => box(symbol, column[symbol], pathsOf(scene, GATES[symbol]))),
    ],
    wires: [
      ...carryWires(scene, parts),
      ...gateWires(scene, parts),
      ...feeds(scene, parts, symbols),
    ],
    notes: [],
  };
}

function ports(scene) {
  return [
    port("c-before", LEFT, ROWS.carry, "c", cBefore, pathsOf(scene, "leak")),
    port("h-before", LEFT, ROWS.state, "h", hBefore, ["detour"]),
    port("x", LEFT, ROWS.input, "x", input, []),
    port("c-after", RIGHT, ROWS.carry, "c", valueOf("c"), ["total:c"]),
    port("h-after", RIGHT, LIFT.show, "h", valueOf("h"), ["total:h"], { below: true }),
  ];
}

function operations(scene, { column, kept, added }) {
  const only = (...names) => pathsOf(scene, ...names);
  const { symbol, function: taken } = added.find((factor) => factor.symbol !== "g");
  const writes = { taken, upright: true };
  return [
    valve("valve-f", "f", column.f, ROWS.carry, productOf(kept), only("leak", "forget")),
    plus("c", AT.sum, ["total:c"]),
    valve("valve-i", symbol, AT.sum, LIFT.write, productOf(added), only("input", "candidate"), writes),
    label("tanh", "tanh", AT.show, LIFT.tanh, squashed(scene), ["show"]),
    valve("valve-o", "o", AT.show, LIFT.show, valueOf("h"), only("output")),
  ];
}

/** tanh of the cell state. */
function squashed(scene) {
  return { kind: "factor", factor: scene.equation.get("h").products[0].find((factor) => factor.function === "tanh") };
}

function carryWires(scene, { column, kept }) {
  const along = (from, to) => [[from, ROWS.carry], [to, ROWS.carry]];
  const shown = [[AT.show, LIFT.tanh + LABEL], [AT.show, LIFT.show - VALVE]];
  return [
    wire("c-in", along(LEFT, column.f - VALVE), cBefore, pathsOf(scene, "leak"), { tip: false }),
    wire("c-kept", along(column.f + VALVE, AT.sum - PLUS), productOf(kept), pathsOf(scene, "leak")),
    wire("c-out", along(AT.sum + PLUS, RIGHT), valueOf("c"), ["total:c"]),
    wire("c-down", [[AT.show, ROWS.carry], [AT.show, LIFT.tanh - LABEL]], valueOf("c"), ["show"]),
    wire("tanh-o", shown, squashed(scene), ["show"], { tip: false }),
    wire("h-out", [[AT.show + VALVE, LIFT.show], [RIGHT, LIFT.show]], valueOf("h"), ["total:h"]),
  ];
}

function gateWires(scene, { column, added }) {
  const { f, i, g, o } = column;
  const up = [[AT.sum, LIFT.write - VALVE], [AT.sum, ROWS.carry + PLUS]];
  const writes = [AT.sum - VALVE, LIFT.write];
  const candidate = [[g, ABOVE], [g, LIFT.candidate], [AT.sum, LIFT.candidate], [AT.sum, LIFT.write + VALVE]];
  return [
    wire("f-valve", [[f, ABOVE], [f, ROWS.carry + VALVE]], valueOf("f"), pathsOf(scene, "forget")),
    wire("g-valve", candidate, valueOf("g"), pathsOf(scene, "candidate"), { tip: false }),
    wire("ig-plus", up, productOf(added), pathsOf(scene, "input", "candidate")),
    wire("o-valve", [[o, ABOVE], [o, LIFT.show], [AT.show - VALVE, LIFT.show]], valueOf("o"), pathsOf(scene, "output")),
    i // coupled cells have no input gate: the forget gate writes too
      ? wire("i-valve", [[i, ABOVE], [i, LIFT.write], writes], valueOf("i"), pathsOf(scene, "input"))
      : wire("i-valve", [[f, LIFT.write], writes], valueOf("f"), pathsOf(scene, "forget")),
  ];
}

function feeds(scene, { column }, symbols) {
  const at = (source, off, paths) =>
    symbols.map((symbol) => ({ id: `${source}-${symbol}`, x: column[symbol] + off, paths: paths(symbol) }));
  return [
    ...trunk("x", ROWS.input, LEFT, at("x", 22, () => []), input),
    ...trunk("h", ROWS.state, LEFT, at("h", -22, (symbol) => pathsOf(scene, GATES[symbol])), hBefore),
  ];
}
