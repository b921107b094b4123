import assert from "node:assert/strict";

import { layoutOf } from "../../assets/components/inside/layout.js";
import { BOX, LABEL, PLUS, TURN, VALVE, VIEW } from "../../assets/components/inside/parts.js";
import { everyCase } from "./cases.js";

/** The rectangle that a node covers; a port is a dot with words beside it. */
function frame({ kind, x, y, text = "" }) {
  const [width, height] = {
    box: [BOX.width, BOX.height],
    valve: [VALVE, VALVE],
    plus: [PLUS, PLUS],
    label: [6 + text.length * 4.5, LABEL],
    port: [5, 5],
    turn: [TURN.width, TURN.height],
  }[kind];
  return { left: x - width, right: x + width, top: y - height, bottom: y + height };
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

const pairs = (items) => items.flatMap((one, i) => items.slice(i + 1).map((other) => [one, other]));

/** The straight pieces of a wire, each as a rectangle without area. */
function segments({ points }) {
  return points.slice(1).map(([x, y], i) => {
    const [x0, y0] = points[i];
    assert(x === x0 || y === y0, "wires run level or upright");
    return { left: Math.min(x, x0), right: Math.max(x, x0), top: Math.min(y, y0), bottom: Math.max(y, y0) };
  });
}

function touches([x, y], rectangle) {
  return x >= rectangle.left && x <= rectangle.right && y >= rectangle.top && y <= rectangle.bottom;
}

everyCase("nodes stand apart and inside the picture", (scene) => {
  const { nodes, height = VIEW.height } = layoutOf(scene);
  const frames = nodes.map((node) => [node.id, frame(node)]);
  for (const [id, { left, right, top, bottom }] of frames) {
    assert(left >= 0 && right <= VIEW.width && top >= 0 && bottom <= height, id);
  }
  for (const [[one, a], [other, b]] of pairs(frames)) assert(!overlap(a, b), `${one} and ${other} overlap`);
});

everyCase("wires begin and end at a node or another wire, and cross no box", (scene) => {
  const { nodes, wires } = layoutOf(scene);
  for (const wire of wires) {
    const others = wires.filter((other) => other !== wire).flatMap(segments);
    for (const end of [wire.points[0], wire.points.at(-1)]) {
      assert([...nodes.map(frame), ...others].some((place) => touches(end, place)), `${wire.id} hangs at ${end}`);
    }
    for (const box of nodes.filter(({ kind }) => kind === "box")) {
      assert(!segments(wire).some((segment) => overlap(segment, frame(box))), `${wire.id} crosses ${box.id}`);
    }
  }
});

everyCase("every gate has its box, and everything its own name", (scene) => {
  const { nodes, wires } = layoutOf(scene);
  const boxes = nodes.filter(({ kind }) => kind === "box").map(({ symbol }) => symbol);
  const gates = scene.equations.filter(({ kind, symbol }) => kind === "activated" || !scene.states.includes(symbol));
  assert.deepEqual(boxes.sort(), gates.map(({ symbol }) => symbol).sort());
  const ids = [...nodes, ...wires].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

everyCase("what the words beside the picture name is in it", (scene, truth) => {
  const ids = new Set(layoutOf(scene).nodes.map(({ id }) => id));
  assert.deepEqual(truth.guide.filter((part) => !ids.has(part) && part !== "h-before"), []); // no step reads what an SSM shows
});

everyCase("every path of the gradient can be followed along a wire", (scene) => {
  const drawn = new Set(layoutOf(scene).wires.flatMap(({ paths }) => paths));
  for (const { name, into } of scene.paths) {
    assert(drawn.has(name) || into.every((state) => drawn.has(`${name}:${state}`)), name);
  }
});

everyCase("a gate reads the state where its equation does", (scene) => {
  const { wires, nodes } = layoutOf(scene);
  for (const equation of scene.equations.filter(({ kind }) => kind === "activated")) {
    const box = frame(nodes.find(({ id }) => id === `box-${equation.symbol}`));
    const into = wires.filter(({ points, tip }) => tip && touches(points.at(-1), box)).map(({ what }) => what.kind);
    assert(into.includes("input"));
    assert.equal(into.length, equation.readsState ? 2 : 1, `${equation.symbol}: ${into}`);
  }
});
