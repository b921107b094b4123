// The whole picture: words, lanes, the key to their brightness, and the lines; all of it drawn from a frame.

import { setAll, svg } from "../shared/dom.js";
import { Curves } from "./curves.js";
import { Lanes } from "./lanes.js";
import { layoutFor } from "./layout.js";
import { put } from "./marks.js";
import { bounded, brightness, logAt, powers } from "./scale.js";
import { tilesOf, wordsAbove } from "./words_above.js";

/** @type {[number, string][]} Powers of ten and what they are called. */
const KEY = [[0, "100%"], [-1, "10%"], [-2, "1%"], [-4, "0.01%"], [-6, "1 in a million or less"]];

const WIDE = 600; // pixels from which on the key has all its samples

export class Picture {
  constructor(host) {
    const part = (name) => svg("g", { class: `gv-${name}` });
    this.svg = svg("svg", { role: "img" });
    this.words = part("words");
    this.key = part("key");
    this.lanes = new Lanes(part("lanes"));
    this.curves = new Curves(part("curves"));
    this.above = part("above");
    this.svg.append(this.words, this.curves.host, this.lanes.host, this.key, this.above);
    host.append(this.svg);
  }

  /** Make all marks for a number of steps and a width; on the page all is `scale` times as large. */
  build(frame, width, scale) {
    const found = tilesOf(frame.steps, layoutFor(width, frame.steps));
    const layout = this.layout = layoutFor(width, frame.steps, found.rows);
    const { height } = layout;
    setAll(this.svg, { viewBox: `0 0 ${width} ${height}`, width: width * scale, height: height * scale });
    this.words.replaceChildren(...wordsAbove(found, layout));
    this.lanes.build(frame, layout);
    this.curves.build(frame, layout);
    this.key.replaceChildren(...this.keyMarks(layout));
  }

  /** What the brightness of a bead says, below the lines. */
  keyMarks(layout) {
    const { key, left, end } = layout, short = end - left < WIDE;
    const chosen = short ? [KEY[0], KEY[2], KEY[4]] : KEY;
    const first = layout.narrow ? left : end - (short ? 366 : 470);
    const title = svg("text", { class: "gv-axis", x: first, y: key + 4 });
    title.textContent = "Brightness:";
    let x = first + 78;
    this.samples = [];
    return [
      title,
      ...chosen.flatMap(([log, words]) => {
        const ring = svg("circle", { class: "gv-ring", cx: x, cy: key, r: 5.5 });
        const core = svg("circle", { class: "gv-sample", cx: x, cy: key, r: 5.5 });
        const text = svg("text", { class: "gv-axis", x: x + 10, y: key + 4 });
        text.textContent = words;
        this.samples.push([core, log]);
        x += 32 + 6.2 * words.length;
        return [ring, core, text];
      }),
    ];
  }

  /**
   * Draw.
   * @param {any} frame
   * @param {{heads: number[], mix: number, range: any, at: number | null, logs?: number[][]}} view
   */
  draw(frame, { heads, mix, range, at, logs = frame.lanes.map(powers) }) {
    this.lanes.draw(frame, logs, heads, mix);
    this.curves.draw(frame, logs, heads, mix, range, at);
    for (const [core, log] of this.samples) put(core, "opacity", brightness(log, mix).toFixed(3));
    put(this.svg, "aria-label", frame.alt);
  }

  /** Height on the screen of what is left, within the chart. */
  heightOf(log, range, mix) {
    return bounded(this.curves.y(log, range, mix), this.layout.top, this.layout.bottom);
  }

  /** The power of ten at a height on the screen. */
  logAt(y, range, linear) {
    const { top, bottom } = this.layout;
    return logAt(bounded((bottom - y) / (bottom - top), 0, 1), range, linear);
  }

  /** The step at a place, or null outside of lanes and lines. */
  stepAt(x, y) {
    const { left, end, spacing, lanes, bottom } = this.layout;
    if (x < left + 0.5 * spacing + 14 || x > end + 8 || y < lanes[0] - 14 || y > bottom) return null;
    return Math.round((x - left) / spacing);
  }
}
