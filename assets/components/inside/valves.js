// A gate taken by hand: dragged open or shut by mouse or finger, turned by the arrow keys, let go by a double click.

import { factorOf } from "../shared/forward.js";
import { heldBy } from "./words.js";

const TRAVEL = 80; // pixels of a drag from shut to open
const STEPS = { ArrowUp: 0.05, ArrowDown: -0.05, PageUp: 0.25, PageDown: -0.25 };
const FREE = ["Delete", "Backspace", "Escape"];
const TWICE = 400; // ms between the taps of a double one
const STILL = 3; // pixels that a click may wander

export class Valves {
  /**
   * @param {Element} host That of the diagram, which outlives what is drawn in it.
   * @param {{value: (part) => number, hold: (gate: string, value: number, done: boolean) => void,
   *   free: (gate: string) => void}} act
   */
  constructor(host, act) {
    this.host = host;
    this.act = act;
    host.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) host.addEventListener(end, () => this.drop());
    host.addEventListener("dblclick", () => this.tapped && this.act.free(this.tapped.gate.symbol));
  }

  /** Let a part of the diagram be taken. */
  offer(scene, group, item) {
    const gate = heldBy(scene, item);
    if (!gate) return;
    group.classList.add("gv-grip");
    group.onpointerdown = (event) => this.take(event, item, gate);
    const stay = (event) => event.preventDefault(); // touch-action does not reach into a drawing
    group.addEventListener("touchstart", stay, { passive: false });
    group.onkeydown = (event) => this.press(event, item, gate);
  }

  take(event, item, gate) {
    if (event.button !== 0) return;
    event.preventDefault(); // of a selection
    event.currentTarget.focus({ preventScroll: true, focusVisible: false });
    this.host.setPointerCapture(event.pointerId);
    const isFinger = event.pointerType !== "mouse"; // it has no double click of its own: see `stay`
    const isTwice = this.tapped?.item.id === item.id && event.timeStamp - this.tapped.at < TWICE;
    if (isFinger && isTwice) this.act.free(gate.symbol);
    this.tapped = { item, gate, at: event.timeStamp };
    this.taken = { item, gate, from: event.clientY, value: this.act.value(item), hasMoved: false };
  }

  drag(event) {
    if (!this.taken) return;
    const { item, gate, from, value } = this.taken;
    const way = from - event.clientY;
    if (!this.taken.hasMoved && Math.abs(way) < STILL) return;
    this.taken.hasMoved = true;
    this.tapped = null;
    const [low, high] = rangeOf(gate);
    this.act.hold(
      gate.symbol,
      within(
        gate,
        turned(item, value) + (turned(item, 1) - turned(item, 0)) * (way / TRAVEL) *
            (high - low),
      ),
      false,
    );
  }

  drop() {
    if (this.taken?.hasMoved) this.act.hold(this.taken.gate.symbol, null, true);
    this.taken = null;
  }

  press(event, item, gate) {
    if (FREE.includes(event.key)) this.act.free(gate.symbol);
    else if (event.key in STEPS) {
      const [low, high] = rangeOf(gate);
      const by = STEPS[event.key] * (high - low) * (turned(item, 1) - turned(item, 0));
      this.act.hold(gate.symbol, within(gate, turned(item, this.act.value(item)) + by), true);
    } else if (event.key === "Enter") {
      this.act.hold(gate.symbol, within(gate, turned(item, this.act.value(item))), true);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Ends between which a gate can be held; a range without an end is offered up to 4. */
export function rangeOf({ range }) {
  return [range[0] ?? -4, range[1] ?? 4];
}

function within(gate, value) {
  const [low, high] = rangeOf(gate);
  return Math.round(100 * Math.min(high, Math.max(low, value))) / 100;
}

/** Openness of a valve ↔ value of its gate: one that lets through 1 − it, or √(1 − it²), opens as it falls. */
function turned({ kind, taken }, value) {
  return kind === "valve" ? factorOf({ function: taken }, value) : value; // both are their own inverse
}
