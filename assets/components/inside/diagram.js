// The cell as textbooks draw it, alive: wires as thick and valves as open as the recorded values.

class Diagram {
  constructor(host, onFocus, onPick) {
    Object.assign(this, { host, onFocus, onPick });
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
    build(group, { tabindex: 0, role: "button", "data-part": item.id }, []);
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
    const value = between((t) => amount(this.scene, item.what, t, unit));
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
      const shown = item.kind === "port"
        ? (t) => portGradient(this.scene, item, t, unit)
        : (t) => amount(this.scene, item.what, t, unit);
      show(between, unit, between(shown), "backward");
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

/** What flows through a part going forward: signed for one unit, root mean square over all. */
function amount(scene, what, t, unit) {
  const { kind, symbol } = what;
  if (kind === "input") {
    let sum = 0;
    for (let j = 0; j < scene.D; j++) sum += scene.input(t, j) ** 2;
    return Math.sqrt(sum / (scene.oneHot ? 1 : scene.D));
  }
  return size(scene, unit, (j) => {
    if (kind === "state") return scene.previous(symbol, t, j);
    if (kind === "product") return scene.product(what.factors, t, j);
    if (kind === "factor") return scene.factor(what.factor, t, j);
    if (kind === "reset") return resetValue(scene, symbol, t, j);
    if (kind === "recurrent") return recurrentValue(scene, symbol, t, j);
    return scene.value(symbol, t, j);
  });
}

function recurrentValue(scene, symbol, t, unit) {
  const { recurrent, inside } = scene.parts(scene.equation.get(symbol), t, unit);
  return recurrent + inside;
}

/** What a reset gate lets through to the candidate. */
function resetValue(scene, symbol, t, unit) {
  const equation = scene.equation.get(symbol);
  if (equation.resetAfter) return scene.resetGate(equation, t, unit) * recurrentValue(scene, symbol, t, unit);
  return scene.operand(equation, t, unit);
}

/** The same as a thickness: one unit of H carries 1/√H of a gradient that is spread evenly, and is drawn as the whole. */
function pathThickness(scene, paths, t, unit) {
  return pathAmount(scene, paths, t, unit) * (unit === null ? 1 : Math.sqrt(scene.H));
}

/** What flows through a part going backward, relative to the norm that arrives: signed for one unit, a norm over all. */
function pathAmount(scene, paths, t, unit) {
  if (!paths.length) return 0;
  const named = paths[0].split(":")[0];
  if (named === "total" || named === "show") {
    const state = paths[0].split(":")[1] ?? "h";
    return unit === null ? 1 : incoming(scene, state, t, unit);
  }
  if (scene.isClosed(t)) return 0;
  const through = scene.paths.filter(({ name }) => {
    if (named === "out") return true;
    return named === "detour" ? name !== "leak" : paths.includes(name);
  });
  if (unit !== null) return through.reduce((sum, { name }) => sum + scene.path(name, t, unit), 0);
  let square = 0;
  for (let j = 0; j < scene.H; j++) square += through.reduce((sum, { name }) => sum + scene.path(name, t, j), 0) ** 2;
  return Math.sqrt(square);
}

/** ∂L/∂s at a row of states, of one unit, in units of `scaleAt`: the sum of the paths through the step after it. */
function arriving(scene, state, row, unit) {
  if (row === scene.T) return scene.arrays[`readout:${state}`][unit];
  if (scene.isClosed(row + 1)) return 0;
  return scene.paths.filter(({ into }) => into === state).reduce(
    (total, { name }) => total + scene.path(name, row + 1, unit),
    0,
  );
}

function scaleAt(scene, row) {
  return scene.norm(Math.min(row + 1, scene.T));
}

/** The direction of the gradient that arrives at a state after step t, of one unit; the whole vector has length 1. */
function incoming(scene, state, t, unit) {
  return scene.norm(t) === 0 ? 0 : (arriving(scene, state, t, unit) * scaleAt(scene, t)) / scene.norm(t);
}

function pathColor(scene, paths) {
  const found = scene.paths.filter(({ name }) => paths.includes(name));
  return found.length === 1 ? found[0].color : "var(--gv-total)";
}

const NODES = {
  box(item, scene) {
    const gate = scene.gate.get(item.symbol) ?? { range: [-1, 1], color: "var(--gv-total)" };
    const centred = gate.range[0] !== 0;
    const limit = gate.range[1] === 1 ? 1 : (scene.limits[item.symbol] ?? 1);
    const level = svg("rect", { x: 24, width: 9, rx: 2, class: "gv-level", style: `fill:${gate.color}` });
    const text = svg("text", { x: -8, y: 19, class: "gv-number", "text-anchor": "middle" });
    const shapes = [
      svg("rect", {
        x: -HALF.width,
        y: -HALF.height,
        width: 2 * HALF.width,
        height: 2 * HALF.height,
        rx: 9,
        class: "gv-shape",
        style: `stroke:${gate.color}`,
      }),
      svg("text", { x: -8, y: -4, class: "gv-symbol", "text-anchor": "middle" }, glyph(item.symbol)),
      text,
      svg("rect", { x: 24, y: -22, width: 9, height: 44, rx: 2, class: "gv-scale" }),
      level,
    ];
    const show = (between, unit) => {
      const value = between((t) => over(scene, unit, (j) => scene.value(item.symbol, t, j)));
      const part = value / limit;
      const height = centred ? 22 * Math.min(1, Math.abs(part)) : 44 * Math.min(1, Math.max(0, part));
      level.setAttribute("y", (centred ? (value < 0 ? 0 : -height) : 22 - height).toFixed(1));
      level.setAttribute("height", height.toFixed(1));
      text.textContent = short(value);
    };
    return { shapes, show };
  },

  valve(item, scene) {
    const bar = svg("rect", { x: -12, y: -2.5, width: 24, height: 5, rx: 2.5, class: "gv-flap" });
    const shapes = [svg("circle", { r: 15, class: "gv-shape" }), bar];
    const show = (between, unit) => {
      const value = between((t) => over(scene, unit, (j) => scene.value(item.gate, t, j)));
      const open = Math.min(1, Math.max(0, item.complement ? 1 - value : value));
      bar.setAttribute("transform", `rotate(${(item.flat ? 90 : 0) * (1 - open) + (item.flat ? 0 : 90) * open})`);
    };
    return { shapes, show };
  },

  plus() {
    const cross = svg("path", { d: "M-7 0H7M0 -7V7", class: "gv-cross" });
    return { shapes: [svg("circle", { r: 14, class: "gv-shape" }), cross], show() {} };
  },

  label(item) {
    const width = 12 + item.text.length * 9;
    const frame = svg("rect", { x: -width / 2, y: -12, width, height: 24, rx: 12, class: "gv-shape" });
    return { shapes: [frame, svg("text", { y: 5, class: "gv-small", "text-anchor": "middle" }, item.text)], show() {} };
  },

  port(item, scene) {
    const before = item.what.previous;
    const anchor = item.side === "left" ? "start" : "end";
    const index = svg("tspan", { dy: 4, class: "gv-index" }, before ? "t−1" : "t");
    const place = item.side === "left" ? { x: 46, y: -12 } : { x: 0, y: 21 };
    const number = svg("text", { ...place, class: "gv-number", "text-anchor": anchor });
    const shapes = [
      svg("circle", { r: 5, class: "gv-dot" }),
      svg("text", { y: -12, class: "gv-symbol", "text-anchor": anchor }, item.symbol, index),
      number,
    ];
    const show = (between, unit, value, way = "forward") => {
      if (item.what.kind === "input") number.textContent = scene.labels || way === "backward" ? "" : short(value);
      else number.textContent = way === "backward" ? say(value) : short(value);
    };
    return { shapes, show };
  },
};

/** ∂L/∂ of the state at a port: of one unit, or its norm. */
function portGradient(scene, item, t, unit) {
  if (item.what.kind === "input") return 0;
  const state = item.what.symbol, row = item.what.previous ? t - 1 : t;
  if (unit !== null) return arriving(scene, state, row, unit) * scaleAt(scene, row);
  const square = Array.from({ length: scene.H }, (_, j) => arriving(scene, state, row, j) ** 2).reduce(
    (a, b) => a + b,
    0,
  );
  return Math.sqrt(square) * scaleAt(scene, row);
}

/** Two decimals: what fits into a box. */
function short(value) {
  return Number.isFinite(value) ? value.toFixed(2).replace("-", "−").replace(/^−0\.00$/, "0.00") : say(value);
}
