// The parts of the page's machine and where they stand: tape, lamp, diagram, equations, timeline, dock.

import { html } from "../shared/dom.js";
import { Detail } from "./detail.js";
import { Diagram } from "./diagram.js";
import { Dock, Order, waySwitch } from "./dock.js";
import { Equations } from "./equations.js";
import { Guide } from "./guide.js";
import { Lamp } from "./lamp.js";
import { Memory } from "./memory.js";
import { Keys, Tape } from "./tape.js";
import { Timeline } from "./timeline.js";
import { Valves } from "./valves.js";

const BACK =
  "The gradient runs back from the end, one step after the other. The bars grow with what it hears: how much the " +
  "result would change with each step's input.";

export class Panels {
  /** @param {any} act What the parts ask of the whole, which main.js is. */
  constructor(root, act) {
    const place = (name, into = root, more = {}) => into.appendChild(html("div", { class: `gv-${name}`, ...more }));
    const head = place("heading");
    this.story = head.appendChild(html("p", { class: "gv-story" }));
    this.keys = new Keys(place("keys", head, { role: "group", "aria-label": "Type on the tape" }), act);
    this.way = waySwitch(place("way", head), act);
    this.tape = new Tape(place("tape"), act);
    const top = place("state");
    this.lamp = new Lamp(place("lamp", top));
    this.memory = new Memory(place("memory", top), (unit) => act.set({ unit }));
    const picture = place("diagram");
    this.valves = new Valves(picture, act.grips);
    this.diagram = new Diagram(picture, (item) => act.point(item), this.valves);
    const side = place("side");
    const lines = place("equations", side, { role: "region", "aria-label": "Equations with the numbers of this step" });
    this.equations = new Equations(lines, (symbol) => act.pointAt(symbol));
    const detail = place("below", side);
    this.timeline = new Timeline(place("time"), (step) => act.step(step), (unit) => act.set({ unit }));
    this.dock = new Dock(place("dock", root, { role: "group", "aria-label": "Playing" }), act);
    const more = place("more");
    this.guide = new Guide(place("guide"), (part) => act.pointAt(part));
    this.order = new Order(more, act);
    this.detail = new Detail(detail, more, act.intervene);
  }

  build(machine) {
    const { scene } = machine;
    this.lamp.build(machine);
    for (const part of [this.keys, this.tape, this.memory, this.diagram, this.equations, this.detail]) {
      part.build(scene);
    }
    this.guide.build(scene, this.diagram);
    this.extend(scene);
  }

  /** What depends on how many steps there are. */
  extend(scene) {
    this.tape.build(scene);
    this.timeline.build(scene);
    this.dock.build(scene);
  }

  /** Show a step: everything that has a value stands on it. */
  draw(view, hot, { order, isDark, isTyping }) {
    const { scene } = this.dock;
    const drawn = scene.isLive ? { ...view, way: "forward" } : view; // the gradient of a live run is on its way
    this.diagram.draw(drawn);
    this.diagram.name(drawn);
    this.equations.draw(drawn);
    this.tape.draw(drawn);
    this.lamp.draw(view.step);
    this.memory.draw(view, order, isDark);
    this.dock.draw(view);
    this.order.draw(view);
    this.way.set(view.way);
    this.guide.draw(view.way);
    this.story.textContent = view.way === "backward" ? BACK : scene.machine.story;
    this.detail.draw(hot, view);
    this.keys.draw(scene, isTyping);
  }

  /** Between two steps only the flow, the head and the cursor line move. */
  move(at) {
    this.diagram.flow(at);
    this.tape.move(at);
    this.timeline.move(at);
  }

  mark(item) {
    this.diagram.mark(item);
    this.equations.mark(item?.what.symbol, item?.paths);
  }
}
