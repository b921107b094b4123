import { svg } from "../shared/dom.js";
import { Pad } from "./base.js";

const SIZE = { width: 300, height: 130 };

/** A signal: one whole number from -100 to 100 for each step. */
export class SignalPad extends Pad {
  constructor(parent) {
    super(
      svg("svg", {
        viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
        preserveAspectRatio: "none",
        tabindex: 0,
        role: "slider",
        "aria-valuemin": -100,
        "aria-valuemax": 100,
      }),
    );
    const zero = svg("path", { d: `M0 ${SIZE.height / 2}H${SIZE.width}`, stroke: "currentColor", opacity: 0.3 });
    this.line = svg("path", {
      fill: "none",
      stroke: "var(--st-primary-color, currentColor)",
      "stroke-width": 2,
      "vector-effect": "non-scaling-stroke",
    });
    this.dot = svg("circle", { r: 5, fill: "var(--st-primary-color, currentColor)" });
    this.surface.append(zero, this.line, this.dot);
    parent.append(this.surface);
    this.at = 0;
  }

  drawn() {
    return [...this.points];
  }

  take(drawn) {
    this.points = [...drawn];
    this.at = Math.min(this.at, this.points.length - 1);
  }

  /** Follow the pointer; steps that a quick stroke has jumped over lie on a straight line. */
  stroke(event) {
    const box = this.surface.getBoundingClientRect();
    const last = this.points.length - 1;
    const step = Math.min(last, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * (last + 1))));
    const value = Math.min(100, Math.max(-100, Math.round(100 - (200 * (event.clientY - box.top)) / box.height)));
    const from = this.last ?? [step, value];
    const way = Math.abs(step - from[0]);
    for (let k = 0; k <= way; k++) {
      const mix = way ? k / way : 1;
      this.points[from[0] + Math.sign(step - from[0]) * k] = Math.round(from[1] + mix * (value - from[1]));
    }
    this.last = [step, value];
    this.at = step;
    this.paint();
  }

  key(event) {
    const act = {
      ArrowLeft: () => (this.at = Math.max(0, this.at - 1)),
      ArrowRight: () => (this.at = Math.min(this.points.length - 1, this.at + 1)),
      ArrowUp: () => (this.points[this.at] = Math.min(100, this.points[this.at] + 5)),
      ArrowDown: () => (this.points[this.at] = Math.max(-100, this.points[this.at] - 5)),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    this.pressed ||= event.key === "ArrowUp" || event.key === "ArrowDown";
    act();
    this.paint();
  }

  paint() {
    const room = SIZE.width / this.points.length;
    const place = (value, step) => [(step + 0.5) * room, ((100 - value) * SIZE.height) / 200];
    this.line.setAttribute(
      "d",
      this.points.map((value, step) => `${step ? "L" : "M"}${place(value, step).map((x) => x.toFixed(1)).join(" ")}`)
        .join(""),
    );
    const [x, y] = place(this.points[this.at], this.at);
    this.dot.setAttribute("cx", x);
    this.dot.setAttribute("cy", y);
    this.surface.setAttribute("aria-valuenow", this.points[this.at]);
    this.surface.setAttribute(
      "aria-valuetext",
      `step ${this.at + 1} of ${this.points.length}: ${this.points[this.at] / 100}`,
    );
  }
}
