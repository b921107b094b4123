// One column for each network: what leads, in big type, and a bar for every class; and one for the nearest picture.

import { html, svg } from "../shared/dom.js";
import { put, say } from "../light/marks.js";
import { leader } from "./reading.js";

const MARKS = {
  circle: "M6 1a5 5 0 1 0 0.01 0Z",
  square: "M1.5 1.5H10.5V10.5H1.5Z",
  diamond: "M6 0L12 6L6 12L0 6Z",
};

/** A network's column. */
export class Column {
  constructor(network, classes) {
    this.classes = classes;
    this.network = network;
    this.lead = html("span", { class: "gv-lead" });
    this.share = html("span", { class: "gv-share" });
    this.verdict = html("span", { class: "gv-verdict" });
    this.bars = classes.map(() => html("i"));
    this.rows = classes.map((name, k) =>
      html("div", { class: "gv-bar" }, html("span", {}, name), html("div", {}, this.bars[k]))
    );
    this.root = html(
      "div",
      { class: "gv-column", style: `--cell: ${network.color}`, "aria-hidden": "true" },
      html("div", { class: "gv-name" }, markOf(network.mark), network.title),
      html("div", { class: "gv-said" }, this.lead, html("span", {}, this.share, this.verdict)),
      html("div", { class: "gv-bars" }, ...this.rows),
    );
  }

  /** Show chances; null where nothing is read. @param {Float64Array | null} chances @param {number | null} truth */
  show(chances, truth) {
    const best = chances === null ? -1 : leader(chances);
    say(this.lead, best < 0 ? "–" : this.classes[best]);
    say(this.share, best < 0 ? "" : `${Math.round(100 * chances[best])}%`);
    say(this.verdict, truth === null || best < 0 ? "" : best === truth ? "✓" : "✗");
    this.bars.forEach((bar, k) => {
      put(bar, "style", `transform: scaleX(${chances === null ? 0 : chances[k].toFixed(3)})`);
      put(this.rows[k], "data-leads", String(k === best));
    });
  }
}

/** The rule's column: the most similar of the pictures that the networks have learned from. */
export class Nearest {
  constructor() {
    this.lead = html("span", { class: "gv-lead" });
    this.words = html("span", { class: "gv-of" });
    this.verdict = html("span", { class: "gv-verdict" });
    this.read = html("canvas", { width: 84, height: 84 });
    this.found = html("canvas", { width: 84, height: 84 });
    this.root = html(
      "div",
      { class: "gv-column gv-nearest", "aria-hidden": "true" },
      html("div", { class: "gv-name" }, "Nearest picture"),
      html("div", { class: "gv-said" }, this.lead, html("span", {}, this.verdict)),
      html(
        "div",
        { class: "gv-thumbs" },
        html("figure", {}, this.read, html("figcaption", {}, "As it is read")),
        html("figure", {}, this.found, this.words),
      ),
    );
  }

  /**
   * @param {{ink: ArrayLike<number>, side: number} | null} read What the networks read.
   * @param {{ink: ArrayLike<number>, side: number, name: string, of: string} | null} found
   * @param {boolean | null} isRight
   */
  show(read, found, isRight) {
    thumbnail(this.read, read);
    thumbnail(this.found, found);
    say(this.lead, found?.name ?? "–");
    say(this.words, found?.of ?? "");
    say(this.verdict, isRight === null ? "" : isRight ? "✓" : "✗");
  }
}

/** A network's mark, so that colour is not alone. */
function markOf(mark) {
  const shape = svg("path", { d: MARKS[mark] ?? MARKS.circle });
  return svg("svg", { viewBox: "0 0 12 12", width: 12, height: 12 }, shape);
}

/** A small picture, ink on white paper as the data are. */
function thumbnail(canvas, picture) {
  const context = canvas.getContext("2d"), { width } = canvas;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, width);
  if (!picture) return;
  const cell = width / picture.side;
  context.fillStyle = "#111";
  for (let i = 0; i < picture.ink.length; i++) {
    if (!picture.ink[i]) continue;
    context.globalAlpha = picture.ink[i];
    context.fillRect((i % picture.side) * cell, Math.floor(i / picture.side) * cell, cell, cell);
  }
  context.globalAlpha = 1;
}
