// The parts that a diagram is made of: nodes and wires, and the rows on which they stand.

/**
 * @typedef {{kind: string, symbol?: string, previous?: boolean, factors?: import("./scene.js").Factor[],
 *   products?: import("./scene.js").Factor[][], coefficients?: number[], factor?: import("./scene.js").Factor}} What A part's number: "input", "state" before the step, "equation" (a gate
 *   or new state), "product" of factors, a "sum" of products, one "factor", what a "reset" lets through, or the "recurrent" product U h.
 * @typedef {{id: string, kind: string, x: number, y: number, what: What, paths: string[], symbol?: string,
 *   gate?: string, taken?: string, on?: string, upright?: boolean, side?: string, below?: boolean, text?: string}} Node
 * @typedef {{id: string, points: number[][], what: What, paths: string[], tip: boolean, schematic?: boolean}} Wire
 * @typedef {{nodes: Node[], wires: Wire[], notes: {x: number, y: number, text: string}[], height?: number}} Layout The
 *   height where it is not that of `VIEW`.
 */

export const VIEW = { width: 640, height: 336 };
/** Height of the carried state, the gates, the state that gates read, and the input. */
export const ROWS = { carry: 52, gates: 196, state: 272, input: 314 };
export const LEFT = 12;
export const RIGHT = VIEW.width - LEFT;
/** Half of a box; half the height of the others, which are round. */
export const BOX = { width: 40, height: 31 };
export const VALVE = 17;
export const PLUS = 14;
export const LABEL = 12;
export const TURN = { width: 52, height: 48 };
/** Where wires leave boxes, and where they enter. */
export const ABOVE = ROWS.gates - BOX.height;
export const BELOW = ROWS.gates + BOX.height;

export const input = { kind: "input" };
export const stateBefore = (symbol) => ({ kind: "state", symbol, previous: true });
export const valueOf = (symbol) => ({ kind: "equation", symbol });
export const sumOf = (products, coefficients) => ({ kind: "sum", products, coefficients });
export const productOf = (factors) => ({ kind: "product", factors });

/** @returns {Wire} */
export function wire(id, points, what, paths, more = {}) {
  return { id, points, what, paths, tip: true, ...more };
}

/** A gate or candidate with its level. @returns {Node} */
export function box(symbol, x, paths) {
  return { id: `box-${symbol}`, kind: "box", symbol, x, y: ROWS.gates, what: valueOf(symbol), paths };
}

/** An end of the diagram; its number stands above the wire, or below it where there is room. @returns {Node} */
export function port(id, x, y, symbol, what, paths, { below = false } = {}) {
  return { id, kind: "port", x, y, symbol, what, side: x === LEFT ? "left" : "right", below, paths };
}

/**
 * Where a gate, or what is taken of it, multiplies; upright where the wire through it runs up. `on` says what it acts
 * on, where its id does not.
 * @returns {Node}
 */
export function valve(id, gate, x, y, what, paths, { taken = "identity", upright = false, on = null } = {}) {
  return { id, kind: "valve", gate, taken, x, y, upright, what, paths, on };
}

/** Where two wires are added up. @returns {Node} */
export function plus(symbol, x, paths) {
  return { id: "plus", kind: "plus", x, y: ROWS.carry, what: valueOf(symbol), paths };
}

/** A word on a wire. @returns {Node} */
export function label(id, text, x, y, what, paths) {
  return { id, kind: "label", x, y, text, what, paths };
}

/** A line from somewhere on a row up into a box. */
export function feed(row, from, into) {
  return [[from, row], [into, row], [into, BELOW]];
}

/**
 * A line along a row from which others branch off up into boxes. Each piece between two branches is a wire of its own
 * and carries what all beyond it take.
 * @param {{id: string, x: number, paths: string[]}[]} branches From left to right; the last one ends the line.
 * @param {string[]} [beyond] Paths of what goes on along the row after the last branch.
 * @returns {Wire[]}
 */
export function trunk(id, row, from, branches, what, beyond = null) {
  const starts = [from, ...branches.map(({ x }) => x)];
  return branches.flatMap((branch, k) => {
    const isEnd = beyond === null && k === branches.length - 1;
    if (isEnd) return [wire(branch.id, feed(row, starts[k], branch.x), what, branch.paths)];
    const taken = new Set([...branches.slice(k).flatMap(({ paths }) => paths), ...(beyond ?? [])]);
    return [
      wire(`${id}-${k}`, [[starts[k], row], [branch.x, row]], what, [...taken], { tip: false }),
      wire(branch.id, [[branch.x, row], [branch.x, BELOW]], what, branch.paths),
    ];
  });
}

/** Those of some names that are paths of a scene's cell. */
export function pathsOf(scene, ...names) {
  return names.filter((name) => scene.paths.some((path) => path.name === name));
}

/** The two products of a new state: what is kept of the one before, and what is added. */
export function keptAndAdded(products) {
  const kept = products.find((product) => product.some((factor) => factor.previous));
  return { kept, added: products.find((product) => product !== kept) };
}
