// Everything over time, under one cursor: input, gates, states and the gradient, as units × steps or as lines.

const GUTTER = 92, ROW = 5; // pixels beside the plots, and of a unit's row

class Timeline {
  constructor(host, onStep, onUnit) {
    Object.assign(this, { host, onStep, onUnit });
    this.cursor = html("div", { class: "gv-cursor", "aria-hidden": "true" });
    this.rows = html("div", { class: "gv-rows" });
    this.ticks = html("div", { class: "gv-ticks", "aria-hidden": "true" });
    this.readout = html("div", { class: "gv-readout", "aria-live": "off" });
    this.area = html("div", { class: "gv-area" }, this.rows, this.ticks, this.cursor);
    host.replaceChildren(this.area, this.readout);
    this.area.onpointerdown = (event) => this.grab(event);
    this.area.onpointermove = (event) => this.hover(event);
    this.area.onpointerleave = () => (this.readout.textContent = this.hint);
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.area);
  }

  get hint() {
    return "Click or drag to move the cursor; a click on a row of a gate or state also follows that unit.";
  }

  build(scene) {
    this.scene = scene;
    this.readout.textContent = this.hint;
    this.tracks = [
      { key: "x", title: "input x", rows: scene.D, kind: "input" },
      ...scene.gates.map((gate) => ({
        key: gate.symbol,
        title: `${glyph(gate.symbol)} ${gate.name}`,
        rows: scene.H,
        kind: gate.range[0] === 0 && gate.range[1] === 1 ? "gate" : "state",
      })),
      ...scene.states.map((state) => ({
        key: state,
        title: `${state} ${state === "c" ? "cell state" : "state"}`,
        rows: scene.H,
        kind: "state",
      })),
      { key: "gradient", title: "gradient norm", kind: "gradient" },
    ];
    for (const track of this.tracks) {
      track.canvas = html("canvas", {
        class: "gv-canvas",
        role: "img",
        "aria-label": scene.alt[track.key] ?? track.title,
      });
      track.limits = html("span", { class: "gv-limits" });
      track.pointer = html("span", { class: "gv-pointer", "aria-hidden": "true" });
      track.element = html(
        "div",
        { class: "gv-row", "data-track": track.key },
        html("span", { class: "gv-rowname" }, track.title, track.limits),
        html("span", { class: "gv-plot" }, track.canvas, track.pointer),
      );
    }
    this.rows.replaceChildren(...this.tracks.map(({ element }) => element));
    this.width = 0;
  }

  /** Redraw all tracks: after a new scene, another width, theme, order, unit or form. */
  paint(view) {
    if (!this.scene) return;
    this.view = view;
    const { scene } = this;
    this.gutter = this.area.clientWidth < 520 ? 64 : GUTTER;
    this.host.style.setProperty("--gv-gutter", `${this.gutter}px`);
    this.width = this.area.clientWidth - this.gutter;
    if (this.width <= 0) return;
    const ratio = globalThis.devicePixelRatio || 1;
    const style = getComputedStyle(this.host);
    const ink = style.getPropertyValue("--gv-ink").trim() || "#444";
    for (const track of this.tracks) {
      const lines = view.form === "lines" && track.kind !== "input" && track.kind !== "gradient";
      const height = trackHeight(track, lines);
      Object.assign(track.canvas, { width: Math.round(this.width * ratio), height: Math.round(height * ratio) });
      track.canvas.style.height = `${height}px`;
      const context = track.canvas.getContext("2d");
      context.scale(ratio, ratio);
      track.height = height;
      track.asLines = lines || (track.kind === "input" && scene.D === 1);
      const tools = { context, width: this.width, height, scene, ink, view, range: trackRange(scene, track) };
      if (track.kind === "gradient") paintGradient(tools, track);
      else if (track.asLines) paintLines(tools, track);
      else paintHeat(tools, track);
      markHeld(tools, track);
      const ends = scene.gate.get(track.key)?.ends;
      track.limits.textContent = ends
        ? `0 ${ends[0]}, 1 ${ends[1]}`
        : track.kind === "gradient"
        ? scene.gradientRange.map(tenTo).join(" … ")
        : track.kind === "input"
        ? ""
        : `${say0(tools.range[0])} … ${say0(tools.range[1])}`;
    }
    this.paintTicks();
    this.move(view.at);
    this.point(view.unit);
  }

  paintTicks() {
    const { T, labels } = this.scene;
    const room = this.width / T;
    const every = labels && room >= 9 ? 1 : [1, 2, 5, 10, 20, 25, 50, 100].find((n) => n * room >= 34) ?? 100;
    const ticks = [];
    for (let t = 1; t <= T; t++) {
      if (every > 1 && t % every && t !== 1) continue;
      const tick = html(
        "span",
        { style: `left:${this.gutter + (t - 0.5) * room}px` },
        labels && every === 1 ? visible(labels[t - 1]) : String(t),
      );
      ticks.push(tick);
    }
    this.ticks.replaceChildren(
      ...ticks,
      html(
        "em",
        {},
        labels && every === 1 ? "step t, with what is read there" : "step t (the loss reads the last one)",
      ),
    );
  }

  /** Put the cursor at a step, or between two. */
  move(at) {
    if (this.width > 0) {
      this.cursor.style.transform = `translateX(${this.gutter + ((at - 0.5) * this.width) / this.scene.T}px)`;
    }
  }

  /** Point at the row of the unit that is followed. */
  point(unit) {
    for (const track of this.tracks) {
      const row = unit === null || track.asLines || track.kind === "input" || track.kind === "gradient"
        ? -1
        : this.view.order.indexOf(unit);
      track.pointer.hidden = row < 0;
      if (row >= 0) track.pointer.style.top = `${((row + 0.5) * track.height) / this.scene.H}px`;
    }
  }

  fit() {
    const width = this.area.clientWidth - this.gutter;
    if (this.view && width !== this.width) this.paint(this.view);
  }

  stepAt(event) {
    const left = event.clientX - this.area.getBoundingClientRect().left - this.gutter;
    return Math.min(this.scene.T, Math.max(1, Math.floor((left / this.width) * this.scene.T) + 1));
  }

  trackAt(event) {
    const element = event.target.closest?.(".gv-row");
    return this.tracks.find((track) => track.element === element);
  }

  unitAt(event, track) {
    if (!track || track.asLines || !["gate", "state"].includes(track.kind)) return null;
    const box = track.canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * this.scene.H);
    return row >= 0 && row < this.scene.H ? this.view.order[row] : null;
  }

  grab(event) {
    if (event.button !== 0) return;
    const step = this.stepAt(event), unit = this.unitAt(event, this.trackAt(event));
    this.onStep(step);
    if (unit !== null) this.onUnit(unit);
    this.area.setPointerCapture(event.pointerId);
    this.dragging = true;
    this.area.onpointerup = this.area.onpointercancel = () => (this.dragging = false);
  }

  hover(event) {
    const step = this.stepAt(event);
    if (this.dragging) this.onStep(step);
    const track = this.trackAt(event);
    if (track) this.readout.textContent = this.reading(track, step, this.unitAt(event, track));
  }

  /** What stands under the pointer, in words. */
  reading(track, step, unit) {
    const { scene } = this;
    if (track.kind === "gradient") return `after step ${step}: ‖∂L/∂s‖ = ${say(scene.norm(step))}`;
    if (track.kind === "input") {
      return `step ${step}: ${
        scene.labels
          ? `character “${scene.labels[step - 1]}”`
          : `x = ${say(scene.input(step, 0))}${scene.D > 1 ? " …" : ""}`
      }`;
    }
    const followed = unit ?? this.view.unit;
    const value = over(scene, followed, (j) => scene.value(track.key, step, j));
    return `step ${step}, ${who(scene, followed)}: ${glyph(track.key)} = ${say(value)}${
      scene.isHeld(track.key, step, followed) ? " (held)" : ""
    }`;
  }
}

