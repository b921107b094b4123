// Lanes: a road of cells from the first step to the answer, and the light that runs back on it.

import { brightness, LOST, ZERO } from "./codes.js";

const TAIL = 0.16; // of a lane: how long the light's tail is

/** Cells of one network at one report. */
export function paintLane(context, { x, y, w, h }, codes, fills, patterns) {
  const cell = w / codes.length, gap = cell > 5 ? 1.5 : cell > 3 ? 0.8 : 0;
  const round = Math.min(3, (cell - gap) / 2);
  codes.forEach((code, t) => {
    context.beginPath();
    context.roundRect(x + t * cell + gap / 2, y, cell - gap, h, round);
    context.fillStyle = fills[code];
    context.fill();
    if (code !== ZERO && code !== LOST) return;
    context.fillStyle = code === ZERO ? patterns.zero : patterns.lost;
    context.fill();
  });
}

/** A lane that is painted anew only when it shows another report. */
export class Lane {
  constructor({ w, h }, ratio) {
    this.box = { x: 0, y: 2, w, h };
    this.canvas = new OffscreenCanvas(Math.ceil(w * ratio), Math.ceil((h + 4) * ratio));
    this.context = this.canvas.getContext("2d");
    this.context.scale(ratio, ratio);
    this.known = null;
  }

  draw(context, { x, y, w, h }, codes, colors) {
    if (this.known !== codes) {
      this.known = codes;
      this.context.clearRect(0, 0, w, h + 4);
      paintEdges(this.context, this.box, colors);
      paintLane(this.context, this.box, codes, colors.fills, colors.patterns);
    }
    context.drawImage(this.canvas, 0, 0, this.canvas.width, this.canvas.height, x, y - 2, w, h + 4);
  }
}

/** The edges of a road, to be seen where it is dark. */
function paintEdges(context, { x, y, w, h }, { edge }) {
  context.fillStyle = edge;
  context.fillRect(x, y - 2, w, 1);
  context.fillRect(x, y + h + 1, w, 1);
}

/** A lane of which nothing is known. */
export function paintEmpty(context, { x, y, w, h }, { edge }) {
  context.setLineDash([3, 3]);
  context.strokeStyle = edge;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
  context.setLineDash([]);
}

/**
 * The light that runs back, as bright as what is left where it is.
 * @param {number} head How far it has come: 0 at the answer, 1 at the first step; its tail goes on.
 */
export function paintPulse(context, { x, y, w, h }, codes, head, { ink }) {
  const cell = w / codes.length, last = codes.length - 1;
  context.fillStyle = ink;
  codes.forEach((code, t) => {
    const behind = head - (last - t) / last;
    if (behind < 0 || behind > TAIL) return;
    context.globalAlpha = 0.75 * (1 - behind / TAIL) * Math.min(1, brightness(code)) ** 1.5;
    context.fillRect(x + t * cell, y, cell, h);
  });
  context.globalAlpha = 1;
}

export const RUN = 1 + TAIL; // how far a head goes until its tail has left
