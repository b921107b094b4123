// Carts that balance their poles in the same darkness, at once and in the browser. Data:
//   networks     as `browser_network` packs them, each with its label
//   rules        [{kind: "linear" | "observer", label, note, color, gains}]
//   physics      constants of gruviz/data/cart_pole.py
//   seed         of starts, darkness and kicks
//   blackout     share of the frames that are missing; `slider` is the key of what moves it

import { html } from "../shared/dom.js";
import { listen } from "../shared/live.js";
import { networkOf } from "../shared/network.js";
import { bests } from "./bests.js";
import { Camera } from "./camera.js";
import { linearDriver, networkDriver, observerDriver, personDriver } from "./drivers.js";
import { LaneView } from "./lane.js";
import { Person } from "./person.js";
import { Race } from "./race.js";
import { alternative, darkness, outcome } from "./words.js";

const STAGES = new WeakMap(); // parentElement -> Stage
const SPEEDS = [[1, "real time"], [0.5, "½ speed"], [0.25, "¼ speed"], [0.125, "⅛ speed"]];
const ADAPTS = 0.12; // seconds in which the picture follows the camera: fast changes must not flash
const SPOKEN = 5000; // ms between two descriptions of the picture
const MOST = 5; // ticks in one picture; a tab that slept does not catch up

class Stage {
  constructor(parent) {
    this.lead = html("p", { class: "carts-lead" });
    this.pause = button("", () => this.turn(!this.playing));
    const kick = button("Kick it", () => this.kick(), "Push all poles to the same side");
    const again = button("Start again", () => this.again(), "All carts start again, together");
    this.speed = html("select", { "aria-label": "Speed", onchange: () => (this.isSlowed = false) });
    this.speed.append(...SPEEDS.map(([value, words]) => html("option", { value }, words)));
    const bar = html("div", { class: "carts-bar" }, this.pause, kick, again, this.speed);
    this.camera = new Camera();
    this.lanes = html("div", { class: "carts-lanes" });
    this.root = html("div", { class: "gruviz-carts", role: "group" }, this.lead, bar, this.camera.root, this.lanes);
    parent.append(this.root);
    this.lit = 1; // how bright the picture is
    this.debt = 0; // ticks that are due
    this.spoken = -Infinity;
    this.blackout = 0;
    this.isSlowed = false; // for a person, without being asked to
    this.turn(!matchMedia("(prefers-reduced-motion: reduce)").matches);
    this.frame = (now) => this.tick(now);
    this.running = requestAnimationFrame(this.frame);
  }

  update(data) {
    const key = JSON.stringify([data.networks, data.rules, data.seed]);
    if (key !== this.key) this.build(data);
    this.key = key;
    this.darken(data.blackout);
    if (this.slider !== data.slider) {
      this.stop?.();
      this.slider = data.slider;
      this.stop = listen(`moved:${data.slider}`, ({ value }) => this.darken(value));
    }
  }

  build({ networks, rules, physics, seed }) {
    this.person?.dispose();
    this.physics = physics;
    const you = { label: "You", note: "← → or A D", color: "#f2f4f7", driver: personDriver(), waits: true };
    const drivers = [
      ...networks.map((one) => ({ ...one, note: "learned", driver: networkDriver(networkOf(one)) })),
      ...rules.map((one) => ({ ...one, driver: ruleDriver(one, physics) })),
      you,
    ];
    this.race = new Race(physics, drivers, seed);
    this.views = drivers.map((who) => new LaneView(who, physics));
    this.person = new Person(this.views.at(-1), you.driver, {
      begin: () => this.begin(),
      leave: () => this.isSlowed && (this.speed.value = "1"),
    });
    this.lanes.replaceChildren(...this.views.map(({ root }) => root));
    this.paint();
  }

  /** @param {number} blackout */
  darken(blackout) {
    if (blackout !== this.blackout) this.isSteady = false; // an attempt under two darknesses is no record
    this.blackout = blackout;
    this.lead.textContent = "Fifty times a second each pushes its cart left or right, to keep the pole upright. " +
      darkness(blackout);
  }

