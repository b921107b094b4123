// One cart in its lane, as the camera sees it: to scale, one unit of the picture is a metre.

import { html, svg } from "../shared/dom.js";
import { record, seconds } from "./words.js";

const VIEW = { left: -2.75, top: -1.4, width: 5.5, height: 1.62 };
const AXLE = -0.22; // where the pole stands on the cart; the ground is 0

/** The picture and the words of one lane. */
export class LaneView {
  /**
   * @param {{label: string, note: string, color: string}} who
   * @param {import("./physics.js").Physics} physics
   */
  constructor(who, physics) {
    this.who = who;
    this.physics = physics;
    this.time = html("span", { class: "carts-time" });
    this.past = html("span", { class: "carts-past" });
    this.state = html("span", { class: "carts-state" });
    this.picture = this.draw();
    const head = html(
      "figcaption",
      {},
      html("strong", { style: `--who:${who.color}` }, who.label),
      html("span", { class: "carts-note" }, who.note),
      this.time,
    );
    this.screen = html("div", { class: "carts-screen" }, this.picture, this.state);
    this.root = html("figure", { class: "carts-lane" }, head, this.screen, this.past);
  }

  draw() {
    const { track, halfLength } = this.physics;
    const ends = [-track, track].map((x) => `M${x} -0.09v0.18`).join("");
    this.pole = svg("line", { class: "carts-pole", x1: 0, y1: AXLE, x2: 0, y2: AXLE - 2 * halfLength });
    this.force = svg("path", { class: "carts-force" });
    const wheels = [-0.15, 0.15].map((cx) => svg("circle", { class: "carts-wheel", cx, cy: -0.05, r: 0.05 }));
    const body = svg("rect", { class: "carts-body", x: -0.27, y: AXLE, width: 0.54, height: 0.15, rx: 0.04 });
    body.style.fill = this.who.color;
    this.cart = svg("g", {}, this.force, ...wheels, body, this.pole);
    return svg(
      "svg",
      { viewBox: `${VIEW.left} ${VIEW.top} ${VIEW.width} ${VIEW.height}`, "aria-hidden": "true" },
      svg("path", { class: "carts-track", d: `M${-track} 0H${track}${ends}` }),
      this.cart,
    );
  }

  /**
   * @param {import("./race.js").Lane} lane
   * @param {{hidden?: boolean, isOut?: boolean, moving?: boolean}} more Whether the cart can't be seen, whether nobody
   *   drives it, and whether any moves yet.
   */
  show(lane, { hidden = false, isOut = false, moving = true } = {}) {
    const [place, , angle] = lane.state, { track, tick, halfLength } = this.physics;
    const at = Math.max(-track - 0.2, Math.min(track + 0.2, place));
    this.cart.setAttribute("transform", `translate(${at.toFixed(3)} 0)`);
    this.cart.setAttribute("visibility", hidden ? "hidden" : "visible");
    this.pole.setAttribute("x2", (2 * halfLength * Math.sin(angle)).toFixed(3));
    this.pole.setAttribute("y2", (AXLE - 2 * halfLength * Math.cos(angle)).toFixed(3));
    this.force.setAttribute("d", moving && !lane.lying ? arrow(lane.push) : "");
    const isNew = isOut && lane.longest === 0;
    text(this.time, isNew ? "" : seconds(lane.upright, tick));
    text(this.past, isNew ? "drive one yourself, in the same darkness" : record(lane, tick));
    text(this.state, lane.lying && !lane.waits ? "fallen" : "");
  }
}

/** Stands behind the cart and points where it is pushed. */
function arrow(push) {
  const side = push ? -1 : 1;
  return `M${side * 0.62} -0.14H${side * 0.36}m${side * 0.1} -0.08l${-side * 0.1} 0.08l${side * 0.1} 0.08`;
}

function text(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
