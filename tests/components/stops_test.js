import assert from "node:assert/strict";

import { stopOf } from "../../assets/components/shared/stops.js";

Deno.test("keys lead from stop to stop, a tenth of them at a time, and stay among them", () => {
  const to = (key, at, beyond = false) => stopOf(key, at, 31, beyond);
  const keys = ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "PageUp", "PageDown", "Home", "End"];
  assert.deepEqual(keys.map((key) => to(key, 10)), [11, 11, 9, 9, 13, 7, 0, 30]);
  assert.deepEqual([to("ArrowLeft", 0), to("ArrowRight", 30), to("PageDown", 2), to("PageUp", 29)], [0, 30, 0, 30]);
  assert.equal(to("x", 3), null);
});

Deno.test("whoever stands behind a stop comes back to it first", () => {
  assert.deepEqual(["ArrowLeft", "ArrowDown", "ArrowRight"].map((key) => stopOf(key, 10, 31, true)), [10, 10, 11]);
});

Deno.test("few stops are passed one at a time, and no key leads to a stop where there is none", () => {
  assert.deepEqual([stopOf("PageUp", 1, 4), stopOf("PageDown", 1, 4)], [2, 0]);
  assert.equal(stopOf("End", 0, 0), null);
});
