// The cell as textbooks draw it, alive: wires as thick and valves as open as the recorded values.

import { svg } from "../shared/dom.js";
import { forwardAmount, gripValue, pathThickness, portGradient } from "./flow.js";
import { threeDigits } from "./format.js";
import { layoutOf } from "./layout.js";
import { bridges, junctions } from "./meeting.js";
import { NODES } from "./nodes.js";
import { VIEW } from "./parts.js";
import { rangeOf } from "./valves.js";
import { heldBy, partName } from "./words.js";

const BEADS = 24; // pixels that what flows moves in a step

export class Diagram {
  /**
   * @param {(part) => void} onFocus
   * @param {Pick<import("./valves.js").Valves, "offer">} valves
   */
  constructor(host, onFocus, valves) {
    this.host = host;
    this.onFocus = onFocus;
    this.valves = valves;
    this.elements = [];
  }

  /** Draw the cell of a scene, anew if it is another cell. */
  build(scene) {
    this.scene = scene;
    const drawn = JSON.stringify([scene.title, scene.gates, scene.equations, scene.paths, scene.mayIntervene]);
    if (drawn === this.drawn) return; // whoever has a part in hand or in focus keeps it
    this.drawn = drawn;
    this.elements = [];
    const { nodes, wires, notes, height = VIEW.height } = layoutOf(scene);
    const root = this.root = svg("svg", {
      viewBox: `0 0 ${VIEW.width} ${height}`,
      role: "group",
      "aria-label":
        `Diagram of the ${scene.title}: places are schematic, thickness, colours and numbers are those of the run`,
    });
    root.append(arrowheads());
    const crossing = (item) => item.what.kind === "input";
    const ordered = [...wires.filter((one) => !crossing(one)), ...wires.filter(crossing)];
    const over = bridges(ordered);
    for (const item of ordered) root.append(this.addWire(item, over.filter(({ wire }) => wire === item.id)));
    for (const [cx, cy] of junctions(wires)) root.append(svg("circle", { cx, cy, r: 5, class: "gv-joint" }));
    for (const item of nodes) root.append(this.addNode(item));
    for (const { x, y, text } of notes) {
      root.append(svg("text", { x, y, class: "gv-note", "text-anchor": "middle" }, text));
    }
    this.host.replaceChildren(root);
  }

  addWire(item, over) {
    const d = pathOf(item.points);
    const halos = over.map(({ points }) => svg("path", { d: pathOf(points), class: "gv-halo" }));
    const line = svg("path", { d, class: item.schematic ? "gv-wire gv-loop" : "gv-wire" });
    const flow = svg("path", { d, class: "gv-flow" });
    const group = svg("g", { class: "gv-part", "aria-hidden": "true", "data-part": item.id }, ...halos, line);
    if (!item.schematic) {
      group.append(flow, svg("path", { d, class: "gv-touch" }));
      this.listen(group, item);
    }
    this.elements.push({ item, group, line, flow, halos, isWire: true });
    return group;
  }

  addNode(item) {
    const group = svg("g", {
      class: `gv-part gv-${item.kind}`,
      transform: `translate(${item.x} ${item.y})`,
      "data-part": item.id,
      tabindex: 0,
      role: heldBy(this.scene, item) ? "slider" : "img",
    });
    const parts = NODES[item.kind](item, this.scene);
    group.append(...parts.shapes);
    this.listen(group, item);
    group.onfocus = () => this.onFocus(item);
    this.valves.offer(this.scene, group, item);
    this.elements.push({ item, group, ...parts });
    return group;
  }

  listen(group, item) {
    group.onpointerenter = () => this.onFocus(item);
    group.onpointerleave = () => this.onFocus(null);
  }

  /** Show a step: everything that has a value stands on it. */
  draw({ step, unit, way }) {
    for (const element of this.elements) {
      if (element.item.schematic) continue;
      if (way === "backward") this.drawBackward(element, step, unit);
      else this.drawForward(element, step, unit);
    }
  }

