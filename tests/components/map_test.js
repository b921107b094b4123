import assert from "node:assert/strict";

import { boxOf, layoutFor, squareAt } from "../../assets/components/map/layout.js";
import { dotsOf } from "../../assets/components/map/marks.js";
import { edgesOf, leftAt, lookAt, outcome, placing, share, tally } from "../../assets/components/map/numbers.js";
import { partOf, shadesOf } from "../../assets/components/map/scale.js";
import { Settings } from "../../assets/components/map/settings.js";
import { crossings, filled, finer, gently } from "../../assets/components/map/surface.js";
import { askWords, guessWords, learnedWords, leftWords, squareWords } from "../../assets/components/map/words.js";

const MAPS = JSON.parse(Deno.readTextFileSync(`${Deno.env.get("GRUVIZ_SCENES")}/maps.json`));
const { seeds, enough } = MAPS, PANEL = { title: "First symbol", updates: MAPS.updates, squares: MAPS.squares };
const near = (found, wanted, off = 1e-9) => assert(Math.abs(found - wanted) <= off, `${found} is not ${wanted}`);

Deno.test("a square's networks are counted as the record counts them, at every budget", () => {
  for (const { budget, squares } of MAPS.truth) {
    squares.forEach((truth, square) => {
      const found = outcome(PANEL, square, budget, seeds);
      if (!truth) return assert.equal(found, null);
      assert.deepEqual([found.learned, found.diverged], truth);
      assert.equal(found.learned + found.diverged + found.waiting, seeds);
      assert(found.update <= budget && budget - found.update < 10);
    });
  }
});

Deno.test("a guess is counted as sets are", () => {
  for (const { budget, guess } of MAPS.truth) {
    assert.deepEqual(tally(PANEL, new Set(MAPS.marked), budget, { seeds, enough }), guess);
  }
});

Deno.test("between two looks a share is on its way from one to the other", () => {
  MAPS.squares.forEach((trained, square) => {
    if (!trained) return assert.equal(share(PANEL, square, 15, seeds), null);
    near(share(PANEL, square, 10, seeds), trained.learned[1] / seeds);
    near(share(PANEL, square, 12.5, seeds), (0.75 * trained.learned[1] + 0.25 * trained.learned[2]) / seeds);
    near(share(PANEL, square, 1e6, seeds), trained.learned.at(-1) / seeds);
  });
  assert.deepEqual([0, 9.9, 10, 25, 999].map((budget) => lookAt([0, 10, 20], budget)), [0, 0, 1, 2, 2]);
});

Deno.test("colours are those of Plotly, and the same beyond the ends", () => {
  for (const { stops, truth } of Object.values(MAPS.scales)) {
    const shades = shadesOf(stops);
    for (const [log, color] of truth) {
      const shade = 3 * Math.round(255 * partOf(log, { low: -15, high: 5 }));
      color.forEach((value, k) => near(shades[shade + k], value, 4)); // 256 shades
    }
  }
});

Deno.test("what is left is said in the engine's words", () => {
  for (const [log, words] of MAPS.left) {
    const said = leftWords(log);
    if (words === "nothing") assert.equal(said, "nothing of the gradient is left");
    else if (words === "overflow") assert.equal(said, "the gradient is beyond all numbers");
    else if (log < -300) assert.equal(said, "less than 1 part in 10³⁰⁰ of the gradient is left");
    else if (words.endsWith("times")) assert.equal(said, `the gradient grows to ${words} its size`);
    else assert.equal(said, `${words.replace(/^1 in/, "1 part in")} of the gradient is left`);
  }
  assert.equal(leftWords(null), "the gradient is not measured yet");
});

Deno.test("squares meet half way between their values, which lie in their middle", () => {
  for (const axis of [MAPS.x, MAPS.y]) {
    const edges = edgesOf(axis), place = placing(axis);
    edges.forEach((edge, i) => near(edge, axis.edges[i]));
    axis.values.forEach((value, i) => near(place(value), (edges[i] + edges[i + 1]) / 2));
  }
});

