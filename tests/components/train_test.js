import assert from "node:assert/strict";

import { brightness, decoded, leftWords, logOf } from "../../assets/components/train/codes.js";
import { shadesOf } from "../../assets/components/train/colors.js";
import { piecesOf, scaleOf } from "../../assets/components/train/curve.js";
import { columns, layoutFor, placeOf, stepAt, updateAt } from "../../assets/components/train/layout.js";
import { endOf, reportOf, runOf } from "../../assets/components/train/run.js";
import { captionAt, firstOf, guessWords, NOBODY, rowAt, summary } from "../../assets/components/train/story.js";
import { answerOf, askedOf, cellsOf } from "../../assets/components/train/task.js";
import { linearTicks, logTicks, tickWords } from "../../assets/components/train/ticks.js";
import { wrapped } from "../../assets/components/train/labels.js";

const LEARNERS = [{ label: "RNN" }, { label: "GRU" }, { label: "LSTM" }];
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const near = (found, wanted) => assert(Math.abs(found - wanted) < 1e-9, `${found} is not ${wanted}`);

Deno.test("a byte is a power of ten from −20 to 5, nothing at all, or no number", () => {
  assert.equal(logOf(0), -Infinity);
  assert(Number.isNaN(logOf(1)));
  near(logOf(2), -20);
  near(logOf(255), 5);
  for (let code = 3; code < 256; code++) near(logOf(code) - logOf(code - 1), 25 / 253);
  assert.deepEqual([...decoded(base64([0, 1, 255]))], [0, 1, 255]);
});

Deno.test("two orders of magnitude are a quarter of the brightness, on one scale for all", () => {
  const byte = (log) => Math.round(2 + (log + 20) / 25 * 253);
  for (const [log, light] of [[0, 1], [-2, 0.75], [-4, 0.5], [-6, 0.25], [-8, 0], [-20, 0]]) {
    assert(Math.abs(brightness(byte(log)) - light) < 0.01, `10^${log}`);
  }
  assert(brightness(byte(3)) > 1.5);
  assert.equal(brightness(0) + brightness(1), 0);
  const shades = shadesOf([200, 100, 0], [255, 255, 255], [0, 0, 0]);
  assert.equal(shades.length, 256);
  shades[byte(0)].forEach((value, i) => assert(Math.abs(value - [200, 100, 0][i]) <= 2));
  assert(shades[255].every((value, i) => value <= shades[byte(0)][i]));
});

Deno.test("what is left is said in words that are as exact as a byte", () => {
  assert.equal(leftWords(0), "exactly nothing is left");
  assert.equal(leftWords(1), "no number any more");
  assert.equal(leftWords(2), "less than 1 in 10²⁰ is left");
  assert.equal(leftWords(204), "all of it is left");
  assert.equal(leftWords(184), "1% is left");
  assert.match(leftWords(255), /grown to 100,000 times its size/);
});

Deno.test("the report of an update is the last one that is not later", () => {
  const steps = [0, 10, 20, 35];
  assert.deepEqual([0, 9, 10, 34.9, 35, 99].map((update) => rowAt(steps, update)), [0, 0, 1, 2, 3, 3]);
  const captions = [{ update: 0, text: "a" }, { update: 20, text: "b" }];
  assert.deepEqual([0, 19, 20].map((update) => captionAt(captions, update).text), ["a", "a", "b"]);
  assert.equal(captionAt([{ update: 5, text: "a" }], 4), null);
});

Deno.test("a guess is answered by who was first", () => {
  const run = (...solved) => ({ learners: solved.map((one) => ({ solved: one })) });
  const said = (guess, ...solved) => guessWords(guess, firstOf(run(...solved), LEARNERS), 1000);
  assert.equal(said("RNN", null, 200, 650), "You guessed the RNN; the GRU was first, after 200 updates.");
  assert.equal(said("GRU", null, 200, 650), "You guessed the GRU, and you were right: first, after 200 updates.");
  assert.match(said("GRU", null, 1200, 1200), /right: first, after 1,200 updates, level with the LSTM\.$/);
  assert.match(said("RNN", null, 20, 20), /the GRU and the LSTM were first, after 20 updates\.$/);
  assert.equal(said("RNN", null, null, null), "You guessed the RNN; nobody got there within 1,000 updates.");
  assert.match(said(NOBODY, null, null, null), /nobody would get there, and nobody did within 1,000 updates\.$/);
  assert.match(said(NOBODY, null, 200, 650), /would get there; the GRU was first/);
});

