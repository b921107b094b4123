// What the camera has delivered of late, as a strip that is written over from the left: dark where a frame is missing.

import { html, svg } from "../shared/dom.js";

const TICKS = 250; // in the strip; 5 seconds in real time

export class Camera {
  constructor() {
    this.dark = svg("path", { class: "carts-missing" });
    this.cursor = svg("path", { class: "carts-cursor", "vector-effect": "non-scaling-stroke" });
    const strip = svg(
      "svg",
      { viewBox: `0 0 ${TICKS} 1`, preserveAspectRatio: "none" },
      svg("rect", { class: "carts-seen", width: TICKS, height: 1 }),
      this.dark,
      this.cursor,
    );
    const title = "Bright where a frame arrived, dark where it is missing; written over every five seconds";
    this.root = html("div", { class: "carts-camera", "aria-hidden": "true", title }, html("span", {}, "camera"), strip);
    this.clear();
  }

  clear() {
    this.missing = new Array(TICKS).fill(false);
    this.count = 0;
  }

  /** @param {boolean} arrives Whether the next frame does. */
  take(arrives) {
    this.missing[this.count % TICKS] = !arrives;
    this.count += 1;
  }

  draw() {
    const at = this.count % TICKS;
    this.dark.setAttribute("d", this.missing.map((missing, x) => (missing ? `M${x} 0h1v1h-1z` : "")).join(""));
    this.cursor.setAttribute("d", `M${at} 0v1`);
  }
}
