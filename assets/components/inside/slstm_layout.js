// The sLSTM: y carries a mean, m how much it weighs. Forget and input gate meet in q, which compares old and new, and
// of which both valves are made.

import {
  BELOW,
  BOX,
  box,
  input,
  label,
  LEFT,
  pathsOf,
  PLUS,
  plus,
  port,
  productOf,
  RIGHT,
  stateBefore,
  trunk,
  valueOf,
  VALVE,
  valve,
  wire,
} from "./parts.js";

const HEIGHT = 386;
/** Heights: the mean, what is made of q, the weight after and before the step, gates, state and input. */
const ROW = { mean: 36, made: 104, weight: 185, before: 160, gates: 250, state: 322, input: 364 };
const READ = { f0: "forget", i0: "input", g: "candidate", o: "output" }; // paths by gate, from left to right
const COLUMN = { f0: 122, k: 122, q: 236, i0: 380, w: 380, g: 466, o: 552 };
/** Columns of the words on wires, and how far from its middle wires enter and leave q. */
const WORDS = { log: 196, softplus: 316 }, ASIDE = { weight: -18, input: 18, softplus: 31 };
const TOP = ROW.gates - BOX.height;
const yBefore = stateBefore("y"), mBefore = stateBefore("m"), hBefore = stateBefore("h");

export function slstmLayout(scene) {
  const parts = partsOf(scene);
  return {
    height: HEIGHT,
    nodes: [...ports(), ...boxes(scene, parts), ...operations(scene, parts)],
    wires: [...meanWires(scene, parts), ...compared(scene, parts), ...weightWires(scene, parts), ...feeds(scene)],
    notes: [],
  };
}

/** What is kept and what is written, the words on wires, and the paths that lead through q. */
function partsOf(scene) {
  const [kept, written] = scene.equation.get("y").products.map(productOf);
  const taken = (symbol, name) => ({
    kind: "factor",
    factor: scene.equation.get(symbol).products.flat().find((factor) => factor.function === name),
  });
  const through = [...pathsOf(scene, "forget", "input"), "leak:m"];
  return { kept, written, log: taken("q", "log_sigmoid"), softplus: taken("m", "softplus"), through };
}

function ports() {
  return [
    port("y-before", LEFT, ROW.mean, "y", yBefore, ["leak:y"]),
    port("m-before", LEFT, ROW.before, "m", mBefore, ["leak:m"]),
    port("h-before", LEFT, ROW.state, "h", hBefore, ["detour"]),
    port("x", LEFT, ROW.input, "x", input, []),
    port("y-after", RIGHT, ROW.mean, "y", valueOf("y"), ["total:y"]),
    port("h-after", RIGHT, ROW.made, "h", valueOf("h"), ["total:h"], { below: true }),
    port("m-after", RIGHT, ROW.weight, "m", valueOf("m"), ["total:m"], { below: true }),
  ];
}

function boxes(scene, { through }) {
  return [
    ...Object.entries(READ).map(([symbol, path]) => at(ROW.gates, box(symbol, COLUMN[symbol], pathsOf(scene, path)))),
    ...["k", "q", "w"].map((symbol) => at(ROW.made, box(symbol, COLUMN[symbol], through))),
  ];
}

function at(y, node) {
  return { ...node, y };
}

function operations(scene, { kept, written, log, softplus, through }) {
  const { k, g, o, w } = COLUMN;
  return [
    valve("valve-k", "k", k, ROW.mean, kept, ["leak:y"], { on: "on the mean before" }),
    valve("valve-w", "w", g, ROW.made, written, pathsOf(scene, "candidate"), { on: "on the candidate", upright: true }),
    valve("valve-o", "o", o, ROW.made, valueOf("h"), pathsOf(scene, "output")),
    { ...plus("y", g, ["total:y"]), id: "plus-y", y: ROW.mean },
    { ...plus("m", w, ["total:m"]), id: "plus-m", y: ROW.weight },
    label("log", "log σ", WORDS.log, ROW.gates, log, pathsOf(scene, "forget")),
    label("softplus", "softplus", WORDS.softplus, ROW.weight, softplus, through),
  ];
}

