// A cell run in the browser, step by step, in double precision, from weights and equations as a scene has them
// (`pack_scene` in gruviz/ui/inside/scene.py sends them without loss). No line here knows a cell by name.

/**
 * @typedef {ArrayLike<number>} Vector
 * @typedef {{symbol: string, function?: string, previous?: boolean, constant?: boolean}} Factor
 * @typedef {{symbol: string, kind: "activated" | "mixed", block?: string, activation?: string, reset?: string | null,
 *   resetAfter?: string | null, resetTurned?: boolean, stateBias?: boolean, readsState?: boolean,
 *   products?: Factor[][], coefficients?: number[], function?: string}} Equation A mixed one is a function of a sum of
 *   products, each with a number in front.
 * @typedef {{names: string[], target: number | null, tolerance: number | null}} Readout How the outputs are read: the
 *   largest one's name, or without names the first one as a number.
 * @typedef {Object} Description What a cell is; a scene is one.
 * @property {number} H Units.
 * @property {number} D Channels of the input.
 * @property {string[]} blocks Of W and b, in the order of their rows.
 * @property {string[]} recurrentBlocks Of U.
 * @property {string[]} states
 * @property {Equation[]} equations In the order of computation.
 * @property {Readout | null} [readout]
 * @property {Record<string, Vector>} arrays W (blocks·H × D), U (recurrent blocks·H × H) and b (blocks·H) by rows; c
 *   (H) where a product with U has a bias of its own; constant:<name> (H) for each parameter that reads nothing;
 *   start:<state> (H) where a run does not start from zeros; readout:W (K × H)
 *   and readout:b (K) where it answers.
 * @typedef {{gate: string, unit: number | null, from: number, to: number, value: number}} Hold Holds a gate at a value
 *   from a step to another, both inclusive and counted from 1; without a unit, all of them. A later one wins.
 * @typedef {{states: Record<string, Float64Array[]>, gates: Record<string, Float64Array[]>}} Run By symbol, then by
 *   time, then by unit: row t of a state is the state after step t, row 0 the initial one; row t − 1 of a gate is its
 *   value at step t.
 * @typedef {{outputs: number[], text: string, truth: string | null, isRight: boolean | null}} Answer
 * @typedef {Record<string, Float64Array>} Rows By symbol, at one step.
 * @typedef {{channels: number[], values: Vector}} Heard An input: the channels that are not 0, and what all are.
 * @typedef {{symbol: string, compute: (heard: Heard, before: Rows, now: Rows, values: Float64Array) => Float64Array}}
 *   Computed Writes the values at one step into an array, and returns it.
 */

/**
 * What cells are made of (gruviz/engine/cells/functions.py).
 * @type {Record<string, (x: number) => number>}
 */
export const FUNCTIONS = {
  identity: (x) => x,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  log_sigmoid: (x) => Math.min(0, x) - Math.log1p(Math.exp(-Math.abs(x))),
  tanh: Math.tanh,
  relu: (x) => Math.max(0, x),
  softplus: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
  exp: Math.exp,
  exp_minus: (x) => Math.exp(-x),
  cos: Math.cos,
  sin: Math.sin,
  complement: (x) => 1 - x,
  inverse: (x) => 1 / x,
  root: (x) => Math.sqrt(1 - x * x),
};

/**
 * What a reset multiplies with: a gate, or 1 − it where z is named the other way round.
 * @param {{resetTurned?: boolean}} equation
 * @param {number} gate
 */
export function resetFactor({ resetTurned }, gate) {
  return resetTurned ? 1 - gate : gate;
}

/**
 * A factor of a product: a value, or what is taken of it.
 * @param {{function?: string}} factor
 * @param {number} value
 */
export function factorOf(factor, value) {
  return FUNCTIONS[factor.function ?? "identity"](value);
}

/**
 * A cell that can be run.
 * @param {Description} cell
 */
export function createCell(cell) {
  const steps = equationsOf(cell);
  return {
    /**
     * Read a sequence.
     * @param {Vector[]} inputs One vector of D numbers a step.
     * @param {{initial?: Record<string, Vector>, holds?: Hold[], resets?: Iterable<number>}} [more] The state before the
     *   first step, by name; what is held; steps that find zeros in place of the state before them.
     * @returns {Run}
     */
    run(inputs, { initial = startOf(cell), holds = [], resets = [] } = {}) {
      const run = emptyRun(cell, initial);
      const [held, reset] = [byGate(holds), new Set(resets)];
      const zeros = eachState(cell, () => new Float64Array(cell.H));
      inputs.forEach((values, row) => {
        const heard = { channels: nonzero(values), values };
        const before = reset.has(row + 1) ? zeros : eachState(cell, (name) => run.states[name][row]);
        /** @type {Rows} */
        const now = {};
        for (const { symbol, compute } of steps) {
          now[symbol] = compute(heard, before, now, new Float64Array(cell.H));
          for (const hold of held.get(symbol) ?? []) apply(hold, row + 1, now[symbol]);
          (run.states[symbol] ?? run.gates[symbol]).push(now[symbol]);
        }
      });
      return run;
    },

    /**
     * What a trained network says after a run; null where nothing reads its state.
     * @param {Record<string, Vector[]>} states Of a run.
     * @returns {Answer | null}
     */
    answer(states) {
      return cell.readout ? answerOf(cell, states.h[states.h.length - 1]) : null;
    },
  };
}

/** What a cell computes at a step, in this order. @param {Description} cell @returns {Computed[]} */
export function equationsOf(cell) {
  return cell.equations.map((one) => (one.kind === "mixed" ? mixed(cell, one) : activated(cell, one)));
}

