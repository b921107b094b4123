// A prediction drawn into the figure: a line that a person drags along the axis of the question, by pointer, finger or
// keys, to one of the places that the question has.

import { html, setAll } from "../shared/dom.js";

/**
 * @typedef {{ axis: "x" | "y", places: number[], words: string[], value: number | null, label: string, hint: string }}
 * Asked What is asked: places in the units of the axis, rising, and how each is said.
 */

const SEND_AFTER = 250; // ms after the last key
const STEPS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 4, PageDown: -4 };

export class Prediction {
  /**
   * @param {HTMLElement} host Of the plot.
   * @param {(value: number) => void} send
   */
  constructor(host, send) {
    this.host = host;
    this.send = send;
    /** @type {Asked | null} */
    this.asked = null;
    this.at = null; // place among all, null before the first
    this.held = false;
    this.field = html("div", { class: "gruviz-predict-field", onpointerdown: (event) => this.grab(event) });
    this.said = html("span", { class: "gruviz-predict-said" });
    this.grip = html("span", { class: "gruviz-predict-grip" });
    this.line = html(
      "div",
      { class: "gruviz-predict", role: "slider", tabindex: "0", onkeydown: (event) => this.key(event) },
      this.said,
      this.grip,
    );
    this.line.onpointerdown = (event) => this.grab(event);
    this.line.onpointermove = (event) => this.held && this.drag(event);
    this.line.onpointerup = this.line.onpointercancel = () => this.held && this.release();
    this.line.onblur = () => this.waiting && this.commit();
  }

  /** @param {Asked | null} asked */
  update(asked) {
    const isOther = asked?.label !== this.asked?.label || String(asked?.places) !== String(this.asked?.places);
    this.asked = asked;
    if (asked === null) {
      clearTimeout(this.waiting);
      this.waiting = undefined;
      this.field.remove();
      this.line.remove();
      return;
    }
    if (isOther || !(this.held || this.waiting)) this.at = asked.value === null ? null : nearest(asked, asked.value);
    this.host.after(this.field, this.line);
    const { label, axis, words } = asked;
    setAll(this.line, {
      "aria-label": label,
      "aria-orientation": axis === "y" ? "vertical" : "horizontal",
      "aria-valuemin": 0,
      "aria-valuemax": words.length - 1,
    });
    this.line.classList.toggle("is-vertical", axis === "x");
    this.place();
  }

  /** Put the line where its value lies on the axis as it is drawn now. */
  place() {
    const { asked } = this;
    const box = this.box();
    if (asked === null || box === null) return;
    const { places, words, hint, axis: along } = asked;
    const at = this.at ?? Math.floor(places.length / 2);
    const pixel = this.pixel(places[at]);
    const style = along === "y"
      ? { left: box.left, top: box.top + pixel, width: box.width }
      : { left: box.left + pixel, top: box.top, height: box.height };
    Object.assign(this.field.style, pixels({ left: box.left, top: box.top, width: box.width, height: box.height }));
    Object.assign(this.line.style, { width: "", height: "" }, pixels(style));
    this.line.classList.toggle("is-unset", this.at === null);
    const share = along === "y" ? pixel / box.height : 1 - pixel / box.width;
    this.line.classList.toggle("is-far", share < 0.16);
    this.said.textContent = this.at === null ? hint : words[at];
    setAll(this.line, {
      "aria-valuenow": at,
      "aria-valuetext": this.at === null ? "not yet: use the arrow keys" : words[at],
    });
  }

  /** Where the plot lies in the card, in pixels of the page. */
  box() {
    const layout = /** @type {any} */ (this.host)._fullLayout;
    if (!layout?.xaxis?._length) return null;
    const { xaxis, yaxis } = layout;
    return {
      left: this.host.offsetLeft + xaxis._offset,
      top: this.host.offsetTop + yaxis._offset,
      width: xaxis._length,
      height: yaxis._length,
    };
  }

  pixel(value) {
    const axis = /** @type {any} */ (this.host)._fullLayout[`${this.asked.axis}axis`];
    return axis.d2p(value);
  }

  grab(event) {
    if (event.button > 0) return;
    event.preventDefault();
    this.held = true;
    this.line.setPointerCapture(event.pointerId); // and no focus: on a projector the keys still turn the page
    this.drag(event);
  }

  drag(event) {
    const seen = this.host.getBoundingClientRect();
    const { xaxis, yaxis } = /** @type {any} */ (this.host)._fullLayout;
    const pointed = this.asked.axis === "y"
      ? event.clientY - seen.top - yaxis._offset
      : event.clientX - seen.left - xaxis._offset;
    const distances = this.asked.places.map((value) => Math.abs(this.pixel(value) - pointed));
    this.at = distances.indexOf(Math.min(...distances));
    this.place();
  }

  release() {
    this.held = false;
    this.commit();
  }

  key(event) {
    const { length } = this.asked.places;
    const to = event.key === "Home" ? 0 : event.key === "End" ? length - 1 : this.from() + (STEPS[event.key] ?? NaN);
    if (Number.isNaN(to) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // on a projector these keys turn the page
    this.at = Math.min(Math.max(to, 0), length - 1);
    this.place();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.commit(), SEND_AFTER);
  }

  /** Where the keys begin. */
  from() {
    return this.at ?? Math.floor(this.asked.places.length / 2);
  }

  commit() {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    if (this.at !== null) this.send(this.asked.places[this.at]);
  }
}

/** Place of a value among those that may be predicted; null where it is none of them. */
function nearest({ places }, value) {
  const at = places.findIndex((place) => Math.abs(place - value) <= 1e-9 * Math.abs(place));
  return at < 0 ? null : at;
}

const pixels = (style) => Object.fromEntries(Object.entries(style).map(([name, value]) => [name, `${value}px`]));
