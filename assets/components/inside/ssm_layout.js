// The selective state space: two states that decay side by side, and what is shown of them.
// The input chooses all but A: a step size for both, and by state what is written and what is read. Factors that would
// need a wire across the picture stand as words where they act.

import {
  BOX,
  box,
  input,
  LABEL,
  label,
  LEFT,
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

const HEIGHT = 400, ROW = { shown: 212, made: 212, gates: 300, input: 382 };
const TOP = ROW.gates - BOX.height;
const COLUMN = { n: 60, delta: 202, B1: 300, B2: 388, C1: 476, C2: 564 };
/** By state: height, columns of the gate that keeps, of the sum, of what is shown, and the marks of its factors. */
const STATES = {
  s1: { y: 40, keep: "a1", x: 150, sum: 360, show: 500, words: "(1−a⁽¹⁾) B⁽¹⁾h̃/A⁽¹⁾", shown: "C⁽¹⁾" },
  s2: { y: 122, keep: "a2", x: 254, sum: 360, show: 570, words: "(1−a⁽²⁾) B⁽²⁾h̃/A⁽²⁾", shown: "C⁽²⁾" },
};
const WRITE = 40, READ = 168; // how far below its state a product is written; height at which the two are weighed

export function ssmLayout(scene) {
  const own = Object.entries(STATES);
  return {
    height: HEIGHT,
    nodes: [
      port("x", LEFT, ROW.input, "x", input, []),
      port("h-after", RIGHT, ROW.shown, "h", valueOf("h"), ["total:h"], { below: true }),
      { ...plus("h", STATES.s2.show, ["total:h"]), id: "plus-h", y: ROW.shown },
      ...Object.entries(COLUMN).map(([symbol, x]) => ({ ...box(symbol, x, []), y: ROW.gates })),
      ...own.flatMap(([state, place]) => nodesOf(scene, state, place)),
    ],
    wires: [
      ...trunk(
        "x",
        ROW.input,
        LEFT,
        Object.entries(COLUMN).map(([symbol, x]) => ({ id: `x-${symbol}`, x, paths: [] })),
        input,
      )
        .map(lowered),
      ...stepWires(),
      ...own.flatMap(([state, place]) => wiresOf(scene, state, place)),
      wire("h-out", [[STATES.s2.show + PLUS, ROW.shown], [RIGHT, ROW.shown]], valueOf("h"), ["total:h"]),
    ],
    notes: [{ x: 440, y: 254, text: "B, C and h̃ act where their letters stand" }],
  };
}

/** A feed into a box that stands lower than those of the other cells. */
function lowered(one) {
  const points = one.points.map(([x, y]) => [x, y === ROW.input ? y : ROW.gates + BOX.height]);
  return { ...one, points };
}

/** The step size on its way to both shares that are kept. */
function stepWires() {
  const { s1, s2 } = STATES, x = COLUMN.delta;
  return [
    wire("delta-up", [[x, TOP], [x, ROW.made]], valueOf("delta"), [], { tip: false }),
    wire("delta-a1", [[x, ROW.made], [s1.x + BOX.width, ROW.made]], valueOf("delta"), []),
    wire("delta-a2", [[x, ROW.made], [s2.x - BOX.width, ROW.made]], valueOf("delta"), []),
  ];
}

function nodesOf(scene, state, { y, keep, x, sum, show, words, shown }) {
  const { kept, added } = halves(scene, state);
  const on = { on: `on the ${state === "s1" ? "first" : "second"} state before` };
  return [
    port(`${state}-before`, LEFT, y, state, stateBefore(state), [`leak:${state}`]),
    port(`${state}-after`, RIGHT, y, state, valueOf(state), [`total:${state}`]),
    { ...box(keep, x, []), y: ROW.made },
    valve(`valve-${state}`, keep, x, y, kept, [`leak:${state}`], on),
    { ...plus(state, sum, [`total:${state}`]), id: `plus-${state}`, y },
    label(`write-${state}`, words, sum, y + WRITE, added, []),
    label(`show-${state}`, shown, show, READ, read(scene, state), ["total:h"]),
  ];
}

function wiresOf(scene, state, { y, keep, x, sum, show }) {
  const { kept, added } = halves(scene, state);
  const along = (from, to) => [[from, y], [to, y]];
  const total = [`total:${state}`];
  const down = show === STATES.s2.show
    ? [[show, READ + LABEL], [show, ROW.shown - PLUS]]
    : [[show, READ + LABEL], [show, ROW.shown], [STATES.s2.show - PLUS, ROW.shown]];
  return [
    wire(`${state}-in`, along(LEFT, x - VALVE), stateBefore(state), [`leak:${state}`], { tip: false }),
    wire(`${state}-kept`, along(x + VALVE, sum - PLUS), kept, [`leak:${state}`]),
    wire(`${keep}-keep`, [[x, ROW.made - BOX.height], [x, y + VALVE]], valueOf(keep), []),
    wire(`${state}-write`, [[sum, y + WRITE - LABEL], [sum, y + PLUS]], added, []),
    wire(`${state}-out`, along(sum + PLUS, RIGHT), valueOf(state), total),
    wire(`${state}-down`, [[show, y], [show, READ - LABEL]], valueOf(state), ["total:h"], { tip: false }),
    wire(`${state}-show`, down, read(scene, state), ["total:h"]),
  ];
}

/** What is kept of a state, and what is written into it. */
function halves(scene, state) {
  const [kept, added] = scene.equation.get(state).products.map(productOf);
  return { kept, added };
}

/** What is shown of a state. */
function read(scene, state) {
  return productOf(scene.equation.get("h").products.find((product) => product.some(({ symbol }) => symbol === state)));
}
