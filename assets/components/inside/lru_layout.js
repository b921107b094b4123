// The linear recurrent unit: its state is a complex number, two wires side by side, shrunk by a and turned by θ.

import {
  ABOVE,
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
  ROWS,
  stateBefore,
  sumOf,
  trunk,
  TURN,
  valueOf,
  VALVE,
  valve,
  wire,
} from "./parts.js";

const RAIL = { h: 36, k: 98 }; // heights of the real and of the imaginary part
const MIDDLE = (RAIL.h + RAIL.k) / 2;
const KEEP = 150, TURNED = 300; // columns
const INTO = { h: { candidate: "u", x: 530 }, k: { candidate: "v", x: 430 } };
const LOUD = 138; // height of the factor in front of a candidate
const STATES = Object.keys(RAIL);

export function lruLayout(scene) {
  const branches = STATES.map((state) => ({ id: `x-${INTO[state].candidate}`, x: INTO[state].x, paths: [] }));
  return {
    nodes: [
      port("x", LEFT, ROWS.input, "x", input, []),
      box("a", KEEP, []),
      { id: "turn", kind: "turn", x: TURNED, y: MIDDLE, text: "turn by θ", what: kept(scene, "h"), paths: ["total:h"] },
      ...STATES.flatMap((state) => nodesOf(scene, state)),
    ],
    wires: [
      wire("a-k", [[KEEP, ABOVE], [KEEP, RAIL.k + VALVE]], valueOf("a"), []),
      wire("a-h", [[KEEP, RAIL.k - VALVE], [KEEP, RAIL.h + VALVE]], valueOf("a"), []),
      ...STATES.flatMap((state) => wiresOf(scene, state)),
      ...trunk("x", ROWS.input, LEFT, branches.sort((one, other) => one.x - other.x), input),
    ],
    notes: [{ x: KEEP + 10, y: ROWS.state - 12, text: "a and θ are the same at every step" }],
  };
}

function nodesOf(scene, state) {
  const y = RAIL[state], { candidate, x } = INTO[state];
  const shrunk = productOf([{ symbol: "a" }, { symbol: state, previous: true }]);
  const on = { on: `on the ${state === "h" ? "real" : "imaginary"} part of the state before` };
  return [
    port(`${state}-before`, LEFT, y, state, stateBefore(state), [`leak:${state}`]),
    port(`${state}-after`, RIGHT, y, state, valueOf(state), [`total:${state}`]),
    valve(`valve-${state}`, "a", KEEP, y, shrunk, [`leak:${state}`], on),
    { ...plus(state, x, [`total:${state}`]), id: `plus-${state}`, y },
    label(`loud-${state}`, "exp γ", x, LOUD, written(scene, state), []),
    box(candidate, x, []),
  ];
}

function wiresOf(scene, state) {
  const y = RAIL[state], { candidate, x } = INTO[state];
  const along = (from, to) => [[from, y], [to, y]];
  const shrunk = productOf([{ symbol: "a" }, { symbol: state, previous: true }]);
  return [
    wire(`${state}-in`, along(LEFT, KEEP - VALVE), stateBefore(state), [`leak:${state}`], { tip: false }),
    wire(`${state}-shrunk`, along(KEEP + VALVE, TURNED - TURN.width), shrunk, [`leak:${state}`]),
    wire(`${state}-kept`, along(TURNED + TURN.width, x - PLUS), kept(scene, state), [`total:${state}`]),
    wire(`${state}-out`, along(x + PLUS, RIGHT), valueOf(state), [`total:${state}`]),
    wire(`${candidate}-loud`, [[x, ABOVE], [x, LOUD + LABEL]], valueOf(candidate), [], { tip: false }),
    wire(`${candidate}-plus`, [[x, LOUD - LABEL], [x, y + PLUS]], written(scene, state), []),
  ];
}

/** What is kept of the two parts in a new one. */
function kept(scene, state) {
  const { products, coefficients } = scene.equation.get(state);
  return sumOf(products.slice(0, 2), coefficients.slice(0, 2));
}

function written(scene, state) {
  return productOf(scene.equation.get(state).products[2]);
}
