// The person's own lane: joined by a button, driven by keys or fingers, left by Escape.

import { html } from "../shared/dom.js";

const SIDES = { ArrowLeft: "left", a: "left", A: "left", ArrowRight: "right", d: "right", D: "right" };
const COUNT = 3; // of the count before the start

export class Person {
  /**
   * @param {import("./lane.js").LaneView} view
   * @param {ReturnType<typeof import("./drivers.js").personDriver>} driver
   * @param {{begin: () => void, leave: () => void}} game What begins, after the count, and what follows on leaving.
   */
  constructor(view, driver, game) {
    this.view = view;
    this.driver = driver;
    this.game = game;
    /** @type {"away" | "counting" | "driving" | "fallen"} */
    this.state = "away";
    this.join = html("button", { type: "button", class: "carts-join", onclick: () => this.count() }, "You try");
    this.said = html("p", { class: "carts-said", role: "status" });
    this.buttons = ["left", "right"].map((side) => this.button(side));
    view.screen.append(html("div", { class: "carts-over" }, this.said, this.join));
    view.root.classList.add("carts-you");
    view.root.append(html("div", { class: "carts-hands" }, ...this.buttons));
    view.screen.tabIndex = -1;
    view.screen.role = "application";
    view.screen.ariaLabel = "Your cart: the arrow keys left and right, or A and D, push it; Escape leaves";
    view.root.addEventListener("keydown", (event) => this.press(event));
    view.root.addEventListener("keyup", (event) => this.driver.release(SIDES[event.key]));
    view.root.addEventListener("focusout", () => this.driver.letGo());
    this.turn("away");
  }

  button(side) {
    const release = () => this.driver.release(side);
    return html("button", {
      type: "button",
      class: "carts-hand",
      tabindex: -1, // for fingers and the mouse; the keyboard has keys of its own
      "aria-label": `Push ${side}`,
      onpointerdown: (event) => {
        event.preventDefault(); // no text is chosen, no menu opens under a long touch
        if (this.state === "driving") this.driver.press(side);
        else if (this.state === "away") this.count();
      },
      onpointerup: release,
      onpointerleave: release,
      onpointercancel: release,
      oncontextmenu: (event) => event.preventDefault(),
    }, side === "left" ? "◀ Push left" : "Push right ▶");
  }

  get plays() {
    return this.state !== "away";
  }

  /** Three, two, one: all stand still at the start. */
  count() {
    this.turn("counting");
    this.view.screen.focus({ preventScroll: true });
    this.game.begin();
    this.tell(COUNT);
  }

  tell(left) {
    if (this.state !== "counting") return;
    this.said.textContent = left ? String(left) : "";
    if (left) this.later = setTimeout(() => this.tell(left - 1), 700);
    else this.turn("driving");
  }

  /** The cart has fallen. @param {string} words What became of it. */
  fell(words) {
    const here = this.view.screen.contains(document.activeElement);
    this.turn("fallen");
    if (here) this.join.focus({ preventScroll: true });
    this.said.textContent = words;
  }

  leave() {
    clearTimeout(this.later);
    this.turn("away");
    this.game.leave();
    this.join.focus({ preventScroll: true });
  }

  /** @param {"away" | "counting" | "driving" | "fallen"} state */
  turn(state) {
    this.state = state;
    this.driver.letGo();
    this.view.root.dataset.state = state;
    this.join.textContent = state === "fallen" ? "Again" : "You try";
    this.join.hidden = state === "counting" || state === "driving";
    if (state === "away" || state === "driving") this.said.textContent = "";
  }

  press(event) {
    if (!this.plays || event.ctrlKey || event.metaKey || event.altKey) return;
    const side = SIDES[event.key];
    if (event.key === "Escape") this.leave();
    else if (side && this.state === "driving") this.driver.press(side);
    else if (!side && (event.key !== " " || event.target === this.join)) return;
    event.preventDefault(); // the page stays where it is
    event.stopPropagation();
  }

  dispose() {
    clearTimeout(this.later);
  }
}