Deno.test("a run is read at an update, also where one network is a report behind", () => {
  const learner = (reports) => ({
    ratio: base64(Array(3 * reports).fill(204)),
    hears: Array(reports).fill(2),
    metric: Array(reports).fill(0.5),
    answers: Array(reports).fill(1),
    solved: 10,
  });
  const sent = { steps: [0, 10, 20], learners: [learner(3), learner(2), learner(0)] }, run = runOf(sent, 2);
  assert.equal(endOf(run), 20);
  assert.deepEqual([0, 1, 2].map((i) => reportOf(run, i, 20)?.row ?? null), [2, 1, null]);
  assert.deepEqual([9, 10].map((update) => reportOf(run, 0, update).solved), [null, 10]);
  const grown = runOf({ steps: [0, 10, 20], learners: [sent.learners[0], learner(3), learner(1)] }, 2, run);
  assert.equal(grown.learners[0].codes, run.learners[0].codes);
  assert.equal(grown.learners[1].reports, 3);
  const task = { title: "Adding" };
  const words = summary({
    task,
    learners: LEARNERS,
    reports: [0, 1, 2].map((i) => reportOf(run, i, 20)),
    update: 20,
    length: 2,
  });
  assert.match(words, /RNN hears 2 steps back, solved after 10 updates; .*LSTM has not begun\.$/);
});

Deno.test("each task has its picture, its question and an answer in its words", () => {
  const adding = {
    key: "adding",
    marks: [0, 2],
    names: null,
    target: 1.14,
    tolerance: 0.1,
    sequence: [[0.41, 1], [0.9, 0], [0.73, 1]],
  };
  assert.deepEqual(askedOf(adding), ["0.41 + 0.73 =", "1.14"]);
  assert.deepEqual(cellsOf(adding).map(({ kind, marked }) => [kind, marked]), [["bar", true], ["bar", false], [
    "bar",
    true,
  ]]);
  assert.deepEqual([1.13, -1.2].map((answer) => answerOf(adding, answer).right), [true, false]);
  assert.equal(answerOf(adding, -1.2).text, "−1.20");
  assert.equal(answerOf(adding, null), null);
  const copying = {
    key: "copying",
    marks: [0],
    names: ["A", "B"],
    symbols: ["A", "B", "·"],
    target: [1, 0],
    sequence: [[0, 1, 0], [1, 0, 0], [0, 0, 1]],
    asked: "Again:",
  };
  assert.deepEqual(cellsOf(copying).map(({ letter }) => letter), ["B", "A", "·"]);
  assert.deepEqual(askedOf(copying), ["Again:", "BA"]);
  assert.deepEqual(answerOf(copying, [[0.2, 0.8], [0.6, 0.4]]), { text: "BA", sure: "60% sure", right: true });
  assert.equal(answerOf(copying, [[0.2, 0.8], [0.4, 0.6]]).right, false);
  const first = {
    key: "first_symbol",
    marks: [0],
    names: ["A", "B", "C", "D"],
    target: 1,
    sequence: [[0, 1], [0.2, -0.4]],
  };
  assert.deepEqual(cellsOf(first).map(({ kind }) => kind), ["symbol", "noise"]);
  assert.equal(answerOf(first, [0.24, 0.28, 0.24, 0.24]).right, false, "a right answer by luck");
  assert.equal(answerOf(first, [0, 0.9, 0.1, 0]).right, true);
});

