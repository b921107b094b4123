// The nodes of the diagram as shapes: boxes with levels, valves, sums, words and ports.

import { svg } from "../shared/dom.js";
import { valveValue } from "./flow.js";
import { glyph, subscript, threeDigits, twoDecimals } from "./format.js";
import { BOX, LABEL, PLUS, TURN, VALVE } from "./parts.js";
import { mean } from "./scene.js";

/** Pixels that a letter with an index needs beyond a letter of the usual width. */
const WIDER = { m: 12 };

/** By kind: the shapes of a node, and `show(step, unit, value, way)`, which puts a step into them. */
export const NODES = {
  box(item, scene) {
    const gate = scene.gate.get(item.symbol) ?? { range: [-1, 1], color: "var(--gv-total)" };
    const centred = gate.range[0] !== 0;
    const limit = gate.range[1] === 1 ? 1 : (scene.limits[item.symbol] ?? 1);
    const level = svg("rect", { x: 24, width: 9, rx: 2, class: "gv-level", style: `fill:${gate.color}` });
    const text = svg("text", { x: -9, y: 22, class: "gv-number", "text-anchor": "middle" });
    const shapes = [
      svg("rect", {
        x: -BOX.width,
        y: -BOX.height,
        width: 2 * BOX.width,
        height: 2 * BOX.height,
        rx: 9,
        class: "gv-shape",
        style: `stroke:${gate.color}`,
      }),
      svg("text", { x: -9, y: -3, class: "gv-symbol", "text-anchor": "middle" }, glyph(item.symbol)),
      text,
      svg("rect", { x: 24, y: -22, width: 9, height: 44, rx: 2, class: "gv-scale" }),
      level,
    ];
    const show = (step, unit) => {
      const value = mean(scene, unit, (j) => scene.value(item.symbol, step, j));
      const part = value / limit;
      const height = centred ? 22 * Math.min(1, Math.abs(part)) : 44 * Math.min(1, Math.max(0, part));
      level.setAttribute("y", (centred ? (value < 0 ? 0 : -height) : 22 - height).toFixed(1));
      level.setAttribute("height", height.toFixed(1));
      text.textContent = twoDecimals(value);
    };
    return { shapes, show };
  },

  valve(item, scene) {
    const bar = svg("rect", { x: -13, y: -3, width: 26, height: 6, rx: 3, class: "gv-flap" });
    const shapes = [svg("circle", { r: VALVE, class: "gv-shape" }), bar];
    const show = (step, unit) => {
      const open = Math.min(1, Math.max(0, valveValue(scene, item, step, unit)));
      bar.setAttribute("transform", `rotate(${90 * (item.upright ? open : 1 - open)})`); // open: along the wire
    };
    return { shapes, show };
  },

  plus() {
    const cross = svg("path", { d: "M-7 0H7M0 -7V7", class: "gv-cross" });
    return { shapes: [svg("circle", { r: PLUS, class: "gv-shape" }), cross], show() {} };
  },

  label(item) {
    const width = 12 + item.text.length * 9;
    const frame = svg("rect", { x: -width / 2, y: -LABEL, width, height: 2 * LABEL, rx: LABEL, class: "gv-shape" });
    return { shapes: [frame, svg("text", { y: 5, class: "gv-small", "text-anchor": "middle" }, item.text)], show() {} };
  },

  /** A number that turns two wires into each other. */
  turn(item) {
    const frame = svg("rect", {
      x: -TURN.width,
      y: -TURN.height,
      width: 2 * TURN.width,
      height: 2 * TURN.height,
      rx: 12,
    });
    frame.classList.add("gv-shape");
    return { shapes: [frame, svg("text", { y: 5, class: "gv-small", "text-anchor": "middle" }, item.text)], show() {} };
  },

  port(item, scene) {
    const before = item.what.previous;
    const anchor = item.side === "left" ? "start" : "end";
    const index = svg("tspan", { dy: 4, class: "gv-index" }, before ? "t−1" : "t");
    const wide = WIDER[item.symbol] ?? (glyph(item.symbol).length > 1 ? 26 : 0);
    const place = item.side === "left"
      ? { x: 50 + wide, y: -12 }
      : item.below
      ? { x: 0, y: 25 }
      : { x: -34 - wide, y: -20 };
    const number = svg("text", { ...place, class: "gv-number", "text-anchor": anchor });
    const shapes = [
      svg("circle", { r: 5, class: "gv-dot" }),
      svg("text", { y: -12, class: "gv-symbol", "text-anchor": anchor }, glyph(item.symbol), index),
      number,
    ];
    const show = (step, _unit, value, way = "forward") => {
      if (item.what.kind === "input") number.textContent = way === "backward" ? "" : inputNumber(scene, step);
      else number.textContent = way === "backward" ? threeDigits(value) : twoDecimals(value);
    };
    return { shapes, show };
  },
};

/** What is read at a step where that is a number or two; a symbol stands in the bar above. */
function inputNumber(scene, step) {
  if (scene.labels) return "";
  const hot = scene.hotChannel(step);
  if (scene.D > 1 && hot !== null) return `x${subscript(hot)} = 1`;
  if (scene.D > 2) return "";
  return Array.from({ length: scene.D }, (_, j) => twoDecimals(scene.input(step, j))).join(", ");
}