  /** A person joins: slower, unless a speed is chosen already; all from one start. */
  begin() {
    this.isSlowed ||= this.speed.value === "1";
    if (this.speed.value === "1") this.speed.value = "0.25";
    this.turn(true);
    this.race.restart(this.race.round + 1);
    this.camera.clear();
    this.lit = 1;
    this.isSteady = true;
    this.paint();
  }

  again() {
    if (this.person.plays) return this.person.count();
    this.race.forget();
    this.race.restart(0);
    this.camera.clear();
    this.turn(true);
    this.paint();
  }

  kick() {
    this.root.dataset.kick = this.race.kick() > 0 ? "right" : "left";
    setTimeout(() => delete this.root.dataset.kick, 300);
    this.paint();
  }

  turn(playing) {
    this.playing = playing;
    this.debt = 0;
    this.pause.textContent = playing ? "❚❚ Pause" : "▶ Play";
  }

  tick(now) {
    if (!this.root.isConnected) return;
    this.running = requestAnimationFrame(this.frame);
    const passed = Math.min(0.25, (now - (this.before ?? now)) / 1000);
    this.before = now;
    if (!this.race || !this.playing || this.person.state === "counting") return;
    const { tick } = this.physics;
    this.debt = Math.min(MOST, this.debt + (passed * Number(this.speed.value)) / tick);
    for (; this.debt >= 1; this.debt -= 1) this.step();
    this.lit += (Number(this.race.arrives) - this.lit) * (1 - Math.exp(-passed / ADAPTS));
    this.paint();
    if (now - this.spoken > SPOKEN) this.describe(now);
  }

  step() {
    const [own] = this.race.lanes.slice(-1);
    if (!this.person.plays) own.lying = 1; // nobody drives it
    this.race.step(this.blackout);
    this.camera.take(this.race.arrives);
    if (this.person.state === "driving" && own.lying) this.fallen(own);
  }

  fallen({ upright }) {
    const { tick } = this.physics;
    const { best, isBest } = this.isSteady
      ? bests.take(`${this.blackout} ${this.speed.value}`, upright)
      : { best: upright, isBest: false };
    const others = this.race.lanes.slice(0, -1)
      .map((lane, i) => ({ label: this.views[i].who.label, steps: lane.attempt ? lane.longest : lane.upright }));
    this.person.fell(outcome({ steps: upright, best, isBest, others, tick }));
  }

  paint() {
    const { race, person, views } = this;
    this.root.style.setProperty("--lit", this.lit.toFixed(3));
    this.camera.draw();
    race.lanes.forEach((lane, i) => {
      const own = i === views.length - 1;
      const isOut = own && person.state === "away";
      const hidden = isOut || (own && person.state === "driving" && !race.arrives && race.ticks > 0);
      views[i].show(lane, { hidden, isOut, moving: race.ticks > 0 });
    });
  }

  describe(now) {
    this.spoken = now;
    const lanes = this.race.lanes.map((lane, i) => ({ ...lane, label: this.views[i].who.label }));
    const seen = this.person.plays ? lanes : lanes.slice(0, -1);
    this.root.setAttribute("aria-label", alternative(seen, this.physics.tick));
  }

  dispose() {
    cancelAnimationFrame(this.running);
    this.person?.dispose();
    this.stop?.();
  }
}

function ruleDriver({ kind, gains }, physics) {
  return kind === "observer" ? observerDriver(physics) : linearDriver(gains);
}

function button(label, onclick, title = null) {
  return html("button", { type: "button", class: "gruviz-button", onclick, title }, label);
}

export default function ({ data, parentElement }) {
  let stage = STAGES.get(parentElement);
  if (!stage) {
    stage = new Stage(parentElement);
    STAGES.set(parentElement, stage);
  }
  stage.update(data);
  return () =>
    setTimeout(() => {
      if (stage.root.isConnected) return;
      stage.dispose();
      STAGES.delete(parentElement);
    });
}