Deno.test("an axis has at least two labels", () => {
  for (const [low, high] of [[1e-4, 1], [0.3, 2], [0.11, 0.18], [0.5, 0.52], [1e-9, 1e3], [0.0099, 0.011]]) {
    const ticks = logTicks(low, high);
    assert(ticks.length >= 2 && ticks.length <= 8, `${low} … ${high}: ${ticks}`);
    assert(ticks.every((tick) => tick >= low * (1 - 1e-6) && tick <= high * (1 + 1e-6)), String(ticks));
  }
  assert.deepEqual(linearTicks(0, 1000, 6), [0, 200, 400, 600, 800, 1000]);
  assert.deepEqual([0.001, 0.95, 1e-7].map((tick) => tickWords(tick, false)), ["0.001", "0.95", "10⁻⁷"]);
  assert.equal(tickWords(0.5, true), "50%");
});

Deno.test("an error has a logarithmic axis, a share one from none to all", () => {
  const run = (...metric) => ({ learners: [{ metric }] });
  const error = scaleOf({ better: "low", baseline: 0.17, bar: 0.02 }, [run(1.4, null, 0.001, 1e30)]);
  assert(error.log && error.ticks.length >= 2);
  assert.equal(error.part(1e30), 1);
  assert(error.part(0.02) > error.part(0.001) && error.part(0.001) > 0);
  const share = scaleOf({ better: "high", baseline: 0.25, bar: 0.95 }, [run(0.2)]);
  assert.deepEqual([share.log, share.ticks], [false, [0, 0.5, 1]]);
});

Deno.test("a curve ends at the update that is shown, and has gaps", () => {
  assert.deepEqual(piecesOf([0, 10, 20], [1, 0.01, 5], 5)[0], [[0, 1], [5, 0.1]]);
  assert.deepEqual(piecesOf([0, 10, 20, 30], [1, null, 2, 3], 30), [[[0, 1]], [[20, 2], [30, 3]]]);
  assert.deepEqual(piecesOf([0, 10], [], 10), []);
});

Deno.test("heatmaps, curve and scrubber share one axis, each column centred on its update", () => {
  const layout = layoutFor(1200, 3);
  for (const { heat } of layout.rows) assert.deepEqual([heat.x, heat.w], [layout.loss.x, layout.loss.w]);
  for (const update of [0, 1, 370, 1000]) {
    assert.equal(updateAt(layout, placeOf(layout, update, 1000), 1000), update);
  }
  const parts = columns([0, 10, 20, 30], 40);
  near(parts[0][0], 0);
  near(parts[3][1], 0.75);
  near((parts[1][0] + parts[1][1]) / 2, 10 / 40);
  parts.slice(1).forEach(([from], k) => near(from, parts[k][1]));
  assert.deepEqual([99, 100, 151, 200, 201].map((x) => stepAt({ x: 100, w: 100 }, x, 3)), [null, 0, 2, 3, null]);
});

Deno.test("up to twelve networks have room at every width, and nothing lies on anything else", () => {
  for (const width of [328, 358, 700, 760, 900, 1200, 1600]) {
    for (let count = 1; count <= 12; count++) {
      const { rows, loss, height, wide, ends, answerX, answerW } = layoutFor(width, count);
      assert(!wide || height <= 480, "a window of 720 pixels has no more room");
      rows.forEach(({ lane, heat, label }, i) => {
        for (const { w, h, x } of [lane, heat]) assert(w > 120 && h >= 12 && x + w <= width);
        const next = rows[i + 1]?.label.y ?? loss.y;
        for (const box of [lane, heat, label]) assert(box.y + box.h <= next);
        assert(wide ? lane.x + lane.w <= answerX && answerX + answerW <= heat.x : lane.y + lane.h <= heat.y);
      });
      assert(ends.x >= loss.x + loss.w && ends.x + ends.w <= width);
    }
  }
});

Deno.test("a question is broken into lines of words", () => {
  assert.deepEqual(wrapped("Which symbol came first?", 100, 7), ["Which symbol", "came first?"]);
  assert.deepEqual(wrapped("", 100, 7), [""]);
});