Deno.test("the square under a pointer is the one that is drawn there", () => {
  const across = edgesOf(MAPS.x), up = edgesOf(MAPS.y), plot = { x: 50, y: 20, w: 400, h: 300 };
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      const { x, y, w, h } = boxOf(plot, across, up, { column, row });
      for (const part of [0.01, 0.5, 0.99]) {
        assert.deepEqual(squareAt(plot, across, up, x + part * w, y + part * h), { column, row });
      }
    }
  }
  assert(boxOf(plot, across, up, { column: 0, row: 2 }).y < boxOf(plot, across, up, { column: 0, row: 0 }).y);
  for (const [x, y] of [[49, 100], [451, 100], [100, 19], [100, 321]]) {
    assert.equal(squareAt(plot, across, up, x, y), null);
  }
});

Deno.test("a square's number is that of its very setting", () => {
  const fine = { x: [0.5, 0.7071, 1, 1.4142, 2], y: [-2, -1, 0] };
  const field = { length: 50, values: [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, null, 13, 14, -400]] };
  assert.deepEqual([[0.5, -2], [1, -1], [0.7071, 0], [2, 0]].map(([x, y]) => leftAt(field, fine, x, y)), [
    1,
    8,
    null,
    -400,
  ]);
  assert.equal(leftAt(null, fine, 1, 0), null);
});

Deno.test("what is missing in a field lies between what is known", () => {
  const line = filled([0, null, null, null, 1], 5);
  [0, 0.25, 0.5, 0.75, 1].forEach((value, i) => near(line[i], value, 1e-3));
  const plane = filled(Array.from({ length: 25 }, (_, i) => (i % 2 ? null : i % 5 + Math.floor(i / 5))), 5);
  plane.forEach((value, i) => near(value, i % 5 + Math.floor(i / 5), 0.51)); // flat at the border
  [7, 11, 13, 17].forEach((i) => near(plane[i], i % 5 + Math.floor(i / 5), 1e-3));
  assert.deepEqual([...filled([null, 3, null], 3)], [3, 3, 3]);
  assert.deepEqual([...filled([1, 2], 2)], [1, 2]);
  assert.equal(filled([null, null], 2), null);
});

Deno.test("a surface goes through its numbers, and its shore is where it crosses the level", () => {
  const grid = {
    xs: [1 / 6, 0.5, 5 / 6],
    ys: [0.25, 0.75],
    values: Float32Array.of(1 / 6, 0.5, 5 / 6, 1 / 6, 0.5, 5 / 6),
  };
  const fine = finer(grid, 3);
  fine.values.forEach((value, i) => near(value, Math.max(1 / 6, Math.min(5 / 6, fine.xs[i % 9])), 1e-6));
  const gentle = finer(grid, 3, gently);
  [1, 4, 7].forEach((i) => near(gentle.values[i], grid.values[(i - 1) / 3], 1e-6));
  const shore = crossings(grid, 0.4);
  for (const [x1, , x2] of shore) [x1, x2].forEach((x) => near(x, 0.4, 1e-6));
  near(shore.reduce((sum, [, y1, , y2]) => sum + Math.abs(y2 - y1), 0), 1, 1e-6); // from border to border
  assert.deepEqual([crossings(grid, 2), crossings(grid, -1)], [[], []]);
  const island = { xs: [0.25, 0.5, 0.75], ys: [0.25, 0.5, 0.75], values: Float32Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0) };
  const ends = crossings(island, 0.5).flatMap(([a, b, c, d]) => [`${a} ${b}`, `${c} ${d}`]);
  assert.equal(ends.length, 8);
  assert.equal(new Set(ends).size, 4, "a closed line of four pieces");
});

Deno.test("each network has a dot of its own", () => {
  for (const wide of [true, false]) {
    for (let n = 1; n <= 16; n++) {
      const places = dotsOf(n, wide);
      assert.equal(new Set(places.map(String)).size, n);
      near(places.reduce((sum, [x]) => sum + x, 0), 0);
    }
  }
  assert(dotsOf(5, true).every(([, y]) => y === 0));
});

