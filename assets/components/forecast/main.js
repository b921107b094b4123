// A series with an origin that one drags: from it all forecasts unroll, and what really came. Nothing is asked of the
// server meanwhile: the forecasts from every origin are here.

import { html, svg } from "../shared/dom.js";
import { digits, error, heights, ticks, viewFrom } from "./axes.js";

const PICTURES = new WeakMap(); // parentElement -> Picture
const PACE = 160, WANDER = 110; // milliseconds a step unrolls in, and from origin to origin
const MARGIN = { left: 44, right: 12, top: 18, bottom: 24 };
const EDGE = 36; // pixels from the end of the picture where dragging moves the view
const SPAN = 6, NARROW = 4; // horizons in view, on a wide and on a narrow screen

class Picture {
  constructor(parent) {
    this.series = svg("svg", {
      class: "gv-series",
      role: "slider",
      tabindex: 0,
      "aria-label": "Start of the forecast",
    });
    this.whole = svg("svg", { class: "gv-whole", "aria-hidden": "true" });
    this.heading = html("h2", {});
    this.rows = html("tbody", {});
    this.words = html("p", {});
    const columns = ["", "here", "all starts"].map((text) => html("th", { scope: "col" }, text));
    columns[0].append(html("span", { class: "gv-off" }, "off by"));
    const table = html("table", {}, html("thead", {}, html("tr", {}, ...columns)), this.rows);
    const score = html("div", { class: "gv-score" }, this.heading, table, this.words);
    this.wander = html("button", { type: "button", onclick: () => (this.timer ? this.stop() : this.start()) }, "Play");
    const again = html("button", { type: "button", onclick: () => this.unroll() }, "Unroll again");
    const hint = html("span", {}, "Drag the line, or use the arrow keys.");
    const moves = html("div", { class: "gv-moves" }, this.wander, again, hint);
    this.root = html("div", { class: "gv-forecast", role: "group", "aria-label": "Forecasts from an origin" });
    this.root.append(html("div", {}, this.series, this.whole, moves), score);
    parent.style.containerType = "inline-size";
    parent.append(this.root);
    this.series.onkeydown = (event) => this.key(event);
    this.series.onkeyup = this.series.onblur = () => this.report();
    this.draggable(this.series, (x) => this.from + (x - MARGIN.left) / this.step);
    this.draggable(this.whole, (x) => this.first + (x - MARGIN.left) / this.wholeStep);
    new ResizeObserver(() => this.data && this.size()).observe(this.root);
  }

  update(data, send) {
    this.send = send;
    const source = JSON.stringify({ ...data, at: null });
    if (source !== this.source) {
      this.source = source;
      this.take(data);
      this.told = null;
    }
    if (data.at === this.told) return;
    this.told = this.sent = data.at;
    const first = this.at === null;
    this.go(data.at);
    if (first) this.unroll();
  }

  take(data) {
    this.stop();
    this.data = data;
    this.labels = data.labels.split("\n");
    this.values = numbers(data.series);
    this.curves = data.curves.map((curve) => ({ ...curve, said: numbers(curve.values) }));
    this.horizon = data.horizon;
    this.count = this.curves[0].said.length / this.horizon; // origins
    this.first = Math.max(0, data.first - data.window);
    this.at = null;
    this.from = 0;
    this.shown = this.horizon;
    const known = [...this.values.slice(this.first), ...this.curves.flatMap((curve) => [...curve.said])];
    let low = Infinity, high = -Infinity;
    for (const value of known) [low, high] = [Math.min(low, value), Math.max(high, value)];
    this.low = low;
    this.high = high + (high - low) * 0.04;
    this.series.setAttribute("aria-valuemin", 1);
    this.series.setAttribute("aria-valuemax", this.count);
    this.rows.replaceChildren(...this.curves.map((curve) => this.row(curve)));
    this.size();
  }

  row(curve) {
    const line = svg("line", { x1: 0, x2: 26, y1: 6, y2: 6, stroke: curve.color, "stroke-width": 3 });
    if (curve.dash) line.setAttribute("stroke-dasharray", curve.dash);
    const name = html("th", { scope: "row" }, svg("svg", { "aria-hidden": "true" }, line), ` ${curve.label}`);
    return html("tr", {}, name, html("td", {}), html("td", {}, digits(curve.overall)));
  }

