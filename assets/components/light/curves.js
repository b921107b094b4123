// The lines under the lanes: what is left at each step, with quartiles, and its amount where each line has come to.

import { svg } from "../shared/dom.js";
import { kept } from "./layout.js";
import { put, say } from "./marks.js";
import { bounded, heightOf } from "./scale.js";
import { left } from "./words.js";

const APART = 33; // least distance of two labels
let clips = 0; // clip paths of a page have one name each

export class Curves {
  constructor(host) {
    this.host = host;
  }

  build(frame, layout) {
    this.layout = layout;
    const { top, bottom, end, x } = layout;
    this.grid = svg("g", { class: "gv-grid" });
    this.lanes = frame.lanes.map((lane) => this.lane(lane));
    this.hair = svg("line", { class: "gv-hair", y1: layout.lanes[0] - 14, y2: bottom, visibility: "hidden" });
    this.back = svg("text", { class: "gv-axis", x: x(0), y: bottom + 18 });
    this.host.replaceChildren(
      this.grid,
      svg("line", { class: "gv-base", x1: x(0), x2: end, y1: bottom, y2: bottom }),
      this.back,
      svg("text", { class: "gv-axis", x: end, y: bottom + 18, "text-anchor": "end" }),
      svg(
        "text",
        layout.narrow
          ? { class: "gv-axis", x: layout.width, y: top - 9, "text-anchor": "end" }
          : { class: "gv-axis", x: end + 12, y: top - 9 },
      ),
      this.hair,
      ...this.lanes.map((marks) => marks.group),
    );
    say(this.host.children[3], "the error");
    say(this.host.children[4], layout.narrow ? "left" : "signal that is left");
    this.ticks = "";
  }

  lane(lane) {
    const id = `gv-clip-${clips++}`;
    const { top, bottom, end } = this.layout;
    const clip = svg("rect", { x: 0, y: top - 6, width: end + 8, height: bottom - top + 8 });
    const band = svg("path", { class: "gv-band", "clip-path": `url(#${id})` });
    const curve = svg("path", { class: "gv-curve", "clip-path": `url(#${id})` });
    const dot = svg("circle", { class: "gv-dot", r: 4.5 });
    const leader = svg("path", { class: "gv-leader" });
    const amount = svg("text", { class: "gv-amount", "text-anchor": "end" });
    const name = svg("text", { class: "gv-name", "text-anchor": "end" });
    const group = svg(
      "g",
      { class: "gv-line", "data-part": lane.key, style: `--lane: ${lane.color}` },
      svg("clipPath", { id }, clip),
      band,
      curve,
      leader,
      dot,
      amount,
      name,
    );
    return { group, clip, band, curve, dot, leader, amount, name };
  }

  /** Height on the screen of a power of ten. */
  y(log, range, mix) {
    const { top, bottom } = this.layout;
    return bounded(bottom - (bottom - top) * heightOf(log, range, mix), top - 20, bottom + 20);
  }

  /**
   * Draw the lines as far as the signal has come.
   * @param {any} frame
   * @param {number[][]} logs
   * @param {number[]} heads
   * @param {number} mix
   * @param {{log: number[], linear: number[]}} range
   * @param {number | null} at The step whose amounts are asked for, in place of that where the signal is.
   */
  draw(frame, logs, heads, mix, range, at) {
    this.drawTicks(frame, range, mix);
    const { x, top, bottom } = this.layout;
    const steps = frame.steps;
    say(
      this.back,
      at === null
        ? "← back in time"
        : at === 0
        ? `the beginning, ${steps} steps back`
        : `${steps - at} step${steps - at === 1 ? "" : "s"} back`,
    );
    put(this.hair, "visibility", at === null ? "hidden" : "visible");
    if (at !== null) { for (const side of ["x1", "x2"]) put(this.hair, side, x(at).toFixed(1)); }
    const stands = this.lanes.map((marks, i) => {
      const lane = frame.lanes[i], points = logs[i].map((log, t) => [x(t), this.y(log, range, mix)]);
      put(marks.curve, "d", pathOf(points));
      put(
        marks.band,
        "d",
        `${pathOf(this.edge(lane.lower, range, mix, false))}${
          pathOf(this.edge(lane.upper, range, mix, true)).replace("M", "L")
        }Z`,
      );
      const reach = Math.max(heads[i], 0);
      put(marks.clip, "x", (heads[i] > 0 ? x(reach) : 0).toFixed(1));
      const step = at ?? Math.ceil(reach);
      const [px, py] = points[step];
      return {
        step,
        x: at === null ? x(reach) : px,
        y: bounded(py, top, bottom),
        out: logs[i][step],
        shown: heads[i] < steps,
      };
    });
    this.drawEnds(frame, stands, range, mix);
  }

  drawEnds(frame, stands, range, mix) {
    const { top, bottom, narrow } = this.layout;
    const places = kept(stands.map((one) => one.y), APART, top + 2, bottom - 14);
    this.lanes.forEach((marks, i) => {
      const one = stands[i], place = places[i], out = this.beyond(one.out, range, mix);
      const away = one.x - (one.step === 0 && i === 2 ? 34 : 20);
      for (const mark of [marks.amount, marks.name, marks.dot, marks.leader]) {
        put(mark, "visibility", one.shown && (!narrow || mark === marks.dot) ? "visible" : "hidden");
      }
      put(marks.dot, "cx", one.x.toFixed(1));
      put(marks.dot, "cy", one.y.toFixed(1));
      put(
        marks.leader,
        "d",
        `M${(one.x - 7).toFixed(1)} ${one.y.toFixed(1)}L${(away + 4).toFixed(1)} ${place.toFixed(1)}`,
      );
      put(marks.amount, "x", away.toFixed(1));
      put(marks.amount, "y", (place + 3).toFixed(1));
      put(marks.name, "x", away.toFixed(1));
      put(marks.name, "y", (place + 17).toFixed(1));
      say(marks.amount, `${out}${left(frame.lanes[i], one.step)}`);
      say(marks.name, frame.lanes[i].label);
    });
  }

  /** An arrow where a line has left the chart. */
  beyond(log, range, mix) {
    const height = heightOf(log, range, mix);
    return height < -0.01 ? "↓ " : height > 1.04 ? "↑ " : "";
  }

  edge(values, range, mix, backwards) {
    const points = values.map((
      value,
      t,
    ) => [this.layout.x(t), this.y(value === null ? Infinity : Math.log10(value), range, mix)]);
    return backwards ? points.reverse() : points;
  }

  drawTicks(frame, range, mix) {
    const wanted = `${range.log} ${range.linear} ${mix}`;
    if (wanted === this.ticks) return;
    this.ticks = wanted;
    const { end, x } = this.layout, [low, high] = range.linear;
    const marks = mix < 0.5
      ? frame.ticks.map((tick) => [tick.power, tick.label])
      : [0, 0.5, 1, 1.5, 2].filter((part) => part >= low && part <= high).map((
        part,
      ) => [Math.log10(part), `${100 * part}%`]);
    this.grid.replaceChildren(...marks.flatMap(([log, label]) => {
      const y = this.y(log, range, mix).toFixed(1);
      const text = svg("text", { class: "gv-tick", x: end + 12, y: Number(y) + 4 });
      text.textContent = label;
      return [svg("line", { x1: x(0), x2: end, y1: y, y2: y }), text];
    }));
  }
}

function pathOf(points) {
  let d = "";
  for (const [x, y] of points) d += `${d ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
  return d;
}
