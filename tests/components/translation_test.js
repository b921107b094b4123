// What joins the words of a translation, against lines and sentences worked out by hand.

import assert from "node:assert/strict";

import { lines, spoken } from "../../assets/components/translation/links.js";

const SOURCE = ["twenty", "one"];
const LOOKING = {
  words: ["ein", "und", "zwanzig"],
  links: [[4, 96], [60, 40], [99, 1]],
  state: "one state, 64 numbers",
};
const NARROW = { ...LOOKING, links: null };
const DICTIONARY = { words: ["zwanzig", "ein"], links: [[100, 0], [0, 100]], state: null };

const pairs = (found) => found.map(({ from, to }) => [from, to]);

Deno.test("of all words said, the lines of a tenth or more are drawn, the heaviest on top", () => {
  assert.deepEqual(pairs(lines(LOOKING, 2, null, 3)), [[1, 1], [0, 1], [1, 0], [0, 2]]);
  assert.deepEqual(pairs(lines(LOOKING, 2, null, 1)), [[1, 0]]);
  assert.deepEqual(lines(LOOKING, 2, null, 0), []);
});

Deno.test("of the word that is pointed at, all lines are drawn", () => {
  assert.deepEqual(lines(LOOKING, 2, { side: "target", place: 0 }, 3), [{ from: 0, to: 0, share: 4 }, {
    from: 1,
    to: 0,
    share: 96,
  }]);
  assert.deepEqual(pairs(lines(LOOKING, 2, { side: "source", place: 1 }, 3)), [[1, 2], [1, 1], [1, 0]]);
});

Deno.test("without attention every line goes into the one state or comes from it", () => {
  const found = lines(NARROW, 2, { side: "source", place: 1 }, 1);
  assert.deepEqual(pairs(found), [[0, null], [1, null], [null, 0]]);
  assert.deepEqual(found.map(({ share }) => share), [10, 30, 10]);
});

Deno.test("what a word looks at, and who looks at it, is said in words", () => {
  assert.deepEqual(spoken(LOOKING, SOURCE, { side: "target", place: 1 }), "“und” looks at “twenty” 60%, “one” 40%");
  assert.deepEqual(
    spoken(LOOKING, SOURCE, { side: "source", place: 0 }),
    "“twenty” is looked at by “zwanzig” 99%, “und” 60%",
  );
  assert.deepEqual(spoken(NARROW, SOURCE, { side: "target", place: 1 }), "“und” comes from one state, 64 numbers");
  assert.deepEqual(spoken(DICTIONARY, SOURCE, { side: "source", place: 1 }), "“one”: “ein”");
  const left = { words: ["cent"], links: [[0, 100, 0]], state: null };
  assert.deepEqual(spoken(left, ["one", "hundred", "and"], { side: "source", place: 2 }), "“and” is left out");
});