  /** Measure, and draw what does not depend on the origin. */
  size() {
    const { width, height } = this.series.getBoundingClientRect();
    if (!width) return;
    this.width = width;
    this.height = height;
    this.span = (width < 560 ? NARROW : SPAN) * this.horizon;
    this.step = (width - MARGIN.left - MARGIN.right) / this.span;
    this.wholeStep = (width - MARGIN.left - MARGIN.right) / (this.values.length - this.first);
    this.strip();
    if (this.at !== null) this.draw();
  }

  /** The strip: everything that can be forecast, and what is read before. */
  strip() {
    const height = 56, step = this.wholeStep, start = MARGIN.left;
    const y = (value) => height - 2 - (height - 4) * (value - this.low) / (this.high - this.low);
    let d = "";
    for (let i = this.first; i < this.values.length; i++) {
      d += `${d ? "L" : "M"}${(start + (i - this.first) * step).toFixed(1)},${y(this.values[i]).toFixed(1)}`;
    }
    const learned = (this.data.first - this.first) * step;
    this.frame = svg("rect", { class: "gv-window", y: 1, height: height - 2, rx: 3 });
    this.mark = svg("line", { class: "gv-origin", y1: 0, y2: height });
    this.whole.replaceChildren(
      svg("rect", { class: "gv-learned", x: start, y: 0, width: learned, height }),
      svg("path", { class: "gv-came", d }),
      this.frame,
      this.mark,
    );
  }

  go(at, shown = this.horizon) {
    this.at = Math.max(0, Math.min(this.count - 1, Math.round(at)));
    this.shown = shown;
    if (this.span) this.draw();
  }

  x(step) {
    return MARGIN.left + (step - this.from) * this.step;
  }

  y(value) {
    const high = this.height - MARGIN.top - MARGIN.bottom;
    return MARGIN.top + high * (1 - (value - this.low) / (this.high - this.low));
  }

  draw() {
    const origin = this.data.first + this.at;
    this.from = Math.max(0, viewFrom(this.from, origin, this.span, this.horizon));
    const known = [], came = [];
    for (let i = this.from; i < origin; i++) known.push([i, this.values[i]]);
    for (let i = origin - 1; i < origin + this.shown; i++) came.push([i, this.values[i]]);
    const bottom = this.height - MARGIN.bottom;
    this.series.replaceChildren(
      ...this.frameLines(bottom),
      svg("path", { class: "gv-known", d: this.path(known) }),
      svg("path", { class: "gv-came", d: this.path(came) }),
      ...came.slice(1).map(([i, value]) => svg("circle", { class: "gv-came", cx: this.x(i), cy: this.y(value), r: 4 })),
      ...this.curves.toReversed().map((curve) => this.curve(curve, origin)),
      svg("line", {
        class: "gv-origin",
        x1: this.x(origin - 0.5),
        x2: this.x(origin - 0.5),
        y1: MARGIN.top,
        y2: bottom,
      }),
      svg("circle", { class: "gv-handle", cx: this.x(origin - 0.5), cy: bottom, r: 8 }),
    );
    this.frame.setAttribute("x", MARGIN.left + (this.from - this.first) * this.wholeStep);
    this.frame.setAttribute("width", this.span * this.wholeStep);
    const place = MARGIN.left + (origin - this.first) * this.wholeStep;
    this.mark.setAttribute("x1", place);
    this.mark.setAttribute("x2", place);
    this.say(origin);
  }

  frameLines(bottom) {
    const across = ticks({ ...this.data, labels: this.labels }, this.from, this.from + this.span, this.width / 90);
    const up = heights(this.low, this.high, 5);
    const right = this.width - MARGIN.right;
    return [
      ...up.map((value) =>
        svg("line", { class: "gv-grid", x1: MARGIN.left, x2: right, y1: this.y(value), y2: this.y(value) })
      ),
      ...up.map((value) =>
        svg("text", { x: MARGIN.left - 6, y: this.y(value) + 4, "text-anchor": "end" }, digits(value))
      ),
      ...across.map(({ step }) =>
        svg("line", { class: "gv-grid", x1: this.x(step), x2: this.x(step), y1: MARGIN.top, y2: bottom })
      ),
      ...across.map(({ step, text }) =>
        svg("text", { x: this.x(step), y: this.height - 4, "text-anchor": "middle" }, text)
      ),
      svg("text", { x: MARGIN.left, y: 11 }, this.data.name),
    ];
  }

