// Cart-poles that a real roll-out has moved, side by side; played here, without asking the server.

const STAGES = new WeakMap(); // parentElement -> Stage
const SPACE = "http://www.w3.org/2000/svg";
const VIEW = { width: 260, height: 120, ground: 100, metre: 46 };
const CALM = { steps: 25, every: 500 }; // with reduced motion: jumps of half a second, twice a second

function shape(tag, attributes, parent) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent?.append(element);
  return element;
}

class Stage {
  constructor(parent) {
    this.root = document.createElement("div");
    this.root.setAttribute("role", "group");
    this.bar = document.createElement("div");
    this.bar.style.cssText = "display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-bottom:.5rem";
    this.scenes = document.createElement("div");
    this.scenes.style.cssText =
      "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,200px),1fr));gap:.75rem";
    this.playButton = this.button("Play", () => (this.playing ? this.pause() : this.play()));
    this.button("Step", () => (this.pause(), this.go(this.at + 1)));
    this.button("Restart", () => (this.pause(), this.go(0)));
    this.range = document.createElement("input");
    Object.assign(this.range, { type: "range", min: 0, step: 1, value: 0 });
    this.range.setAttribute("aria-label", "Time step");
    this.range.style.cssText = "flex:1 1 8rem;min-width:6rem;accent-color:var(--st-primary-color,currentColor)";
    this.range.oninput = () => (this.pause(), this.go(Number(this.range.value)));
    this.clock = document.createElement("span");
    this.clock.style.cssText = "font-variant-numeric:tabular-nums;min-width:5.5rem";
    this.bar.append(this.range, this.clock);
    this.root.append(this.bar, this.scenes);
    parent.append(this.root);
    this.at = 0;
  }

  button(label, act) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: label, onclick: act });
    button.style.cssText =
      "font:inherit;color:inherit;background:transparent;padding:.25rem .8rem;min-width:4.5rem;cursor:pointer;border:1px solid color-mix(in srgb,currentColor 45%,transparent);border-radius:.5rem";
    this.bar.append(button);
    return button;
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
    const box = document.createElement("figure");
    box.style.cssText =
      "margin:0;border:1px solid color-mix(in srgb,currentColor 20%,transparent);border-radius:.5rem;padding:.4rem .6rem";
    const name = document.createElement("figcaption");
    const title = document.createElement("strong");
    title.textContent = run.label;
    const state = document.createElement("div");
    state.style.cssText = "font-variant-numeric:tabular-nums;font-size:.9em";
    name.append(title, state);
    const svg = shape("svg", {
      viewBox: `0 0 ${VIEW.width} ${VIEW.height}`,
      style: "display:block;width:100%",
      "aria-hidden": "true",
    });
    const edge = this.data.track * VIEW.metre;
    const middle = VIEW.width / 2;
    shape("path", {
      d: `M${middle - edge} ${VIEW.ground}H${middle + edge}M${middle - edge} ${VIEW.ground - 8}v16M${middle + edge} ${
        VIEW.ground - 8
      }v16`,
      stroke: "currentColor",
      opacity: 0.5,
      fill: "none",
    }, svg);
    const cart = shape("g", {}, svg);
    shape("rect", { x: -15, y: VIEW.ground - 16, width: 30, height: 14, rx: 3, fill: run.color }, cart);
    const pole = shape("line", {
      x1: 0,
      y1: VIEW.ground - 16,
      stroke: "currentColor",
      "stroke-width": 4,
      "stroke-linecap": "round",
    }, cart);
    const push = shape("path", { stroke: "currentColor", "stroke-width": 2, fill: "none" }, cart);
    const eye = shape("circle", { cx: 14, cy: 14, r: 6, stroke: "currentColor" }, svg);
    const seen = shape("text", { x: 26, y: 18, "font-size": 11, fill: "currentColor" }, svg);
    box.append(name, svg);
    this.scenes.append(box);
    return { run, cart, pole, push, eye, seen, state, middle };
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

  paint({ run, cart, pole, push, eye, seen, state, middle }) {
    const fallen = run.fell && this.at > run.balanced;
    cart.setAttribute("transform", `translate(${(middle + run.place[this.at] * VIEW.metre).toFixed(2)} 0)`);
    cart.setAttribute("opacity", fallen ? 0.4 : 1);
    pole.setAttribute("x2", (Math.sin(run.angle[this.at]) * this.data.pole * VIEW.metre).toFixed(2));
    pole.setAttribute("y2", (VIEW.ground - 16 - Math.cos(run.angle[this.at]) * this.data.pole * VIEW.metre).toFixed(2));
    const asks = this.at < this.last && !fallen;
    const side = run.pushes[this.at] === "1" ? -1 : 1; // the arrow stands behind the cart and points where it is pushed
    push.setAttribute(
      "d",
      asks ? `M${side * 32} ${VIEW.ground - 9}H${side * 18}m${side * 5} -4l${-side * 5} 4l${side * 5} 4` : "",
    );
    const sees = run.seen[this.at] === "1";
    eye.setAttribute("fill", asks && sees ? "currentColor" : "none");
    seen.textContent = asks ? (sees ? "frame seen" : "no frame") : "";
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

export default function ({ data, parentElement }) {
  let stage = STAGES.get(parentElement);
  if (!stage) {
    stage = new Stage(parentElement);
    STAGES.set(parentElement, stage);
  }
  stage.update(data);
}
