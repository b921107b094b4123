// The cell as textbooks draw it, alive: wires as thick and valves as open as the recorded values.

import { setAll, svg } from "../shared/dom.js";
import { forwardAmount, pathThickness, portGradient } from "./flow.js";
import { layoutOf } from "./layout.js";
import { NODES } from "./nodes.js";
import { VIEW } from "./parts.js";
import { partName } from "./words.js";

export class Diagram {
  constructor(host, onFocus, onPick) {
    this.host = host;
    this.onFocus = onFocus;
    this.onPick = onPick;
    this.elements = [];
  }

  /** Draw the cell of a scene anew. */
  build(scene) {
    this.scene = scene;
    this.elements = [];
    const { nodes, wires, notes } = layoutOf(scene);
    const root = svg("svg", {
      viewBox: `0 0 ${VIEW.width} ${VIEW.height}`,
      role: "group",
      "aria-label":
        `Diagram of the ${scene.title}: places are schematic, thickness, colours and numbers are those of the run`,
    });
    root.append(arrowheads());
    const crossing = (item) => item.what.kind === "input";
    for (const item of [...wires.filter((one) => !crossing(one)), ...wires.filter(crossing)]) {
      root.append(this.addWire(item));
    }
    for (const item of nodes) root.append(this.addNode(item));
    for (const { x, y, text } of notes) {
      root.append(svg("text", { x, y, class: "gv-note", "text-anchor": "middle" }, text));
    }
    this.host.replaceChildren(root);
  }

  addWire(item) {
    const d = item.points.map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join("");
    const halo = svg("path", { d, class: "gv-halo" });
    const line = svg("path", { d, class: item.schematic ? "gv-wire gv-loop" : "gv-wire" });
    const group = svg("g", { class: "gv-part" }, halo, line, svg("path", { d, class: "gv-touch" }));
    if (item.schematic) group.setAttribute("aria-hidden", "true");
    else this.listen(group, item);
    this.elements.push({ item, group, line, isWire: true });
    return group;
  }

  addNode(item) {
    const group = svg("g", { class: `gv-part gv-${item.kind}`, transform: `translate(${item.x} ${item.y})` });
    const parts = NODES[item.kind](item, this.scene);
    group.append(...parts.shapes);
    this.listen(group, item);
    this.elements.push({ item, group, ...parts });
    return group;
  }

  listen(group, item) {
    setAll(group, { tabindex: 0, role: "button", "data-part": item.id });
    group.onpointerenter = () => this.onFocus(item);
    group.onpointerleave = () => this.onFocus(null);
    group.onfocus = () => this.onFocus(item);
    group.onclick = () => this.onPick(item);
    group.onkeydown = (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // the same key would submit the form that it opens
      this.onPick(item);
    };
  }

  /** Show a moment: `at` may lie between two steps, which are then mixed. */
  draw({ at, unit, way }) {
    const low = Math.floor(at), high = Math.min(low + 1, this.scene.T);
    const mix = at - low;
    const between = (value) => (mix ? (1 - mix) * value(low) + mix * value(high) : value(low));
    for (const element of this.elements) {
      if (element.item.schematic) continue;
      if (way === "backward") this.drawBackward(element, between, unit);
      else this.drawForward(element, between, unit);
    }
  }

  drawForward({ item, group, line, isWire, show }, between, unit) {
    const value = between((t) => forwardAmount(this.scene, item.what, t, unit));
    if (isWire) {
      setWire(line, Math.abs(value), value < 0 ? "var(--gv-negative)" : "var(--gv-positive)", item.tip && "end");
    } else {
      show(between, unit, value);
      group.style.color = "";
    }
  }

  drawBackward({ item, line, group, isWire, show }, between, unit) {
    const flow = between((t) => pathThickness(this.scene, item.paths, t, unit));
    const color = pathColor(this.scene, item.paths);
    if (isWire) setWire(line, Math.abs(flow), color, item.tip && flow !== 0 && "start");
    else {
      const value = item.kind === "port"
        ? (t) => portGradient(this.scene, item.what, t, unit)
        : (t) => forwardAmount(this.scene, item.what, t, unit);
      show(between, unit, between(value), "backward");
      group.style.color = item.paths.length ? color : "";
    }
  }

  /** Names for a screen reader, at a whole step. */
  name({ step, unit, way }) {
    for (const { item, group } of this.elements) {
      if (!item.schematic) group.setAttribute("aria-label", partName(this.scene, item, step, unit, way));
    }
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

function setWire(line, amount, color, tip) {
  const width = Number.isFinite(amount) ? 1 + 7 * Math.min(1, amount) : 8;
  line.style.strokeWidth = width.toFixed(2);
  line.style.stroke = amount === 0 ? "var(--gv-quiet)" : color;
  line.style.strokeDasharray = amount === 0 ? "2 5" : "";
  line.setAttribute("marker-end", tip === "end" ? "url(#gv-end)" : "");
  line.setAttribute("marker-start", tip === "start" ? "url(#gv-start)" : "");
}

function pathColor(scene, paths) {
  const own = scene.paths.filter(({ name }) => paths.includes(name));
  return own.length === 1 ? own[0].color : "var(--gv-total)";
}
