// The tracks of the timeline on their canvases.

import { isDark } from "../shared/dark.js";
import { colorAt } from "./format.js";
import { mean } from "./scene.js";

const ROW = 5; // pixels of a unit's row
const MARK = "#737373"; // where the gradient is cut or leaves the chart: no hue, as in the charts
const GREY = [128, 128, 128]; // a value that is not finite

/** Draw a track; its height and whether it is drawn as lines. */
export function paintTrack(track, { scene, view, ink, width }) {
  const lines = view.form === "lines" && track.kind !== "input" && track.kind !== "gradient";
  const height = heightOf(track, lines);
  const asLines = lines || (track.kind === "input" && scene.D === 1);
  const context = prepared(track.canvas, width, height);
  const tools = { context, width, height, scene, ink, view, range: rangeOf(scene, track, view) };
  if (track.kind === "gradient") paintGradient(tools);
  else if (asLines) paintLines(tools, track);
  else paintHeat(tools, track);
  paintHolds(tools, track, asLines);
  paintMarks(tools, track);
  return { height, asLines };
}

/** A blank canvas of so many CSS pixels. */
function prepared(canvas, width, height) {
  const ratio = globalThis.devicePixelRatio || 1;
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  return context;
}

function heightOf(track, lines) {
  if (track.kind === "input") return 44;
  if (lines || track.isSlim) return 32;
  if (track.kind === "gradient") return 84;
  return Math.min(112, Math.max(48, track.rows * ROW));
}

/** Ends of a track's scale; lines have that of the units that are drawn, at least −1 to 1, so that none flattens them. */
export function rangeOf(scene, track, view) {
  if (track.kind === "gate" || track.kind === "gradient") return [0, 1];
  const limit = scene.limits[track.key] ?? 1;
  if (track.kind === "amount") return [0, limit];
  if (track.kind !== "state" || view.form !== "lines") return [-limit, limit];
  const drawn = Math.min(limit, Math.max(1, ...view.units.map((unit) => largest(scene, track.key, unit))));
  return [-drawn, drawn];
}

/** The largest size that a unit, or the mean over all, has at any step, with and without interventions. */
function largest(scene, symbol, unit) {
  let size = 0;
  for (let t = 1; t <= scene.T; t++) {
    for (
      const value of [
        mean(scene, unit, (j) => scene.value(symbol, t, j)),
        mean(scene, unit, (j) => scene.untouched(symbol, t, j)),
      ]
    ) {
      if (Number.isFinite(value)) size = Math.max(size, Math.abs(value));
    }
  }
  return size;
}

function paintHeat({ context, width, height, scene, view, range, ink }, track) {
  const rows = track.rows;
  const { gate, state, darkState } = scene.scales;
  const scale = ["gate", "amount"].includes(track.kind) ? gate : isDark(ink) ? state : darkState; // dark ink is for light paper
  const image = new ImageData(scene.T, rows);
  for (let row = 0; row < rows; row++) {
    for (let t = 1; t <= scene.T; t++) {
      const value = track.kind === "input" ? scene.input(t, row) : scene.value(track.key, t, view.order[row]);
      const color = Number.isFinite(value) ? colorAt(scale, (value - range[0]) / (range[1] - range[0])) : GREY;
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
    const value = (t) => mean(scene, unit, (j) => scene.value(track.key, t, j));
    const base = (t) => mean(scene, unit, (j) => scene.untouched(track.key, t, j));
    context.globalAlpha = k ? 0.45 : 1;
    if (scene.touched) curve(tools, (t) => y(base(t)), ink, 1.2, [4, 4]);
    curve(tools, (t) => y(value(t)), color, k ? 1.4 : 2.2);
  });
  context.globalAlpha = 1;
}

/** ‖∂L/∂s_t‖ on a log scale; a gradient that is exactly zero leaves the chart with a cross at the bottom. */
function paintGradient(tools) {
  const { context, height, scene, ink, width } = tools;
  const [low, high] = scene.gradientRange;
  const y = (norm) => 4 + (height - 8) * (1 - (Math.log10(norm) - low) / (high - low));
  for (let power = Math.ceil(low); power <= high; power += Math.max(1, Math.ceil((high - low) / 3))) {
    axisLine(context, width, y(10 ** power), ink, 0.16);
  }
  const inside = (norm) => (norm > 0 && Number.isFinite(norm) ? y(norm) : NaN);
  if (scene.touched) curve(tools, (t) => inside(scene.untouchedNorm(t)), ink, 1.2, [4, 4]);
  curve(tools, (t) => inside(scene.norm(t)), ink, 2.2);
  const last = scene.isLive ? 0 : lastWithout(scene);
  if (last > 0) paintCross(tools, last);
}

/** The last step whose gradient is zero or not finite, or 0. */
function lastWithout(scene) {
  const isDrawn = (norm) => norm > 0 && Number.isFinite(norm);
  let t = scene.T;
  while (t > 0 && isDrawn(scene.norm(t))) t--;
  return t;
}

function paintCross({ context, height, scene, ink, width }, t) {
  const x = ((t - 0.5) * width) / scene.T, y = scene.norm(t) === 0 ? height - 8 : 8;
  const onRight = x > 140; // where the words have room on the left
  Object.assign(context, { strokeStyle: MARK, lineWidth: 2.5 });
  context.stroke(new Path2D(`M${x - 5} ${y - 5}l10 10m-10 0l10 -10`));
  Object.assign(context, { fillStyle: ink, font: "12px sans-serif", textAlign: onRight ? "right" : "left" });
  context.fillText(scene.status[t], x + (onRight ? -10 : 10), y + 4);
  context.textAlign = "left";
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

/** Frames around the steps, and the units, of which a gate is held. */
function paintHolds({ context, width, height, scene, view }, track, asLines) {
  const x = (t) => ((t - 1) * width) / scene.T;
  const room = height / scene.H;
  context.save();
  for (const { first, last, units } of scene.held[track.key] ?? []) {
    const rows = asLines || !units ? [[0, height]] : units.map((unit) => [view.order.indexOf(unit) * room, room]);
    for (const [top, tall] of rows) {
      for (const [strokeStyle, lineWidth] of [["#000000", 3.5], ["#ffffff", 1.5]]) {
        Object.assign(context, { strokeStyle, lineWidth });
        context.strokeRect(x(first) + 1, top + 1, x(last + 1) - x(first) - 2, Math.max(2, tall - 2));
      }
    }
  }
  context.restore();
}

/** Dashed lines where the state is reset or the gradient cut. */
function paintMarks({ context, width, height, scene, ink }, track) {
  const steps = { state: scene.resets, gradient: [...scene.cut] }[track.kind] ?? [];
  context.save();
  Object.assign(context, { strokeStyle: track.kind === "gradient" ? MARK : ink, lineWidth: 2 });
  context.setLineDash([3, 3]);
  for (const t of steps) {
    const x = ((t - 1) * width) / scene.T;
    context.stroke(new Path2D(`M${x} 0V${height}`));
  }
  context.restore();
}
