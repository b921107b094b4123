import assert from "node:assert/strict";

import { lines, moved } from "../../assets/classroom/axis.js";
import { heights, nearest, placeOf } from "../../assets/classroom/scale.js";
import { counted, countsOf, isRight, letter, verdict } from "../../assets/classroom/words.js";

const LOG = { logarithmic: true, stops: [[1e-16, "nothing"], [1e-8, "little"], [1, "all"]] };
const EVEN = { logarithmic: false, stops: [[0, "0%"], [0.25, "25%"], [1, "100%"]] };

Deno.test("equal ratios, or equal differences, lie equally far apart on a class's axis", () => {
  assert.deepEqual([1e-16, 1e-8, 1e-4, 1].map(heights(LOG)), [0, 0.5, 0.75, 1]);
  assert.deepEqual([0, 0.25, 0.5, 1].map(heights(EVEN)), [0, 0.25, 0.5, 1]);
  assert.deepEqual([0, 1e-30, 5].map(heights(LOG)), [0, 0, 1]);
});

Deno.test("a finger takes the nearest place, and a key the next", () => {
  assert.deepEqual([-1, 0.2, 0.3, 0.8, 2].map((height) => nearest(LOG, height)), [0, 0, 1, 2, 2]);
  assert.deepEqual([0.25, 0.3].map((value) => placeOf(EVEN, value)), [1, -1]);
  const keys = ["ArrowUp", "ArrowLeft", "PageUp", "Home", "End", "Enter", "a"];
  assert.deepEqual(keys.map((key) => moved(key, 4, 9)), [5, 3, 9, 0, 8, 4, null]);
});

Deno.test("words are broken into short lines", () => {
  assert.deepEqual(lines("nothing a computer can add", 15), ["nothing a", "computer can", "add"]);
  assert.deepEqual(lines("everything", 5), ["everything"]);
});

Deno.test("votes are counted for each place and said in words", () => {
  const counts = countsOf([1, 0, 1, 2, 7], [0, 1, 2]);
  assert.deepEqual(counts, [1, 2, 1]);
  assert.equal(counted("First vote", [0, 2, 1], (place) => "abc"[place]), "First vote: 2 for b, 1 for c.");
  assert.equal(counted("First vote", [0, 0], String), "");
});

Deno.test("after the run one's last answer is right or not, and the first is remembered", () => {
  const choice = { right: 1, low: null, high: null };
  const number = { right: 0.3, low: 0.2, high: 0.5 };
  assert.deepEqual([0, 1].map((vote) => isRight(choice, vote)), [false, true]);
  assert.deepEqual([0.1, 0.2, 0.5, 0.6].map((vote) => isRight(number, vote)), [false, true, true, false]);
  assert.equal(verdict(choice, [null, null], letter), "You did not vote on this one.");
  assert.equal(verdict(choice, [0, 1], letter), "✓ You were right. You said B. First you said A.");
  assert.equal(verdict(choice, [0, null], letter), "✗ Not this time. You said A.");
  assert.equal(verdict({ ...choice, right: null }, [0, null], letter), "");
});