function meanWires(scene, { kept, written, through }) {
  const { k, g, o, w } = COLUMN;
  const along = (from, to, y = ROW.mean) => [[from, y], [to, y]];
  const up = (x, from, to) => [[x, from], [x, to]];
  const candidate = pathsOf(scene, "candidate");
  return [
    wire("y-in", along(LEFT, k - VALVE), yBefore, ["leak:y"], { tip: false }),
    wire("y-kept", along(k + VALVE, g - PLUS), kept, ["leak:y"]),
    wire("y-out", along(g + PLUS, RIGHT), valueOf("y"), ["total:y"]),
    wire("k-valve", up(k, ROW.made - BOX.height, ROW.mean + VALVE), valueOf("k"), through),
    wire("w-valve", along(w + BOX.width, g - VALVE, ROW.made), valueOf("w"), through),
    wire("g-valve", up(g, TOP, ROW.made + VALVE), valueOf("g"), candidate, { tip: false }),
    wire("wg-plus", up(g, ROW.made - VALVE, ROW.mean + PLUS), written, candidate),
    wire("y-down", up(o, ROW.mean, ROW.made - VALVE), valueOf("y"), ["show"], { tip: false }),
    wire("o-valve", up(o, TOP, ROW.made + VALVE), valueOf("o"), pathsOf(scene, "output")),
    wire("h-out", along(o + VALVE, RIGHT, ROW.made), valueOf("h"), ["total:h"]),
  ];
}

/** What q is made of, and what is made of q. */
function compared(scene, { log, through }) {
  const { f0, i0, k, q, w } = COLUMN, bottom = ROW.made + BOX.height;
  const [x, weight] = [q + ASIDE.input, q + ASIDE.weight];
  const forget = pathsOf(scene, "forget");
  const level = (from, to) => [[from, ROW.made], [to, ROW.made]];
  const start = WORDS.log - 28, end = WORDS.log + 28; // of the word
  return [
    wire("f0-log", [[f0 + BOX.width, ROW.gates], [start, ROW.gates]], valueOf("f0"), forget, { tip: false }),
    wire("log-q", [[end, ROW.gates], [q, ROW.gates], [q, bottom]], log, forget),
    wire("i0-q", [[i0 - BOX.width, ROW.gates], [x, ROW.gates], [x, bottom]], valueOf("i0"), pathsOf(scene, "input")),
    wire("m-q", [[LEFT, ROW.before], [weight, ROW.before], [weight, bottom]], mBefore, ["leak:m"]),
    wire("q-k", level(q - BOX.width, k + BOX.width), valueOf("q"), through),
    wire("q-w", level(q + BOX.width, w - BOX.width), valueOf("q"), through),
  ];
}

function weightWires(scene, { softplus, through }) {
  const { q, i0 } = COLUMN, x = q + ASIDE.softplus, y = ROW.weight;
  const start = WORDS.softplus - 42, end = WORDS.softplus + 42; // of the word
  return [
    wire("q-softplus", [[x, ROW.made + BOX.height], [x, y], [start, y]], valueOf("q"), through, { tip: false }),
    wire("softplus-m", [[end, y], [i0 - PLUS, y]], softplus, through),
    wire("i0-m", [[i0, TOP], [i0, y + PLUS]], valueOf("i0"), pathsOf(scene, "input")),
    wire("m-out", [[i0 + PLUS, y], [RIGHT, y]], valueOf("m"), ["total:m"]),
  ];
}

function feeds(scene) {
  const branches = (source, off, paths) =>
    Object.keys(READ).map((symbol) => ({ id: `${source}-${symbol}`, x: COLUMN[symbol] + off, paths: paths(symbol) }));
  return [
    ...trunk("x", ROW.input, LEFT, branches("x", 22, () => []), input),
    ...trunk("h", ROW.state, LEFT, branches("h", -22, (symbol) => pathsOf(scene, READ[symbol])), hBefore),
  ].map(lowered);
}

/** A feed into a box that stands lower than those of the other cells. */
function lowered(one) {
  return { ...one, points: one.points.map(([x, y]) => [x, y === BELOW ? ROW.gates + BOX.height : y]) };
}
