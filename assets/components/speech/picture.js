// What the networks are given, frame after frame from left to right: how strong each row is in it. What has not been
// read yet is veiled.

import { canvasOf } from "../shared/canvas.js";
import { html } from "../shared/dom.js";
import { bytesOf } from "./bytes.js";

const EDGE = { left: 52, right: 10, top: 6, bottom: 34 };
const SHADES = [[16, 18, 38], [66, 38, 118], [160, 54, 118], [228, 96, 82], [251, 178, 88], [252, 253, 210]];

export class Picture {
  /** @param {(seconds: number) => void} go where a finger or a mouse is */
  constructor(go) {
    this.canvas = html("canvas", { role: "img" });
    this.root = html("div", { class: "gv-speech-picture" }, this.canvas);
    this.canvas.onpointerdown = (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      go(this.moment(event));
    };
    this.canvas.onpointermove = (event) => {
      if (this.canvas.hasPointerCapture(event.pointerId)) go(this.moment(event));
    };
  }

  moment(event) {
    const box = this.canvas.getBoundingClientRect();
    const share = (event.clientX - box.left - EDGE.left) / (box.width - EDGE.left - EDGE.right);
    return Math.max(0, Math.min(1, share)) * this.word.span;
  }

  update(word) {
    this.word = word;
    this.canvas.setAttribute("aria-label", word.alt);
    this.image = pictureOf(bytesOf(word.levels), word.columns, word.rows);
  }

  paint(seconds) {
    const { canvas, word } = this, paper = canvasOf(canvas);
    if (!paper || !word) return;
    const { context, width, height } = paper;
    const box = {
      x: EDGE.left,
      y: EDGE.top,
      w: width - EDGE.left - EDGE.right,
      h: height - EDGE.top - EDGE.bottom,
    };
    const across = (moment) => box.x + (moment / word.span) * box.w;
    context.fillStyle = shade(0);
    context.fillRect(box.x, box.y, box.w, box.h);
    context.imageSmoothingEnabled = false;
    const end = across(word.start + word.columns * word.step);
    context.drawImage(this.image, across(word.start), box.y, end - across(word.start), box.h);
    axes(context, word, box, across, getComputedStyle(canvas));
    const x = across(seconds);
    context.fillStyle = "rgb(16 18 38 / 62%)";
    context.fillRect(x, box.y, box.x + box.w - x, box.h);
    context.fillStyle = "#101226";
    context.fillRect(x - 2.5, box.y, 5, box.h);
    context.fillStyle = "#fff";
    context.fillRect(x - 1, box.y, 2, box.h);
  }
}

function axes(context, word, box, across, style) {
  context.fillStyle = context.strokeStyle = style.color;
  context.font = `12px ${style.fontFamily}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const [share, name] of word.ticks) {
    const y = box.y + (1 - share) * box.h;
    context.fillRect(box.x - 4, y, 4, 1);
    context.fillText(name, box.x - 7, y);
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  const every = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20].find((size) => (word.span / size) * 42 < box.w) ?? 50;
  for (let k = 0; k * every <= word.span + 1e-9; k++) {
    const x = across(k * every);
    context.fillRect(x, box.y + box.h, 1, 4);
    context.fillText((k * every).toFixed(every < 0.1 ? 2 : every < 1 ? 1 : 0), x, box.y + box.h + 6);
  }
  context.textBaseline = "bottom";
  context.fillText(word.across, box.x + box.w / 2, box.y + box.h + EDGE.bottom);
  context.save();
  context.translate(11, box.y + box.h / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "middle";
  context.fillText(word.upwards, 0, 0);
  context.restore();
}

/** One pixel for each level, the first row at the bottom. */
function pictureOf(levels, columns, rows) {
  const canvas = new OffscreenCanvas(columns, rows), context = canvas.getContext("2d");
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      context.fillStyle = shade(levels[column * rows + row] / 255);
      context.fillRect(column, rows - 1 - row, 1, 1);
    }
  }
  return canvas;
}

/** From black over red to yellow. */
function shade(level) {
  const place = level * (SHADES.length - 1), below = Math.min(SHADES.length - 2, Math.floor(place));
  const mixed = SHADES[below].map((from, k) => from + (place - below) * (SHADES[below + 1][k] - from));
  return `rgb(${mixed.map(Math.round).join(" ")})`;
}
