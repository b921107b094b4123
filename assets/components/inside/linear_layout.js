// The cells with one state whose gates read the input alone and are made of each other: RG-LRU, minLSTM.
// Nothing but the copy leads back in time, and the picture shows it: no wire goes from the state to a gate.

import {
  ABOVE,
  BOX,
  box,
  input,
  keptAndAdded,
  LEFT,
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
import { takenOf } from "./format.js";

const MADE = 118; // height of the gates that are made of others
const TOP = MADE - BOX.height, BOTTOM = MADE + BOX.height;
const FIRST = 150, LAST = 380, CANDIDATE = 490; // columns
/** Heights of the valves on the candidate's way up, by how many there are. */
const WRITE = { 1: [MADE], 2: [141, 95] };
const before = stateBefore("h");

export function linearLayout(scene) {
  const parts = partsOf(scene);
  const { column, made, read, candidate } = parts;
  return {
    nodes: [
      port("h-before", LEFT, ROWS.carry, "h", before, ["leak"]),
      port("x", LEFT, ROWS.input, "x", input, []),
      port("h-after", RIGHT, ROWS.carry, "h", valueOf("h"), ["total"]),
      ...[...read, candidate].map(({ symbol }) => box(symbol, column[symbol], [])),
      ...made.map(({ symbol }) => ({ ...box(symbol, column[symbol], []), y: MADE })),
      ...valves(parts),
      plus("h", CANDIDATE, ["total"]),
    ],
    wires: [...carryWires(parts), ...writeWires(parts), ...made.flatMap((one) => madeOf(parts, one)), ...feeds(parts)],
    notes: parts.writes
      .map((factor, k) => ({
        x: CANDIDATE + 62,
        y: parts.heights[k] + 5,
        text: takenOf(factor.function, factor.symbol),
      }))
      .filter((_, k) => parts.writes[k].function !== "identity"),
  };
}

/** Which gates read the input, which are made of others, where they stand, and where they multiply. */
function partsOf(scene) {
  const activated = scene.equations.filter(({ kind }) => kind === "activated");
  const candidate = activated.at(-1), read = activated.slice(0, -1);
  const { kept, added } = keptAndAdded(scene.equation.get("h").products);
  const keep = kept.find(({ previous }) => !previous);
  const writes = added.filter(({ symbol }) => symbol !== candidate.symbol).reverse(); // the nearest first
  const made = scene.equations.filter(({ kind, symbol }) => kind === "mixed" && !scene.states.includes(symbol));
  const column = columns({ read, made, keep, writes });
  column[candidate.symbol] = CANDIDATE;
  return { candidate, read, made, keep, writes, kept, added, column, heights: WRITE[writes.length] };
}

/** What keeps on the left, what writes on the right, between them what both are made of; what one reads stands below. */
function columns({ read, made, keep, writes }) {
  const uses = [keep, ...writes].map(({ symbol }) => symbol);
  const inner = made.map(({ symbol }) => symbol).filter((symbol) => !uses.includes(symbol));
  const own = (symbol) => made.find((one) => one.symbol === symbol);
  const outer = [...new Set(uses)].filter(own);
  const above = [...outer.slice(0, 1), ...inner, ...outer.slice(1)];
  const reads = (symbol) => own(symbol).products.flat().map((factor) => factor.symbol);
  const below = Object.fromEntries(
    outer.map((symbol) => [symbol, read.find((one) => reads(symbol).includes(one.symbol))]),
  );
  const placed = Object.values(below).map((one) => one?.symbol);
  const alone = read.map(({ symbol }) => symbol).filter((symbol) => !placed.includes(symbol));
  const slots = [...above, ...alone];
  const x = (k) => slots.length === 1 ? FIRST : FIRST + Math.round(k * (LAST - FIRST) / (slots.length - 1));
  const column = Object.fromEntries(slots.map((symbol, k) => [symbol, x(k)]));
  for (const [symbol, one] of Object.entries(below)) if (one) column[one.symbol] = column[symbol];
  return column;
}

function valves({ keep, kept, writes, heights, candidate, column }) {
  const through = (k) => productOf([...writes.slice(0, k + 1).reverse(), { symbol: candidate.symbol }]);
  const on = { on: "on the candidate", upright: true };
  return [
    valve("valve-keep", keep.symbol, column[keep.symbol], ROWS.carry, productOf(kept), ["leak"], {
      taken: keep.function,
    }),
    ...writes.map(({ symbol, function: taken }, k) =>
      valve(`valve-write-${k}`, symbol, CANDIDATE, heights[k], through(k), [], { taken, ...on })
    ),
  ];
}

function carryWires({ keep, kept, made, column }) {
  const x = column[keep.symbol], isMade = made.some(({ symbol }) => symbol === keep.symbol);
  const along = (from, to) => [[from, ROWS.carry], [to, ROWS.carry]];
  return [
    wire("h-in", along(LEFT, x - VALVE), before, ["leak"], { tip: false }),
    wire("h-kept", along(x + VALVE, CANDIDATE - PLUS), productOf(kept), ["leak"]),
    wire("h-out", along(CANDIDATE + PLUS, RIGHT), valueOf("h"), ["total"]),
    wire("keep", [[x, isMade ? TOP : ABOVE], [x, ROWS.carry + VALVE]], valueOf(keep.symbol), []),
  ];
}

/** The candidate on its way up through its valves, and the gates on their way to these. */
function writeWires({ writes, added, made, heights, candidate, column }) {
  const through = (k) => productOf([...writes.slice(0, k + 1).reverse(), { symbol: candidate.symbol }]);
  const up = (from, to) => [[CANDIDATE, from], [CANDIDATE, to]];
  const rising = heights.map((y, k) =>
    k === 0
      ? wire("write-0", up(ABOVE, y + VALVE), valueOf(candidate.symbol), [], { tip: false })
      : wire(`write-${k}`, up(heights[k - 1] - VALVE, y + VALVE), through(k - 1), [], { tip: false })
  );
  const gates = writes.map(({ symbol }, k) => {
    const x = column[symbol], end = [CANDIDATE - VALVE, heights[k]];
    const isMade = made.some((one) => one.symbol === symbol);
    const way = isMade ? [[x + BOX.width, heights[k]], end] : [[x, ABOVE], [x, heights[k]], end];
    return wire(`${symbol}-write`, way, valueOf(symbol), []);
  });
  return [...rising, ...gates, wire("write-plus", up(heights.at(-1) - VALVE, ROWS.carry + PLUS), productOf(added), [])];
}

/** The wires into a gate that is made of others. */
function madeOf({ column, read }, { symbol, products }) {
  const sources = [...new Set(products.flat().filter(({ constant }) => !constant).map((factor) => factor.symbol))];
  const x = column[symbol];
  return sources.map((source) => {
    const from = column[source], side = Math.sign(x - from);
    const isRead = read.some((one) => one.symbol === source);
    const way = !isRead
      ? [[from + side * BOX.width, MADE], [x - side * BOX.width, MADE]]
      : side === 0
      ? [[from, ABOVE], [x, BOTTOM]]
      : [[from + side * BOX.width, ROWS.gates], [x - side * 10, ROWS.gates], [x - side * 10, BOTTOM]];
    return wire(`${source}-${symbol}`, way, valueOf(source), []);
  });
}

function feeds({ read, candidate, column }) {
  const branches = [...read, candidate].map(({ symbol }) => ({ id: `x-${symbol}`, x: column[symbol], paths: [] }));
  return trunk("x", ROWS.input, LEFT, branches.sort((a, b) => a.x - b.x), input);
}