function trackHeight(track, lines) {
  if (track.kind === "gradient") return 84;
  if (track.kind === "input" && track.rows === 1) return 44;
  if (lines) return 64;
  return Math.min(112, Math.max(48, track.rows * ROW));
}

function trackRange(scene, track) {
  if (track.kind === "gate") return [0, 1];
  if (track.kind === "gradient") return [0, 1];
  const limit = scene.limits[track.key] ?? 1;
  return [-limit, limit];
}

function tenTo(power) {
  return `10${power < 0 ? "⁻" : ""}${String(Math.abs(power)).replace(/\d/g, (digit) => SUPER[digit])}`;
}

function say0(value) {
  return String(Number(value.toPrecision(2))).replace("-", "−");
}

/** A character that can be seen: spaces and marks of control get a sign of their own. */
function visible(character) {
  return /^\s$/.test(character) ? "␣" : character;
}

function paintHeat({ context, width, height, scene, view, range }, track) {
  const rows = track.rows;
  const scale = track.kind === "gate" ? scene.scales.gate : scene.scales.state;
  const image = new ImageData(scene.T, rows);
  for (let row = 0; row < rows; row++) {
    for (let t = 1; t <= scene.T; t++) {
      const value = track.kind === "input" ? scene.input(t, row) : scene.value(track.key, t, view.order[row]);
      const color = Number.isFinite(value)
        ? colorAt(scale, (value - range[0]) / (range[1] - range[0]))
        : [128, 128, 128];
      image.data.set([...color, 255], 4 * (row * scene.T + t - 1));
    }
  }
  const small = new OffscreenCanvas(scene.T, rows);
  small.getContext("2d").putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, width, height);
}

