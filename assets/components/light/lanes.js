// Three lanes of beads, as bright as what is left there, with the factor of each step between them.

import { svg } from "../shared/dom.js";
import { put, say } from "./marks.js";
import { brightness } from "./scale.js";
import { left } from "./words.js";

const MOST = 60; // beads that glow: more would be one glow, and slow to paint

export class Lanes {
  constructor(host) {
    this.host = host;
  }

  /** Make the marks; how bright they are is left to `draw`. */
  build(frame, layout) {
    this.layout = layout;
    this.lanes = frame.lanes.map((lane, i) => this.lane(lane, layout.lanes[i], frame.steps));
    this.host.replaceChildren(...this.lanes.map((marks) => marks.group));
  }

  lane(lane, y, steps) {
    const { layout } = this, { narrow, x, radius } = layout;
    const above = narrow ? y - 17 : y;
    const label = svg("text", { class: "gv-label", x: narrow ? layout.left : 0, y: narrow ? above : y - 2 });
    const note = svg("text", { class: "gv-note", x: 0, y: y + 15, visibility: narrow ? "hidden" : null });
    const rate = svg("text", {
      class: "gv-rate",
      "data-part": "factors",
      x: layout.end + (narrow ? 12 : 46),
      y: y + 5,
    });
    const amount = svg("text", { class: "gv-amount", x: layout.end, y: above, "text-anchor": "end" });
    const beads = Array.from({ length: steps + 1 }, (_, t) => ({
      halo: steps <= MOST ? svg("circle", { class: "gv-halo", cx: x(t), cy: y, r: 0 }) : null,
      ring: svg("circle", { class: "gv-ring", cx: x(t), cy: y, r: radius }),
      core: svg("circle", { class: "gv-core", cx: x(t), cy: y, r: radius, opacity: 0 }),
    }));
    const factors = layout.factors
      ? Array.from(
        { length: steps },
        (_, t) =>
          svg("text", {
            class: "gv-factor",
            "data-part": "factors",
            x: x(t + 0.5),
            y: y + 20,
            "text-anchor": "middle",
          }),
      )
      : [];
    const comet = svg("circle", { class: "gv-comet", cy: y, r: 1.6 * radius + 3, opacity: 0 });
    const group = svg(
      "g",
      { class: "gv-lane", "data-part": lane.key, style: `--lane: ${lane.color}` },
      svg("line", { class: "gv-wire", x1: x(0), x2: layout.end, y1: y, y2: y }),
      ...beads.flatMap((bead) => bead.halo ?? []),
      ...beads.flatMap((bead) => [bead.ring, bead.core]),
      comet,
      label,
      note,
      rate,
      amount,
      ...factors,
    );
    return { group, label, note, rate, amount, beads, factors, comet };
  }

  /**
   * Light what the signal has reached.
   * @param {any} frame
   * @param {number[][]} logs What is left as powers of ten, by lane and step.
   * @param {number[]} heads How far back it has come in each lane; -1 where it has arrived.
   * @param {number} mix 0: powers of ten, 1: linear.
   */
  draw(frame, logs, heads, mix) {
    const { radius, narrow, x } = this.layout;
    this.lanes.forEach((marks, i) => {
      const lane = frame.lanes[i], head = heads[i], first = Math.ceil(Math.max(head, 0));
      say(marks.label, lane.label);
      say(marks.note, lane.note);
      const product = narrow ? "" : `= ${left(lane, first)}`;
      say(marks.rate, head > 0 ? product : narrow ? `× ${lane.rate}` : `× ${lane.rate} a step`);
      say(marks.amount, narrow ? left(lane, first) : "");
      marks.beads.forEach((bead, t) => {
        const light = t >= head ? brightness(logs[i][t], mix) : 0;
        const swollen = Math.max(0, Math.min(logs[i][t], 8)) / 4;
        put(bead.core, "opacity", light.toFixed(2));
        if (!bead.halo) return;
        put(bead.halo, "opacity", (0.34 * light ** 3).toFixed(2));
        put(bead.halo, "r", light > 0.05 ? (radius * (2 + swollen)).toFixed(1) : 0);
      });
      marks.factors.forEach((text, t) => {
        say(text, `×${lane.factors[t].replace(/^0\./, ".")}`);
        put(text, "opacity", t >= head - 0.5 ? 1 : 0);
      });
      const moving = head > 0;
      put(marks.comet, "opacity", moving ? Math.max(0.1, brightness(logs[i][first], mix)).toFixed(3) : 0);
      if (moving) put(marks.comet, "cx", x(head).toFixed(1));
    });
  }
}
