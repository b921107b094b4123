// Ticks, heights, errors and the view of the forecasting picture, against those worked out by hand.

import assert from "node:assert/strict";

import { digits, error, heights, ticks, viewFrom } from "../../assets/components/forecast/axes.js";

const MONTHS = ["Nov 1998", "Dec 1998", "Jan 1999", "Feb 1999", "Mar 1999", "Apr 1999"];
const STEPS = { labels: MONTHS, ranks: "335334", year: 5, dated: true };

Deno.test("ticks are as many as there is room for, the roundest dates first", () => {
  assert.deepEqual(ticks(STEPS, 0, 6, 6).map(({ text }) => text), MONTHS);
  assert.deepEqual(ticks(STEPS, 0, 6, 3), [{ step: 2, text: "Jan 1999" }, { step: 5, text: "Apr 1999" }]);
  assert.deepEqual(ticks(STEPS, 0, 6, 1), [{ step: 2, text: "1999" }]);
  assert.deepEqual(ticks(STEPS, 0, 6, 0), []);
  assert.deepEqual(ticks(STEPS, 3, 9, 3).map(({ step }) => step), [3, 4, 5], "a view may go past the end");
  const counted = { labels: ["9", "10", "11"], ranks: "050", year: 5, dated: false };
  assert.deepEqual(ticks(counted, 0, 3, 2), [{ step: 1, text: "10" }]);
});

Deno.test("heights are round and within the range", () => {
  assert.deepEqual(heights(0, 253.8, 5), [0, 100, 200]);
  assert.deepEqual(heights(-1, 1, 4), [-1, -0.5, 0, 0.5, 1]);
  assert.deepEqual(heights(1000.2, 1000.9, 3).length, 1);
});

Deno.test("an error is the mean distance of the steps that are shown", () => {
  assert.equal(error([1, 5, 100], [2, 2, 2], 2), 2);
  assert.ok(Number.isNaN(error([], [], 0)));
  assert.deepEqual([16.83, 1234567, 0, 0.00012, NaN].map(digits), ["16.8", "1.23e+6", "0", "1.20e-4", "–"]);
});

Deno.test("the view follows the origin only where that would leave it", () => {
  assert.equal(viewFrom(100, 160, 96, 12), 100);
  assert.equal(viewFrom(100, 110, 96, 12), 86, "a quarter of the past stays in view");
  assert.equal(viewFrom(100, 190, 96, 12), 107, "so does the whole forecast");
});