/** The inputs of a scene, one vector a step. @returns {Vector[]} */
export function inputsOf({ T, D, arrays: { inputs } }) {
  return Array.from({ length: T }, (_, row) => inputs.subarray(row * D, (row + 1) * D));
}

/** What is held in a scene. @returns {Hold[]} */
export function holdsOf({ held }) {
  return Object.entries(held).flatMap(([gate, holds]) =>
    holds.flatMap(({ first, last, units, value }) =>
      (units ?? [null]).map((unit) => ({ gate, unit, from: first, to: last, value }))
    )
  );
}

/**
 * One equation of a block of weights as a function of what a step has.
 * @param {Description} cell
 * @param {Equation} equation
 * @returns {Computed}
 */
function activated(cell, equation) {
  const { H, D, arrays: { W, U, b, c } } = cell;
  const { symbol, block, reset, resetAfter, readsState, stateBias } = equation;
  const activate = FUNCTIONS[equation.activation];
  const [first, firstOfU] = [cell.blocks.indexOf(block) * H, cell.recurrentBlocks.indexOf(block) * H];
  const passed = new Float64Array(H); // what a reset lets through
  const compute = ({ channels, values: input }, before, now, values) => {
    if (reset) { for (let j = 0; j < H; j++) passed[j] = resetFactor(equation, now[reset][j]) * before.h[j]; }
    const state = reset ? passed : before.h;
    for (let unit = 0; unit < H; unit++) {
      const row = first + unit;
      let sum = b[row];
      for (const j of channels) sum += W[row * D + j] * input[j];
      if (readsState) {
        const product = dot(U, (firstOfU + unit) * H, state) + (stateBias ? c[unit] : 0);
        sum += resetAfter ? resetFactor(equation, now[resetAfter][unit]) * product : product;
      }
      values[unit] = activate(sum);
    }
    return values;
  };
  return { symbol, compute };
}

/**
 * What is taken of a sum of products, likewise.
 * @param {Description} cell
 * @param {Equation} equation
 * @returns {Computed}
 */
function mixed({ H, arrays }, equation) {
  const { symbol, products } = equation;
  const outer = FUNCTIONS[equation.function ?? "identity"];
  const terms = products.map((factors, i) => ({
    number: equation.coefficients?.[i] ?? 1,
    taken: factors.map((factor) => FUNCTIONS[factor.function ?? "identity"]),
    rowsOf: factors.map((factor) => source(arrays, factor)),
  }));
  const compute = (_heard, before, now, values) => {
    values.fill(0);
    for (const { number, taken, rowsOf } of terms) {
      const rows = rowsOf.map((of) => of(before, now));
      for (let unit = 0; unit < H; unit++) {
        let product = number;
        for (let k = 0; k < taken.length; k++) product *= taken[k](rows[k][unit]);
        values[unit] += product;
      }
    }
    for (let unit = 0; unit < H; unit++) values[unit] = outer(values[unit]);
    return values;
  };
  return { symbol, compute };
}

/** Where a factor's values are found at a step. @param {Record<string, Vector>} arrays @param {Factor} factor */
function source(arrays, { symbol, previous, constant }) {
  if (constant) return () => arrays[`constant:${symbol}`];
  return previous ? (before) => before[symbol] : (_before, now) => now[symbol];
}

/** Channels that are not 0: of a symbol's one. @param {Vector} input @returns {number[]} */
export function nonzero(input) {
  const channels = [];
  for (let j = 0; j < input.length; j++) if (input[j] !== 0) channels.push(j);
  return channels;
}

/** A row of a matrix that begins at a place, times a vector. */
export function dot(matrix, place, vector) {
  let sum = 0;
  for (let j = 0; j < vector.length; j++) sum += matrix[place + j] * vector[j];
  return sum;
}

function eachState({ states }, make) {
  return Object.fromEntries(states.map((name) => [name, make(name)]));
}

/** The state from which the run of a scene started; zeros where nothing is said. */
function startOf(cell) {
  return eachState(cell, (name) => cell.arrays[`start:${name}`] ?? new Float64Array(cell.H));
}

/** @returns {Run} */
function emptyRun(cell, initial) {
  const gates = cell.equations.map(({ symbol }) => symbol).filter((symbol) => !cell.states.includes(symbol));
  return {
    states: eachState(cell, (name) => [Float64Array.from(initial[name])]),
    gates: Object.fromEntries(gates.map((symbol) => [symbol, []])),
  };
}

/** @param {Hold[]} holds @returns {Map<string, Hold[]>} */
function byGate(holds) {
  return Map.groupBy(holds, ({ gate }) => gate);
}

function apply({ unit, from, to, value }, step, values) {
  if (step < from || step > to) return;
  if (unit === null) values.fill(value);
  else values[unit] = value;
}

/**
 * @param {Description} cell
 * @param {Vector} state The last h.
 * @returns {Answer}
 */
function answerOf({ H, readout, arrays }, state) {
  const { names, target, tolerance } = readout;
  const [W, b] = [arrays["readout:W"], arrays["readout:b"]];
  const outputs = Array.from(b, (bias, k) => dot(W, k * H, state) + bias);
  const said = names.length ? outputs.indexOf(Math.max(...outputs)) : outputs[0];
  const inWords = (value) => (names.length ? names[value] : value.toFixed(2));
  return {
    outputs,
    text: inWords(said),
    truth: target === null ? null : inWords(target),
    isRight: target === null ? null : names.length ? said === target : Math.abs(said - target) <= tolerance,
  };
}
