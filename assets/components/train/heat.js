// Heatmaps: a column for each report, the first step on top and the answer at the bottom.

import { LOST, ZERO } from "./codes.js";
import { hatches } from "./hatch.js";
import { columns } from "./layout.js";

/** A network's whole heatmap, painted once for a size; what is not known yet is left out by whoever draws it. */
export class Heat {
  constructor() {
    this.known = "";
  }

  /**
   * @param {{ codes: Uint8Array, steps: number[], planned: number, length: number, key: string }} data
   * @param {{ w: number, h: number }} box
   * @param {number[][]} shades
   */
  paint(data, box, shades, palette, ratio) {
    const known = [data.key, box.w, box.h, ratio, palette.name, data.codes.length].join("|");
    if (known === this.known) return;
    this.known = known;
    this.canvas = new OffscreenCanvas(Math.max(1, Math.round(box.w * ratio)), Math.max(1, Math.round(box.h * ratio)));
    const at = this.canvas.getContext("2d");
    at.scale(ratio, ratio);
    spread(at, dots(data, (code) => [...shades[code], 255]), data, box);
    const fills = hatches(at, palette, ratio);
    for (const [code, fill] of [[ZERO, fills.zero], [LOST, fills.lost]]) {
      if (data.codes.includes(code)) this.hatch(at, data, box, code, fill, ratio);
    }
  }

  hatch(at, data, box, code, fill, ratio) {
    const canvas = new OffscreenCanvas(this.canvas.width, this.canvas.height), mask = canvas.getContext("2d");
    mask.scale(ratio, ratio);
    spread(mask, dots(data, (other) => [0, 0, 0, other === code ? 255 : 0]), data, box);
    mask.globalCompositeOperation = "source-in";
    mask.fillStyle = fill;
    mask.fillRect(0, 0, box.w, box.h);
    at.drawImage(canvas, 0, 0, box.w, box.h);
  }

  /** Draw what is known at a part of the axis. */
  draw(context, { x, y, w, h }, part) {
    if (!this.canvas || part <= 0) return;
    const wide = Math.min(1, part);
    context.drawImage(this.canvas, 0, 0, this.canvas.width * wide, this.canvas.height, x, y, w * wide, h);
  }
}

/** One pixel for each report and step. */
function dots({ codes, length }, colorOf) {
  const tall = length + 1, wide = codes.length / tall;
  const image = new ImageData(Math.max(1, wide), tall);
  for (let k = 0; k < wide; k++) {
    for (let t = 0; t < tall; t++) image.data.set(colorOf(codes[k * tall + t]), 4 * (t * wide + k));
  }
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

/** Each column at its place on the axis. */
function spread(at, image, { steps, planned, codes, length }, { w, h }) {
  at.imageSmoothingEnabled = false;
  const known = codes.length / (length + 1);
  columns(steps.slice(0, known), planned).forEach(([from, to], k) => {
    at.drawImage(image, k, 0, 1, length + 1, from * w, 0, Math.max(0.5, (to - from) * w + 0.3), h);
  });
}
