// What the teacher's screen says of its class.

import assert from "node:assert/strict";

import { news } from "../../assets/components/classroom/words.js";

const state = { said: "", phase: "first", title: "", answered: [2, 0], present: 3, free: false };

Deno.test("a vote is counted, of all who are here", () => {
  const { answered, of, words } = news(state);
  assert.deepEqual([answered, of], [2, 3]);
  assert.match(words, /have answered/);
  assert.deepEqual(news({ ...state, phase: "second", answered: [3, 1] }).answered, 1);
});

Deno.test("a phone that sleeps after its vote has answered all the same", () => {
  assert.equal(news({ ...state, present: 1 }).of, 2);
});

Deno.test("each phase has its words, and what Python says comes first", () => {
  assert.match(news({ ...state, phase: "discussion", answered: [1, 0] }).words, /^1 has voted\./);
  assert.match(news({ ...state, phase: "run" }).words, /sees the run/);
  assert.match(news({ ...state, phase: "" }).words, /waits/);
  assert.match(news({ ...state, title: "Chain" }).words, /“Chain”/);
  assert.match(news({ ...state, free: true }).words, /alone/);
  assert.equal(news({ ...state, said: "Nobody." }).words, "Nobody.");
});
