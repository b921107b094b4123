// The cells with gates and one state: GRU and its variants, and custom ones.

import {
  ABOVE,
  box,
  feed,
  input,
  keptAndAdded,
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

/** Columns: where the state branches off, the gates (one that does both has its own place), valves and the sum. */
const AT = {
  branch: 62,
  update: 140,
  shared: 200,
  reset: 270,
  product: 330,
  keep: 345,
  resetBefore: 370,
  resetAfter: 395,
  candidate: 450,
  write: 515,
  sum: 578,
};
/** Heights: of the wire from the update gate to its valves, of the valve that writes, of the wire from the reset gate. */
const LIFT = { update: 98, write: 134, reset: 146 };
const before = stateBefore("h");

export function gatedLayout(scene) {
  const parts = partsOf(scene);
  const feeds = [...inputFeeds(parts), ...stateFeeds(scene, parts)];
  const state = parts.mixed ? mixedState(scene, parts) : replacedState();
  return {
    nodes: [
      port("h-before", LEFT, ROWS.carry, "h", before, ["out"]),
      port("x", LEFT, ROWS.input, "x", input, []),
      port("h-after", RIGHT, ROWS.carry, "h", valueOf("h"), ["total"]),
      box(parts.candidate.symbol, AT.candidate, pathsOf(scene, "candidate")),
      ...parts.gates.map(({ symbol, x, paths }) => box(symbol, x, paths)),
      ...resetNodes(scene, parts),
      ...state.nodes,
    ],
    wires: [...feeds, ...state.wires],
    notes: [],
  };
}

/** Which gate updates and which resets, and where they stand. */
function partsOf(scene) {
  const activated = scene.equations.filter(({ kind }) => kind === "activated");
  const candidate = activated.at(-1);
  const mixed = scene.equations.find(({ kind, symbol }) => kind === "mixed" && symbol === "h");
  const isGate = (name) => activated.some(({ symbol }) => symbol === name && symbol !== candidate.symbol);
  const update = mixed?.products.flat().find(({ symbol, previous }) => !previous && isGate(symbol))?.symbol;
  const reset = candidate.reset ?? candidate.resetAfter;
  const gates = update === reset ? [{ symbol: update, x: AT.shared, paths: pathsOf(scene, "update", "reset") }] : [
    { symbol: update, x: AT.update, paths: pathsOf(scene, "update") },
    { symbol: reset, x: AT.reset, paths: pathsOf(scene, "reset") },
  ];
  const reads = activated.some(({ readsState }) => readsState);
  return { candidate, mixed, update, reset, reads, gates: gates.filter(({ symbol }) => symbol) };
}

/** Columns at which the two uses of a gate leave it: apart, where one gate does both. */
function exits({ update, reset, gates }) {
  const x = (symbol) => gates.find((gate) => gate.symbol === symbol)?.x;
  const apart = update === reset ? 12 : 0;
  return { update: x(update) - apart, reset: x(reset) + apart };
}

function inputFeeds({ gates, candidate }) {
  const branches = gates.map(({ symbol, x }) => ({ id: `x-${symbol}`, x: x + 22, paths: [] }));
  return trunk(
    "x",
    ROWS.input,
    LEFT,
    [...branches, { id: `x-${candidate.symbol}`, x: AT.candidate + 25, paths: [] }],
    input,
  );
}

/** The state on its way to the gates and to the candidate. */
function stateFeeds(scene, parts) {
  const { candidate, reset, reads, gates } = parts;
  if (!reads) return [];
  const branches = gates
    .filter(({ symbol }) => scene.equation.get(symbol).readsState)
    .map(({ symbol, x, paths }) => ({ id: `h-${symbol}`, x: x - 22, paths }));
  const own = pathsOf(scene, "candidate");
  const direct = candidate.readsState && !reset;
  if (direct) branches.push({ id: `h-${candidate.symbol}`, x: AT.candidate - 20, paths: own });
  const isReset = candidate.readsState && reset;
  return [
    wire("h-down", [[AT.branch, ROWS.carry], [AT.branch, ROWS.state]], before, ["detour"], { tip: false }),
    ...trunk("h", ROWS.state, AT.branch, branches, before, isReset ? own : null),
    ...(isReset ? resetWires(scene, parts, branches.at(-1)?.x ?? AT.branch) : []),
  ];
}

/** From the last branch through the valve of the reset gate to the candidate. */
function resetWires(scene, parts, from) {
  const { candidate, reset } = parts;
  const x = valveColumn(parts), exit = exits(parts).reset;
  const arriving = candidate.resetAfter ? { kind: "recurrent", symbol: candidate.symbol } : before;
  const passed = { kind: "reset", symbol: candidate.symbol };
  const paths = pathsOf(scene, "candidate");
  const control = [[exit, ABOVE], [exit, LIFT.reset], [x, LIFT.reset], [x, ROWS.state - VALVE]];
  const start = candidate.resetAfter ? AT.product : from;
  return [
    ...(candidate.resetAfter
      ? [wire("h-product", [[from, ROWS.state], [AT.product, ROWS.state]], before, paths, { tip: false })]
      : []),
    wire("h-valve", [[start, ROWS.state], [x - VALVE, ROWS.state]], arriving, paths, { tip: false }),
    wire("valve-n", feed(ROWS.state, x + VALVE, AT.candidate - 20), passed, paths),
    wire("r-valve", control, valueOf(reset), pathsOf(scene, "reset")),
  ];
}

function resetNodes(scene, parts) {
  const { candidate, reset } = parts;
  if (!candidate.readsState || !reset) return [];
  const passed = { kind: "reset", symbol: candidate.symbol };
  const paths = pathsOf(scene, "reset", "candidate");
  const taken = candidate.resetTurned ? "complement" : "identity";
  const nodes = [valve("valve-r", reset, valveColumn(parts), ROWS.state, passed, paths, { taken })];
  if (candidate.resetAfter) {
    const what = { kind: "recurrent", symbol: candidate.symbol };
    const text = candidate.stateBias ? "U h + c" : "U h";
    nodes.push(label("product", text, AT.product, ROWS.state, what, pathsOf(scene, "candidate")));
  }
  return nodes;
}

function valveColumn({ candidate }) {
  return candidate.resetAfter ? AT.resetAfter : AT.resetBefore;
}

/** The new state as a mixture of the one before and the candidate. */
function mixedState(scene, parts) {
  const { kept, added } = keptAndAdded(parts.mixed.products);
  const z = parts.update, exit = exits(parts).update;
  const turned = (product) => ({ taken: product.find(({ symbol }) => symbol === z).function });
  const only = (...names) => pathsOf(scene, ...names);
  const keepPaths = only("leak", "update"), writePaths = only("candidate", "update");
  const up = [[AT.candidate, ABOVE], [AT.candidate, LIFT.write], [AT.write - VALVE, LIFT.write]];
  const across = [[exit, ABOVE], [exit, LIFT.update], [AT.write, LIFT.update], [AT.write, LIFT.write - VALVE]];
  const sum = [[AT.write + VALVE, LIFT.write], [AT.sum, LIFT.write], [AT.sum, ROWS.carry + PLUS]];
  return {
    nodes: [
      valve("valve-keep", z, AT.keep, ROWS.carry, productOf(kept), keepPaths, turned(kept)),
      valve("valve-write", z, AT.write, LIFT.write, productOf(added), writePaths, turned(added)),
      plus("h", AT.sum, ["total"]),
    ],
    wires: [
      ...(parts.reads ? [wire("h-in", along(LEFT, AT.branch), before, ["out"], { tip: false })] : []),
      wire("keep-in", along(parts.reads ? AT.branch : LEFT, AT.keep - VALVE), before, only("leak"), { tip: false }),
      wire("keep-out", along(AT.keep + VALVE, AT.sum - PLUS), productOf(kept), only("leak")),
      wire("z-write", across, valueOf(z), only("update")),
      wire("z-keep", [[AT.keep, LIFT.update], [AT.keep, ROWS.carry + VALVE]], valueOf(z), only("update")),
      wire("n-write", up, valueOf(parts.candidate.symbol), only("candidate"), { tip: false }),
      wire("write-plus", sum, productOf(added), only("candidate")),
      wire("h-out", along(AT.sum + PLUS, RIGHT), valueOf("h"), ["total"]),
    ],
  };
}

/** The candidate as the new state. */
function replacedState() {
  const out = [[AT.candidate, ABOVE], [AT.candidate, ROWS.carry], [RIGHT, ROWS.carry]];
  return {
    nodes: [],
    wires: [
      wire("h-in", along(LEFT, AT.branch), before, ["out"], { tip: false }),
      wire("n-out", out, valueOf("h"), ["total"]),
    ],
  };
}

function along(from, to) {
  return [[from, ROWS.carry], [to, ROWS.carry]];
}
