import assert from "node:assert/strict";

import { Clock } from "../../assets/components/digits/clock.js";
import { normalised } from "../../assets/components/digits/normalise.js";
import { beliefs, leader, placeAt, stepsOf, stepWords } from "../../assets/components/digits/reading.js";
import { networkOf } from "../../assets/components/shared/network.js";
import { assertClose, FOLDER } from "./cases.js";

const { drawings, said } = JSON.parse(Deno.readTextFileSync(`${FOLDER}/digits.json`));

Deno.test("a drawing is brought to the form of the data as Python does it", () => {
  assert(drawings.length > 40);
  drawings.forEach(({ drawing, pages }, n) => {
    for (const [side, page] of Object.entries(pages)) {
      const made = normalised(drawing, 28, Number(side));
      page.forEach((ink, i) => assertClose(made.page[i], ink, `drawing ${n}, side ${side}, pixel ${i}`, 1e-6));
    }
  });
  assert.equal(normalised(new Float64Array(784).fill(0.1), 28, 28), null);
});

Deno.test("rows and columns of what is read lie where the ink was drawn", () => {
  for (const { drawing } of drawings) {
    const { page, side, row, column } = normalised(drawing, 28, 28);
    const weigh = (picture, size, axis, at) => {
      let [sum, mass] = [0, 0];
      picture.forEach((ink, i) => {
        sum += ink * at((axis === 0 ? Math.floor(i / size) : i % size) + 0.5);
        mass += ink;
      });
      return sum / mass;
    };
    assertClose(weigh(page, side, 0, row), weigh(drawing, 28, 0, (r) => r), "centre row", 0.05);
    assertClose(weigh(page, side, 1, column), weigh(drawing, 28, 1, (c) => c), "centre column", 0.05);
  }
});

Deno.test("beliefs while a picture is read are the engine's, and go on through blank rows", () => {
  for (const { way, blank, network, page, beliefs: expected } of said) {
    const found = beliefs(networkOf(network), Float64Array.from(page), way, blank);
    assert.equal(found.length, stepsOf(way) + blank + 1);
    expected.forEach((chances, t) => {
      chances.forEach((chance, k) => assertClose(found[t + 1][k], chance, `${way.reading} ${t}, ${k}`, 1e-5));
      assert.equal(leader(found[t + 1]), chances.indexOf(Math.max(...chances)));
    });
  }
});

Deno.test("where the reader is, in the picture and in words", () => {
  const [row, pixel] = [{ reading: "row", side: 28 }, { reading: "pixel", side: 14 }];
  assert.deepEqual(placeAt(3, row), { row: 3, column: 28 });
  assert.deepEqual(placeAt(40, row), { row: 28, column: 28 });
  assert.deepEqual(placeAt(17, pixel), { row: 1, column: 3 });
  assert.equal(stepWords(28, row, 9), "row 28 of 28");
  assert.equal(stepWords(30, row, 9), "blank row 2 of 9");
  assert.equal(stepWords(196, pixel, 0), "pixel 196 of 196");
});

/** A clock of four steps of 50 ms in a page whose pictures and timers come when the test says so. */
function clockIn({ still }) {
  const page = /** @type {any} */ (globalThis), seen = [];
  page.matchMedia = () => ({ matches: still });
  page.requestAnimationFrame = (draw) => ((page.draw = draw), 1);
  page.cancelAnimationFrame = () => (page.draw = null);
  page.setTimeout = (later) => ((page.later = later), 1);
  page.clearTimeout = () => (page.later = null);
  const clock = new Clock((step) => seen.push(step));
  clock.set(4, () => 50);
  return { clock, page, seen };
}

Deno.test("a sweep goes through all steps, rests, and begins again as often as it was told", () => {
  const { setTimeout, clearTimeout } = globalThis;
  const { clock, page, seen } = clockIn({ still: false });
  clock.begin(2);
  for (let now = 0; clock.isPlaying; now += 20) page.draw(now);
  assert.deepEqual([...new Set(seen)], [4, 0, 1, 2, 3]);
  assert.equal(seen.at(-1), 4);
  page.later();
  assert.equal(clock.step, 0);
  for (let now = 0; clock.isPlaying; now += 1000) page.draw(now); // a page that was hidden leaps over nothing
  assert.equal(clock.step, 4);
  assert.equal(page.later, null);
  Object.assign(globalThis, { setTimeout, clearTimeout });
});

Deno.test("who prefers no motion sees the end at once, and may play", () => {
  const { setTimeout, clearTimeout } = globalThis;
  const { clock, page } = clockIn({ still: true });
  clock.begin(3);
  assert.equal(clock.step, 4);
  assert(!clock.isPlaying);
  clock.play();
  page.draw(0);
  page.draw(60);
  assert.equal(clock.step, 1);
  clock.set(9, () => 50);
  assert.equal(clock.step, 1);
  clock.jump(9);
  clock.set(5, () => 50);
  assert.equal(clock.step, 5);
  Object.assign(globalThis, { setTimeout, clearTimeout });
});