  curve(curve, origin) {
    const points = [[origin - 1, this.values[origin - 1]]];
    for (let k = 0; k < this.shown; k++) points.push([origin + k, curve.said[this.at * this.horizon + k]]);
    const d = this.path(points);
    const style = { d, fill: "none", stroke: curve.color, "stroke-width": 2.5, "stroke-linejoin": "round" };
    return svg("path", { ...style, "stroke-dasharray": curve.dash || null });
  }

  path(points) {
    return points.map(([i, value], n) => `${n ? "L" : "M"}${this.x(i).toFixed(1)},${this.y(value).toFixed(1)}`).join(
      "",
    );
  }

  say(origin) {
    const came = this.values.subarray(origin, origin + this.horizon);
    const errors = this.curves.map(({ said }) => error(said.subarray(this.at * this.horizon), came, this.shown));
    const best = errors.indexOf(Math.min(...errors));
    [...this.rows.children].forEach((row, i) => {
      row.children[1].textContent = digits(errors[i]);
      row.classList.toggle("gv-closest", i === best);
    });
    const { labels, horizon, shown } = this;
    this.heading.textContent = `From ${labels[origin]} on`;
    const first = shown < horizon ? `The first ${shown} of ${horizon} steps. ` : "";
    const names = this.curves.map((curve, i) => `${curve.label} ${digits(errors[i])}`).join(", ");
    const scores = shown ? `${first}Off by, on average: ${names}.` : "";
    const everywhere = `all starts: over the ${this.count.toLocaleString("en")} that are held out`;
    this.words.textContent = `Means. Here: over ${shown} step${shown === 1 ? "" : "s"}; ${everywhere}. ` +
      `The networks read the ${this.data.window} values before the line.`;
    this.series.setAttribute("aria-valuenow", this.at + 1);
    this.series.setAttribute("aria-valuetext", `From ${labels[origin]} on. ${scores}`);
  }

  /** Let the forecasts from here appear step by step. */
  unroll() {
    this.stop();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.go(this.at);
    this.go(this.at, 0);
    this.unrolling = setInterval(() => {
      if (this.shown >= this.horizon || !this.root.isConnected) return this.stop();
      this.go(this.at, this.shown + 1);
    }, Math.min(PACE, 12 * PACE / this.horizon));
  }

  /** Let the origin wander. */
  start() {
    this.stop();
    this.wander.textContent = "Pause";
    if (this.at >= this.count - 1) this.go(0);
    this.timer = setInterval(() => {
      if (this.at >= this.count - 1 || !this.root.isConnected) return (this.stop(), this.report());
      this.go(this.at + 1);
    }, WANDER);
  }

  stop() {
    clearInterval(this.unrolling);
    clearInterval(this.timer);
    if (this.timer) (this.timer = null, this.report());
    this.wander.textContent = "Play";
  }

  draggable(surface, place) {
    const move = (event) => {
      const x = event.clientX - surface.getBoundingClientRect().left;
      this.pull = surface === this.series
        ? Math.sign(Math.min(0, x - MARGIN.left - EDGE)) ||
          Math.sign(Math.max(0, x - this.width + MARGIN.right + EDGE))
        : 0;
      if (!this.pull) this.go(place(x) + 0.5 - this.data.first);
    };
    const end = () => {
      clearInterval(this.pulling);
      this.report();
    };
    surface.onpointerdown = (event) => {
      this.stop();
      surface.setPointerCapture(event.pointerId);
      this.pull = 0;
      move(event);
      this.pulling = setInterval(() => this.pull && this.go(this.at + this.pull), WANDER / 2);
    };
    surface.onpointermove = (event) => surface.hasPointerCapture(event.pointerId) && move(event);
    surface.onpointerup = surface.onpointercancel = end;
  }

  key(event) {
    const by = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      PageUp: this.horizon,
      PageDown: -this.horizon,
      Home: -this.count,
      End: this.count,
    }[event.key];
    if (!by) return;
    event.preventDefault();
    this.stop();
    this.go(this.at + by);
  }

  /** Tell the page where the origin is now, if that is news. */
  report() {
    if (this.at === this.sent) return;
    this.sent = this.at;
    this.send("at", this.at);
  }
}

function numbers(base64) {
  return new Float32Array(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
}

export default function ({ data, parentElement, setStateValue }) {
  let picture = PICTURES.get(parentElement);
  if (!picture) {
    picture = new Picture(parentElement);
    PICTURES.set(parentElement, picture);
  }
  picture.update(data, setStateValue);
}
