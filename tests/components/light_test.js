import assert from "node:assert/strict";

import { biasAt } from "../../assets/components/light/handle.js";
import { kept, layoutFor } from "../../assets/components/light/layout.js";
import { brightness, heightOf, logAt, powers } from "../../assets/components/light/scale.js";
import { tilesFor, wordsFor } from "../../assets/components/light/sentence.js";
import { amount, compared, left } from "../../assets/components/light/words.js";

const RANGE = { log: [-8, 2], linear: [0, 2] };
const widthOf = (word) => 6.7 * word.length + 12;

Deno.test("amounts are said in the words of Python", () => {
  const said = JSON.parse(Deno.readTextFileSync(`${Deno.env.get("GRUVIZ_SCENES")}/amounts.json`));
  assert(said.length > 300);
  for (const [value, words] of said) assert.equal(amount(value), words, String(value));
});

Deno.test("what is no number is said by how it went", () => {
  const lane = (end) => ({ median: [null, 1], end });
  assert.deepEqual(["exactly zero", "underflowed", "overflowed"].map((end) => left(lane(end), 0)), [
    "nothing",
    "too little to tell",
    "overflow",
  ]);
  assert.deepEqual(["exactly zero", "overflowed"].map((end) => powers(lane(end))[0]), [-Infinity, Infinity]);
});

Deno.test("a guess is held against what was measured", () => {
  assert.match(compared(0.3, 0.054), /You said 30%; it is 5.4%. That is 5.6 times less than you thought./);
  assert.match(compared(1e-6, 0.054), /54,000 times more/);
  assert.match(compared(0.05, 0.054), /Very close!/);
});

Deno.test("a sentence has a word for each step, and the words are told apart", () => {
  for (const steps of [5, 10, 15, 20, 25]) {
    assert.equal(wordsFor(steps).length, steps);
    assert.deepEqual(wordsFor(steps).slice(0, 2), ["The", "cat"]);
  }
  for (const width of [330, 640, 800, 1120, 1200]) {
    for (let steps = 5; steps <= 200; steps += 5) {
      const { x, end } = layoutFor(width, steps);
      const { tiles, more, rows } = tilesFor(steps, x, widthOf, end + 2);
      for (let row = 0; row < rows; row++) {
        const line = tiles.filter((tile) => tile.row === row);
        line.forEach((tile, i) => assert(i === 0 || tile.start >= line[i - 1].start + line[i - 1].width + 4));
      }
      assert.equal(tiles[1].word, "cat");
      assert.equal(tiles[1].step, 2);
      if (more) assert.equal(more.short, `${steps - tiles.length} more words`);
      else assert.equal(tiles.length, steps);
    }
  }
});

Deno.test("at a common width the first picture shows its whole sentence", () => {
  const { x, end } = layoutFor(1120, 25);
  assert.equal(tilesFor(25, x, widthOf, end + 2).more, null);
});

Deno.test("labels keep apart, within the chart, and near their places", () => {
  for (let i = 0; i < 200; i++) {
    const places = [0, 1, 2].map((k) => (37 * (i + 1) * (k + 2) * (k + 3)) % 125);
    const stands = kept(places, 33, 2, 110);
    const sorted = [...stands].sort((a, b) => a - b);
    assert(sorted[0] >= 2 && sorted[2] <= 110);
    assert(sorted[1] - sorted[0] >= 33 && sorted[2] - sorted[1] >= 33);
  }
  assert.deepEqual(kept([10, 100, 50], 33, 0, 120), [10, 100, 50]);
});

Deno.test("heights can be read back in both scales", () => {
  for (const log of [-7.5, -3, -0.2, 0]) {
    assert(Math.abs(logAt(heightOf(log, RANGE, 0), RANGE, false) - log) < 1e-9);
  }
  for (const log of [-2, -0.2, 0, 0.3]) {
    assert(Math.abs(logAt(heightOf(log, RANGE, 1), RANGE, true) - log) < 1e-9);
  }
  assert.equal(heightOf(0, RANGE, 1), 0.5);
  for (const mix of [0, 0.4, 1]) {
    for (const log of [-Infinity, Infinity]) assert(Number.isFinite(heightOf(log, RANGE, mix)));
  }
});

Deno.test("brightness falls with what is left, and is never more than all", () => {
  for (const mix of [0, 0.5, 1]) {
    const lights = [Infinity, 3, 0, -1, -3, -6, -50, -Infinity].map((log) => brightness(log, mix));
    assert.deepEqual(lights, [...lights].sort((a, b) => b - a));
    assert.equal(lights[0], 1);
    assert.equal(lights.at(-1), 0);
  }
  assert.equal(brightness(-1, 1), 0.1);
});

Deno.test("a dragged end finds its bias between those that are known", () => {
  const stops = { low: -8, high: 4, step: 0.25 };
  const ends = new Map([[-8, 0], [-4, -0.2], [0, -5.4], [4, -8]]);
  for (const [bias, log] of ends) assert.equal(biasAt(ends, log, stops), bias);
  assert.equal(biasAt(ends, -2.8, stops), -2);
  assert.equal(biasAt(ends, 1, stops), -8);
  assert.equal(biasAt(ends, -20, stops), 4);
  const odd = new Map([[-8, 0], [-4, -0.2], [0, -0.8], [4, 0.2]]); // strong feedback: what is left does not fall
  for (let log = -9; log < 1; log += 0.1) {
    assert(stops.low <= biasAt(odd, log, stops) && biasAt(odd, log, stops) <= stops.high);
  }
});
