// The memory: every unit of the state as a field coloured by its value. A click follows a unit.

import { html } from "../shared/dom.js";
import { colorAt, glyph, threeDigits } from "./format.js";

const WIDE = 32; // units in one row

export class Memory {
  constructor(host, onUnit) {
    this.host = host;
    this.onUnit = onUnit;
  }

  build(scene) {
    this.scene = scene;
    const columns = Math.min(scene.H, WIDE * Math.ceil(scene.H / (WIDE * 4)));
    this.rows = scene.states.map((state) => {
      const cells = Array.from({ length: scene.H }, () => html("span", { class: "gv-cell" }));
      const grid = html("div", {
        class: "gv-cells",
        role: "img",
        style: `--gv-columns:${columns}`,
        onclick: (event) => this.pick(cells.indexOf(event.target)),
      }, ...cells);
      return { state, cells, grid };
    });
    this.host.replaceChildren(
      ...this.rows.map(({ state, grid }) =>
        html("div", { class: "gv-memoryrow" }, html("span", { class: "gv-rowname" }, `memory ${glyph(state)}`), grid)
      ),
    );
  }

  pick(place) {
    if (place >= 0) this.onUnit(this.order[place]);
  }

  draw({ step, unit }, order, isDark) {
    const { scene } = this;
    this.order = order;
    const scale = isDark ? scene.scales.darkState : scene.scales.state;
    for (const { state, cells, grid } of this.rows) {
      const limit = scene.limits[state] ?? 1;
      const values = order.map((one) => scene.value(state, step, one));
      cells.forEach((cell, k) => {
        cell.style.background = `rgb(${colorAt(scale, (values[k] / limit + 1) / 2)})`;
        cell.classList.toggle("is-followed", order[k] === unit);
        cell.title = `unit ${order[k]}: ${glyph(state)} = ${threeDigits(values[k])}`;
      });
      const [low, high] = [Math.min(...values), Math.max(...values)].map(threeDigits);
      grid.setAttribute(
        "aria-label",
        `State ${glyph(state)} of all ${scene.H} units after step ${step}: ${low} to ${high}`,
      );
    }
  }
}