function paintLines(tools, track) {
  const { context, width, height, scene, view, range, ink } = tools;
  const y = (value) => 3 + (height - 6) * (1 - (value - range[0]) / (range[1] - range[0]));
  axisLine(context, width, y(range[0] < 0 ? 0 : range[0]), ink);
  if (track.kind === "input") return curve(tools, (t) => y(scene.input(t, 0)), ink, 1.6);
  const color = scene.gate.get(track.key)?.color ?? ink;
  view.units.forEach((unit, k) => {
    const value = (t) => over(scene, unit, (j) => scene.value(track.key, t, j));
    const base = (t) => over(scene, unit, (j) => scene.untouched(track.key, t, j));
    context.globalAlpha = k ? 0.45 : 1;
    if (scene.touched) curve(tools, (t) => y(base(t)), ink, 1.2, [4, 4]);
    curve(tools, (t) => y(value(t)), color, k ? 1.4 : 2.2);
  });
  context.globalAlpha = 1;
}

/** ‖∂L/∂s_t‖ on a log scale; a gradient that is exactly zero leaves the chart with a cross at the bottom. */
function paintGradient(tools, track) {
  const { context, height, scene, ink, width } = tools;
  const [low, high] = scene.gradientRange;
  const y = (norm) => 4 + (height - 8) * (1 - (Math.log10(norm) - low) / (high - low));
  for (let power = Math.ceil(low); power <= high; power += Math.max(1, Math.ceil((high - low) / 3))) {
    axisLine(context, width, y(10 ** power), ink, 0.16);
  }
  const inside = (norm) => (norm > 0 && Number.isFinite(norm) ? y(norm) : NaN);
  if (scene.touched) curve(tools, (t) => inside(scene.arrays.baseNorms[t]), ink, 1.2, [4, 4]);
  curve(tools, (t) => inside(scene.norm(t)), ink, 2.2);
  for (let t = scene.T; t >= 1; t--) {
    if (scene.norm(t) > 0 && Number.isFinite(scene.norm(t))) continue;
    const x = ((t - 0.5) * width) / scene.T, bottom = scene.norm(t) === 0 ? height - 8 : 8;
    context.strokeStyle = "#D55E00";
    context.lineWidth = 2.5;
    context.beginPath();
    context.moveTo(x - 5, bottom - 5),
      context.lineTo(x + 5, bottom + 5),
      context.moveTo(x - 5, bottom + 5),
      context.lineTo(x + 5, bottom - 5);
    context.stroke();
    context.fillStyle = ink;
    context.font = "12px sans-serif";
    context.textAlign = x > 140 ? "right" : "left";
    context.fillText(scene.status[t], x + (x > 140 ? -10 : 10), bottom + 4);
    context.textAlign = "left";
    break;
  }
}

function axisLine(context, width, y, ink, alpha = 0.25) {
  context.save();
  context.globalAlpha = alpha;
  context.strokeStyle = ink;
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  context.restore();
}

function curve({ context, width, scene }, y, color, thickness, dash = []) {
  context.save();
  Object.assign(context, { strokeStyle: color, lineWidth: thickness, lineJoin: "round" });
  context.setLineDash(dash);
  context.beginPath();
  let pen = false;
  for (let t = 1; t <= scene.T; t++) {
    const height = y(t);
    if (!Number.isFinite(height)) pen = false;
    else {
      context[pen ? "lineTo" : "moveTo"](((t - 0.5) * width) / scene.T, height);
      pen = true;
    }
  }
  context.stroke();
  context.restore();
}

/** Where a gate is held, the state reset or the way back cut. */
function markHeld({ context, width, height, scene, ink, view }, track) {
  const x = (t) => ((t - 1) * width) / scene.T;
  context.save();
  Object.assign(context, { strokeStyle: "#ffffff", lineWidth: 3 });
  for (const { first, last, units } of scene.held[track.key] ?? []) {
    const rows = track.asLines || !units
      ? [[0, height]]
      : units.map((unit) => [(view.order.indexOf(unit) * height) / scene.H, height / scene.H]);
    for (const [top, tall] of rows) {
      for (const [color, thickness] of [["#000000", 3.5], ["#ffffff", 1.5]]) {
        Object.assign(context, { strokeStyle: color, lineWidth: thickness });
        context.strokeRect(x(first) + 1, top + 1, x(last + 1) - x(first) - 2, Math.max(2, tall - 2));
      }
    }
  }
  const marks = [...(track.kind === "state" ? scene.resets : []), ...(track.kind === "gradient" ? [...scene.cut] : [])];
  for (const t of marks) {
    Object.assign(context, { strokeStyle: track.kind === "gradient" ? "#D55E00" : ink, lineWidth: 2 });
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(x(t), 0);
    context.lineTo(x(t), height);
    context.stroke();
  }
  context.restore();
}
