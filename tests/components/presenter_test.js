import assert from "node:assert/strict";

import { against, arrived, newClock, onStep, written } from "../../assets/components/notes_window/clock.js";
import { meaning } from "../../assets/components/presenter/lead.js";
import { isFree } from "../../assets/components/shared/keys.js";

/** A key at an element that stands within others, each named by how a selector would find it. */
function at(key, ...inside) {
  const closest = (selector) => selector.split(", ").some((part) => inside.includes(part.trim())) || null;
  return { key, target: { closest } };
}

Deno.test("a clicker, a keyboard and a hand on the space bar mean the same", () => {
  const named = (...keys) => keys.map((key) => meaning({ key, shiftKey: false }));
  assert.deepEqual(new Set(named("ArrowRight", "PageDown", " ", "Enter")), new Set(["on"]));
  assert.deepEqual(new Set(named("ArrowLeft", "PageUp")), new Set(["back"]));
  assert.deepEqual(named("Home", "End", "s", "S", "n"), ["first", "last", "steps", "steps", "notes"]);
  assert.equal(meaning({ key: " ", shiftKey: true }), "back");
  assert.equal(meaning({ key: "Tab", shiftKey: false }), undefined);
});

Deno.test("a control keeps the keys that it has a use for, and whoever types keeps all", () => {
  assert.ok(isFree({ key: "ArrowRight", target: null }));
  assert.ok(!isFree({ key: "ArrowRight", target: null, defaultPrevented: true }));
  assert.ok(!isFree({ key: "s", target: null, ctrlKey: true }));
  assert.ok(!isFree(at("s", "textarea")));
  assert.ok(!isFree(at("ArrowRight", "[role=slider]")));
  assert.ok(isFree(at("PageDown", "[role=slider]")), "a clicker leads on from everywhere");
  assert.ok(!isFree(at(" ", "button")));
  assert.ok(isFree(at("ArrowRight", "button")));
  assert.ok(!isFree(at("PageDown", "[role=dialog]")));
});

const MINUTE = 60_000;
const STEPS = [{ key: "a", minutes: 3 }, { key: "b", minutes: 4 }];

Deno.test("time at a step adds up over visits", () => {
  let clock = arrived(newClock(0), "a", 0);
  clock = arrived(clock, "b", 2 * MINUTE);
  assert.equal(onStep(clock, 3 * MINUTE), MINUTE);
  clock = arrived(arrived(clock, "a", 3 * MINUTE), "a", 4 * MINUTE);
  assert.equal(onStep(clock, 5 * MINUTE), 4 * MINUTE);
  assert.equal(written(5 * MINUTE + 9_999), "5:09");
});

Deno.test("a lesson is late once a step's time is over, and early where it is before that step's beginning", () => {
  const said = ["a", "b"].map((at) => [1, 3.5, 8.2].map((minutes) => against(STEPS, at, minutes * MINUTE)));
  assert.deepEqual(said[0], ["on time", "on time", "5 min behind the plan"]);
  assert.deepEqual(said[1], ["2 min ahead of the plan", "on time", "1 min behind the plan"]);
});
