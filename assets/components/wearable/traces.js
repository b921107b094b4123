// Six traces on two scales, those of acceleration and those of rotation, up to the step that has been read.

import { canvasOf } from "../shared/canvas.js";

const NAMES = { wide: 104, narrow: 78 }; // pixels

export function drawTraces(canvas, { traces, channels }, at, ink) {
  const drawing = canvasOf(canvas);
  if (!drawing) return;
  const { context, width, height } = drawing, high = height / traces.length, steps = traces[0].length;
  const isWide = width > 320, left = isWide ? NAMES.wide : NAMES.narrow;
  const most = {};
  traces.forEach((trace, lane) => {
    const { unit } = channels[lane];
    most[unit] = Math.max(most[unit] ?? 0, ...trace.map(Math.abs));
  });
  const x = (step) => left + ((width - left - 4) * step) / (steps - 1);
  context.textBaseline = "middle";
  traces.forEach((trace, lane) => {
    const { name, unit } = channels[lane], middle = high * (lane + 0.5), scale = (0.47 * high) / (most[unit] || 1);
    context.fillStyle = ink;
    context.font = `${isWide ? 12 : 10}px system-ui, sans-serif`;
    context.fillText(name, 0, middle - 8);
    context.fillText(`±${most[unit].toFixed(1)} ${unit}`, 0, middle + 8);
    context.strokeStyle = ink;
    context.globalAlpha = 0.25;
    stroke(context, [0, 0], (step) => x(step * (steps - 1)), () => middle, 1);
    stroke(context, trace, x, (value) => middle - value * scale, 1.2);
    context.globalAlpha = 1;
    stroke(context, trace.slice(0, at + 1), x, (value) => middle - value * scale, 2.2);
  });
  context.fillStyle = "#b07900";
  context.fillRect(x(at) - 1, 0, 2, height);
}

function stroke(context, values, x, y, thick) {
  context.lineWidth = thick;
  context.lineJoin = "round";
  context.beginPath();
  values.forEach((value, step) => context.lineTo(x(step), y(value)));
  context.stroke();
}
