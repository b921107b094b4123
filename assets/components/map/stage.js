// What the panels are drawn on: surfaces below, lines and letters, marks above, and the squares that one reaches.

import { html, svg } from "../shared/dom.js";
import { put, say } from "../light/marks.js";
import { rem } from "../train/layout.js";
import { axesOf, collide, contoursOf, invitation } from "./axes.js";
import { layoutFor } from "./layout.js";
import { Stamps } from "./marks.js";
import { colorsOf } from "./palette.js";
import { stateWords } from "./words.js";

/** @typedef {import("./shape.js").MapData} MapData */

const FADED = 0.28; // of squares that were trained at another length

export class Stage {
  constructor() {
    this.below = html("canvas", { "aria-hidden": "true" });
    this.above = html("canvas", { "aria-hidden": "true" });
    this.axes = svg("g", {});
    this.contours = svg("g", {});
    this.svg = svg("svg", { "aria-hidden": "true" }, this.contours, this.axes);
    this.names = svg("svg", { "aria-hidden": "true" });
    this.cells = html("div", {});
    this.root = html("div", { class: "gv-stage" }, this.below, this.svg, this.above, this.names, this.cells);
    this.layout = null;
    this.version = 0;
  }

  /** @param {MapData} data @param {import("./panel.js").Panel[]} panels @param {number} scale Of the letters. */
  fit(data, panels, width, scale) {
    const room = { panels: panels.length, rows: data.y.values.length, second: Boolean(data.y.second) };
    this.layout = layoutFor(width, { ...room, names: 1 });
    if (collide(data, this.layout)) this.layout = layoutFor(width, { ...room, names: 2 });
    this.scale = scale;
    Object.assign(this.root.style, { width: rem(this.layout.width), height: rem(this.layout.height) });
    for (const one of [this.svg, this.names]) put(one, "viewBox", `0 0 ${this.layout.width} ${this.layout.height}`);
    panels.forEach(({ grid, across, up }, i) => grid.fit(this.layout.plots[i], across, up, rem));
    if (this.cells.firstChild !== panels[0].grid.root) {
      this.cells.replaceChildren(...panels.map(({ grid }) => grid.root));
    }
    this.lettered = "";
  }

  /** Pixels of the screen for one of the layout's. */
  get dense() {
    return (globalThis.devicePixelRatio || 1) * this.scale;
  }

  /** Axes, contours and their names, where they are others than before. @param {MapData} data */
  letter(data, panels, { length, shown, marked }) {
    const asks = !shown && !marked, key = `${length} ${shown} ${asks}`, { layout } = this, last = panels.length - 1;
    if (key === this.lettered) return;
    this.lettered = key;
    this.axes.replaceChildren(
      ...panels.flatMap(({ panel, across, up }, i) =>
        axesOf(data, panel, layout.plots[i], layout, { first: i === 0, last: i === last, across, up })
      ),
    );
    this.states = [...this.axes.querySelectorAll(".gv-panel-state")];
    this.contours.replaceChildren(
      ...(shown ? panels : []).flatMap(({ panel }, i) => contoursOf(data, panel, layout.plots[i], length)),
    );
    this.names.replaceChildren(
      ...this.contours.querySelectorAll(".gv-contour-name"),
      ...(asks ? layout.plots.map(invitation) : []),
    );
  }

  /** Something else is to be drawn, or in other colours. */
  refresh() {
    this.version++;
    this.colors = this.stamps = null;
    this.lettered = "";
  }

  /** Draw what there is now; what is below only where it has changed. @param {any} map */
  draw({ data, panels, set, shown, marked, pointed, motion, moves }, now) {
    const { budget, length, square } = set, { glide } = moves;
    this.colors ??= colorsOf(this.root, data.scale);
    this.stamps ??= new Stamps(this.colors, data.seeds, this.dense);
    this.letter(data, panels, { length, shown, marked });
    panels.forEach(({ panel }, i) => say(this.states[i], shown ? stateWords(data, panel, set) : ""));
    const mix = glide ? motion.amount(glide.name, 1, now) : 1, alphas = this.alphas(data, set, shown, motion, now);
    const frame = {
      palette: this.colors,
      stamps: this.stamps,
      alphas,
      mix,
      budget,
      length,
      before: glide?.from,
      shown,
    };
    const { field, land } = alphas, under = [field, land, land && budget, length, mix, shown, this.version].join();
    if (under !== this.under) {
      this.paint(this.below, panels, (context, plot, panel) => panel.drawSurfaces(context, { ...frame, plot }));
    }
    this.under = under;
    this.paint(this.above, panels, (context, plot, panel) => {
      const at = pointed && (shown || pointed.i === panel.i) ? pointed.square : null;
      panel.drawMarks(context, { ...frame, plot, pointed: at, square: shown ? square : null, time: now });
    });
  }

  /** How strongly each layer shows. */
  alphas(data, { view, length }, shown, motion, now) {
    const off = data.panels.some(({ trained_length: trained }) => trained !== null && trained !== length);
    const marks = !shown || view === "before" ? 0 : off && view === "both" ? FADED : 1;
    return {
      field: motion.amount("field", shown && view !== "after" ? 1 : 0, now),
      land: motion.amount("land", shown && view === "after" ? 1 : 0, now),
      marks: motion.amount("marks", marks, now),
    };
  }

  /** Draw every panel on one of the two canvases. */
  paint(canvas, panels, draw) {
    const { width, height, plots } = this.layout, { dense } = this;
    const [wide, tall] = [Math.round(width * dense), Math.round(height * dense)];
    if (canvas.width !== wide || canvas.height !== tall) [canvas.width, canvas.height] = [wide, tall];
    const context = canvas.getContext("2d");
    context.setTransform(dense, 0, 0, dense, 0, 0);
    context.clearRect(0, 0, width, height);
    panels.forEach((panel, i) => draw(context, plots[i], panel));
  }
}
