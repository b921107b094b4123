import assert from "node:assert/strict";

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
