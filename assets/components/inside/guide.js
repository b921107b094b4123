// How to read the picture: words that light the part they name.

import { html } from "../shared/dom.js";

export class Guide {
  /** @param {(part: string | null) => void} onPoint */
  constructor(host, onPoint) {
    this.host = host;
    this.onPoint = onPoint;
  }

  /** @param {import("./diagram.js").Diagram} diagram */
  build(scene, diagram) {
    this.scene = scene;
    this.diagram = diagram;
    this.way = null;
  }

  draw(way) {
    if (way === this.way) return;
    this.way = way;
    const pieces = this.scene.machine.guide[way];
    this.host.replaceChildren(...pieces.map(([text, part]) => (part ? this.word(text, part) : text)));
  }

  word(text, part) {
    const item = this.diagram.partOf(part);
    if (!item) return text;
    const color = this.scene.gate.get(item.symbol ?? item.gate)?.color ?? "var(--gv-total)";
    return html("span", {
      class: "gv-word",
      tabindex: 0,
      style: `--gv-color:${color}`,
      onpointerenter: () => this.onPoint(part),
      onpointerleave: () => this.onPoint(null),
      onfocus: () => this.onPoint(part),
      onblur: () => this.onPoint(null),
    }, text);
  }
}
