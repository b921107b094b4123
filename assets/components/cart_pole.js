// Cart-poles that a real roll-out has moved, side by side; played here, without asking the server.

import { html, svg } from "./shared/dom.js";

const STAGES = new WeakMap(); // parentElement -> Stage
const VIEW = { width: 260, height: 120, ground: 100, metre: 46 };
const MIDDLE = VIEW.width / 2, AXLE = VIEW.ground - 16; // where the pole stands on the cart
const CALM = { steps: 25, every: 500 }; // with reduced motion: jumps of half a second, twice a second

const NUMBERS = "font-variant-numeric:tabular-nums";
const STYLE = {
  bar: "display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-bottom:.5rem",
  stage: "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,200px),1fr));gap:.75rem",
  range: "flex:1 1 8rem;min-width:6rem;accent-color:var(--st-primary-color,currentColor)",
  clock: `${NUMBERS};min-width:5.5rem`,
  button: "font:inherit;color:inherit;background:transparent;padding:.25rem .8rem;min-width:4.5rem;cursor:pointer;" +
    "border:1px solid color-mix(in srgb,currentColor 45%,transparent);border-radius:.5rem",
  run: "margin:0;border:1px solid color-mix(in srgb,currentColor 20%,transparent);border-radius:.5rem;" +
    "padding:.4rem .6rem",
  state: `${NUMBERS};font-size:.9em`,
  picture: "display:block;width:100%",
};

class Stage {
  constructor(parent) {
    this.playButton = button("Play", () => (this.playing ? this.pause() : this.play()));
    this.range = html("input", {
      type: "range",
      min: 0,
      step: 1,
      value: 0,
      "aria-label": "Time step",
      style: STYLE.range,
      oninput: () => (this.pause(), this.go(Number(this.range.value))),
    });
    this.clock = html("span", { style: STYLE.clock });
    const bar = html(
      "div",
      { style: STYLE.bar },
      this.playButton,
      button("Step", () => (this.pause(), this.go(this.at + 1))),
      button("Restart", () => (this.pause(), this.go(0))),
      this.range,
      this.clock,
    );
    this.scenes = html("div", { style: STYLE.stage });
    this.root = html("div", { role: "group" }, bar, this.scenes);
    parent.append(this.root);
    this.at = 0;
  }

  update(data) {
    const key = JSON.stringify(data);
    if (key === this.key) return;
    this.key = key;
    this.data = data;
    this.last = data.runs[0].place.length - 1;
    this.range.max = this.last;
    this.root.setAttribute("aria-label", data.alt);
    this.pause();
    this.scenes.replaceChildren();
    this.carts = data.runs.map((run) => this.scene(run));
    this.go(0);
  }

  scene(run) {
    const cart = cartOf(run);
    const eye = svg("circle", { cx: 14, cy: 14, r: 6, stroke: "currentColor" });
    const seen = svg("text", { x: 26, y: 18, "font-size": 11, fill: "currentColor" });
    const state = html("div", { style: STYLE.state });
    const picture = svg(
      "svg",
      { viewBox: `0 0 ${VIEW.width} ${VIEW.height}`, style: STYLE.picture, "aria-hidden": "true" },
      trackOf(this.data.track * VIEW.metre),
      cart.group,
      eye,
      seen,
    );
    const name = html("figcaption", {}, html("strong", {}, run.label), state);
    this.scenes.append(html("figure", { style: STYLE.run }, name, picture));
    return { run, ...cart, eye, seen, state };
  }

  go(step) {
    this.at = Math.max(0, Math.min(this.last, step));
    for (const each of this.carts) this.paint(each);
    const seconds = (this.at * this.data.tick).toFixed(2);
    this.range.value = this.at;
    this.range.setAttribute("aria-valuetext", `step ${this.at} of ${this.last}, ${seconds} seconds`);
    this.clock.textContent = `${seconds} s`;
    if (this.at === this.last) this.pause();
  }

  paint({ run, group, pole, push, eye, seen, state }) {
    const fallen = run.fell && this.at > run.balanced;
    const isActive = this.at < this.last && !fallen;
    const length = this.data.pole * VIEW.metre, angle = run.angle[this.at];
    group.setAttribute("transform", `translate(${(MIDDLE + run.place[this.at] * VIEW.metre).toFixed(2)} 0)`);
    group.setAttribute("opacity", fallen ? 0.4 : 1);
    pole.setAttribute("x2", (Math.sin(angle) * length).toFixed(2));
    pole.setAttribute("y2", (AXLE - Math.cos(angle) * length).toFixed(2));
    push.setAttribute("d", isActive ? arrow(run.pushes[this.at] === "1") : "");
    const frame = run.seen[this.at] === "1";
    eye.setAttribute("fill", isActive && frame ? "currentColor" : "none");
    seen.textContent = isActive ? (frame ? "frame seen" : "no frame") : "";
    state.textContent = fallen ? `fell after ${run.balanced} steps` : `balanced for ${this.at} steps`;
  }

  play() {
    if (this.at === this.last) this.go(0);
    this.playing = true;
    this.playButton.textContent = "Pause";
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let before = null;
    const turn = (now) => {
      if (!this.playing) return;
      if (!this.root.isConnected) return this.pause();
      before ??= now;
      const due = calm
        ? CALM.steps * Math.floor((now - before) / CALM.every)
        : Math.floor((now - before) / 1000 / this.data.tick);
      if (due) {
        before += calm ? CALM.every * (due / CALM.steps) : due * 1000 * this.data.tick;
        this.go(this.at + due);
      }
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }

  pause() {
    this.playing = false;
    this.playButton.textContent = "Play";
  }
}

function button(label, onclick) {
  return html("button", { type: "button", style: STYLE.button, onclick }, label);
}

/** The ground with its two ends, so many pixels from the middle. */
function trackOf(edge) {
  const ends = [-edge, edge].map((x) => `M${MIDDLE + x} ${VIEW.ground - 8}v16`).join("");
  const d = `M${MIDDLE - edge} ${VIEW.ground}H${MIDDLE + edge}${ends}`;
  return svg("path", { d, stroke: "currentColor", opacity: 0.5, fill: "none" });
}

function cartOf(run) {
  const body = svg("rect", { x: -15, y: AXLE, width: 30, height: 14, rx: 3, fill: run.color });
  const line = { stroke: "currentColor", "stroke-width": 4, "stroke-linecap": "round" };
  const pole = svg("line", { x1: 0, y1: AXLE, ...line });
  const push = svg("path", { stroke: "currentColor", "stroke-width": 2, fill: "none" });
  return { group: svg("g", {}, body, pole, push), pole, push };
}

/** Stands behind the cart and points where it is pushed. */
function arrow(toTheRight) {
  const side = toTheRight ? -1 : 1;
  return `M${side * 32} ${VIEW.ground - 9}H${side * 18}m${side * 5} -4l${-side * 5} 4l${side * 5} 4`;
}

export default function ({ data, parentElement }) {
  let stage = STAGES.get(parentElement);
  if (!stage) {
    stage = new Stage(parentElement);
    STAGES.set(parentElement, stage);
  }
  stage.update(data);
}