Deno.test("panels have room at every width, and nothing lies on anything else", () => {
  for (const width of [328, 358, 700, 759, 760, 1000, 1200, 1600]) {
    for (const rows of [3, 7, 8, 9, 11]) {
      for (const panels of [1, 2]) {
        for (const second of [true, false]) {
          const { plots, height, left, right, top, wide } = layoutFor(width, { panels, rows, second, names: 2 });
          plots.forEach(({ x, y, w, h }, i) => {
            assert(x >= left && x + w + (wide && i < panels - 1 ? 0 : right) <= width + 1 && w > 240);
            assert(y >= top && y + h < height && h / rows >= 28);
            if (i) {
              assert(wide ? x >= plots[i - 1].x + plots[i - 1].w + 40 : y >= plots[i - 1].y + plots[i - 1].h + top);
            }
          });
          assert(!wide || height <= 460, "a window of 720 pixels has no more room");
        }
      }
    }
  }
});

Deno.test("what a hand has set stands until Python has heard of it", () => {
  const data = { x: { values: [1, 2, 3] }, budget: 300, length: 50, view: "both", square: null, guess: null };
  const set = new Settings(data), sent = [];
  assert.equal(set.square, null);
  set.square = 4;
  set.tell("square", [1, 1], (name, value) => sent.push([name, value]));
  set.follow({ ...data, budget: 200 }, false);
  assert.deepEqual([set.square, set.budget, sent], [4, 200, [["square", [1, 1]]]]);
  set.follow({ ...data, square: [1, 1] }, false);
  set.follow({ ...data, square: [2, 0] }, false);
  assert.equal(set.square, 2);
  set.follow({ ...data, budget: 100 }, true);
  assert.equal(set.budget, 300, "a hand holds it");
  assert.deepEqual(set.placeOf(5), { column: 2, row: 1 });
});

Deno.test("sentences count what is there", () => {
  const squares = [5, 3, 2, 0].map((learned) => ({ learned: [0, learned], diverged: learned ? null : [0, 1] }));
  const one = {
    title: "First symbol",
    updates: [0, 10],
    squares,
    fields: [{ length: null, values: [[-2, 0], [-400, 1]] }],
  };
  const data = {
    x: { values: [1, 2] },
    y: { values: [0, 1] },
    fine: { x: [1, 2], y: [0, 1] },
    panels: [one],
    lengths: [],
    seeds: 5,
    enough: 3,
  };
  const said = (...marked) => guessWords(data, [new Set(marked)], 10);
  assert.equal(said(), "");
  assert.equal(said(0, 3), "You marked 2 squares; 1 of them learned, and 1 more learned that you did not mark.");
  assert.equal(said(0, 1), "You marked 2 squares; all of them learned, and none learned that you did not mark.");
  assert.equal(said(3), "You marked 1 square; it did not learn, and 2 more learned that you did not mark.");
  assert.equal(learnedWords(data, 10), "After 10 updates at least 3 of 5 networks have learned in 2 of 4 squares.");
  assert.equal(
    learnedWords({ ...data, panels: [one, { ...one, title: "Adding" }] }, 10),
    "After 10 updates at least 3 of 5 networks have learned in 2 of 4 squares (First symbol) and in 2 of 4 (Adding).",
  );
  assert.match(
    askWords(data, false),
    /^Where will it learn\? Mark the squares in which at least 3 of 5 networks learn within 10 updates\./,
  );
  assert.match(askWords(data, true), /\. Tap, or draw sideways\.$/);
  const at = (column, row) => squareWords(data, one, { column, row }, { budget: 10, length: null });
  assert.equal(at(0, 0), "1% of the gradient is left; 5 of 5 learned after 10 updates");
  assert.equal(at(1, 1), "the gradient grows to 10 times its size; 0 of 5 learned after 10 updates, 1 diverged");
  one.squares[2] = null;
  assert.match(said(0, 3), /; 1 of them learned, and 1 more learned that you did not mark \(of 3 trained so far\)\.$/);
});
