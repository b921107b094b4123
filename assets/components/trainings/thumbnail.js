// A recording in small: a strip for each network, updates to the right, steps back upwards, light where a signal is left.

import { html } from "../shared/dom.js";

const WIDE = 96, HIGH = 54; // pixels of the drawing
const GROUND = [13, 20, 28]; // a lane without light

/**
 * @param {{ color: string, rows: string, tall: number }[]} lanes `rows` is base64: for each of some updates the light at
 *   some steps, from the first, 0 to 255
 */
export function thumbnail(lanes) {
  const canvas = /** @type {HTMLCanvasElement} */ (html("canvas", {
    class: "gruviz-training-thumbnail",
    width: WIDE,
    height: HIGH,
    "aria-hidden": "true",
  }));
  const context = canvas.getContext("2d");
  if (context === null) return canvas;
  const high = (HIGH - (lanes.length - 1)) / lanes.length;
  lanes.forEach((lane, i) => paint(context, lane, Math.round(i * (high + 1)), Math.round(high)));
  return canvas;
}

function paint(context, { color, rows, tall }, top, high) {
  const light = Uint8Array.from(atob(rows), (letter) => letter.charCodeAt(0)), count = light.length / tall;
  for (let k = 0; k < count; k++) {
    const left = Math.round(k * WIDE / count), right = Math.round((k + 1) * WIDE / count);
    for (let t = 0; t < tall; t++) {
      const from = Math.round(t * high / tall), to = Math.round((t + 1) * high / tall);
      context.fillStyle = mixed(color, light[k * tall + t] / 255);
      context.fillRect(left, top + from, right - left, to - from);
    }
  }
}

/** A cell's colour at some brightness. */
export function mixed(color, part) {
  const own = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return `rgb(${GROUND.map((dark, i) => Math.round(dark + (own[i] - dark) * part)).join(" ")})`;
}