  drawForward({ item, group, line, flow, halos, isWire, show }, step, unit) {
    const value = forwardAmount(this.scene, item.what, step, unit);
    if (isWire) {
      const color = value < 0 ? "var(--gv-negative)" : "var(--gv-positive)";
      setWire({ line, flow, halos }, Math.abs(value), color, item.tip && "end");
    } else {
      show(step, unit, value);
      group.style.color = "";
    }
  }

  drawBackward({ item, group, line, flow, halos, isWire, show }, step, unit) {
    const amount = pathThickness(this.scene, item.paths, step, unit);
    const color = pathColor(this.scene, item.paths);
    if (isWire) setWire({ line, flow, halos }, Math.abs(amount), color, item.tip && amount !== 0 && "start");
    else {
      const value = item.kind === "port"
        ? portGradient(this.scene, item.what, step, unit)
        : forwardAmount(this.scene, item.what, step, unit);
      show(step, unit, value, "backward");
      group.style.color = item.paths.length ? color : "";
    }
  }

  /** Move the beads along the wires to a moment that may lie between two steps: they have no value, only a direction. */
  flow(at) {
    this.root.style.setProperty("--gv-phase", String(-BEADS * at));
  }

  /** Names for a screen reader. */
  name({ step, unit, way }) {
    for (const { item, group, isWire } of this.elements) {
      if (isWire) continue;
      const name = partName(this.scene, item, step, unit, way);
      group.setAttribute("aria-label", name);
      const gate = heldBy(this.scene, item);
      if (gate) this.nameGrip(group, gate, item, { step, unit });
    }
  }

  /** What a gate that can be taken says of itself, as a slider does. */
  nameGrip(group, gate, item, { step, unit }) {
    const value = gripValue(this.scene, item, step, unit);
    const [low, high] = rangeOf(gate);
    const held = this.scene.isHeld(gate.symbol, step, unit);
    group.classList.toggle("is-held", held);
    const reach = { min: low, max: high, now: value.toFixed(3), text: `${threeDigits(value)}${held ? ", held" : ""}` };
    for (const [name, one] of Object.entries(reach)) group.setAttribute(`aria-value${name}`, one);
  }

  /** The part of a name, or that computes a symbol: its box, or the sum. */
  partOf(symbol) {
    const nodes = this.elements.filter(({ isWire }) => !isWire).map(({ item }) => item);
    const named = nodes.find(({ id }) => id === symbol);
    if (named) return named;
    const is = (kind) => nodes.find((item) => item.kind === kind && (item.symbol ?? item.what.symbol) === symbol);
    return is("box") ?? is("plus") ?? is("port") ?? null;
  }

  mark(item) {
    for (const element of this.elements) {
      element.group.classList.toggle("is-hot", item !== null && element.item.id === item?.id);
    }
  }
}

function arrowheads() {
  const shape = () => svg("path", { d: "M0 0L9 4.5L0 9z", fill: "context-stroke" });
  const common = { markerUnits: "userSpaceOnUse", markerWidth: 9, markerHeight: 9, refY: 4.5 };
  return svg(
    "defs",
    {},
    svg("marker", { id: "gv-end", orient: "auto", refX: 8, ...common }, shape()),
    svg("marker", { id: "gv-start", orient: "auto-start-reverse", refX: 8, ...common }, shape()),
  );
}

function pathOf(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join("");
}

function setWire({ line, flow, halos }, amount, color, tip) {
  const width = Number.isFinite(amount) ? 1 + 7 * Math.min(1, amount) : 8;
  line.style.strokeWidth = width.toFixed(2);
  line.style.stroke = amount === 0 ? "var(--gv-quiet)" : color;
  line.style.strokeDasharray = amount === 0 ? "2 5" : "";
  flow.style.stroke = amount === 0 ? "none" : color;
  flow.style.strokeWidth = (width + 4).toFixed(2);
  for (const halo of halos) halo.style.strokeWidth = (width + 5).toFixed(2);
  line.setAttribute("marker-end", tip === "end" ? "url(#gv-end)" : "");
  line.setAttribute("marker-start", tip === "start" ? "url(#gv-start)" : "");
}

function pathColor(scene, paths) {
  const named = paths.map((path) => path.split(":")[0]);
  const own = scene.paths.filter(({ name }) => named.includes(name));
  return own.length === 1 ? own[0].color : "var(--gv-total)";
}
