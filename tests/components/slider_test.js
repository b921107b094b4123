import assert from "node:assert/strict";

import { decimals, isTaken, read, stopIndex, stopValue, written } from "../../assets/components/slider/numbers.js";
import { Pictures, pictures } from "../../assets/components/slider/pictures.js";
import { Sender } from "../../assets/components/slider/sender.js";

const BIAS = { low: -8, high: 4, step: 0.25 };
const LENGTH = { low: 5, high: 500, step: 5, whole: true };

Deno.test("a number is written with the digits of its steps, a true minus and what stands around it", () => {
  assert.equal(written(-4, BIAS), "−4.00");
  assert.equal(written(0.333, { step: 0.05 }), "0.333");
  assert.equal(written(1500, { step: 5 }), "1,500");
  assert.equal(written(-0.5, { step: 0.1, format: "× {}" }), "× −0.5");
  assert.deepEqual([5, 0.25, 0.05, 1e-7, 0.1 + 0.2].map(decimals), [0, 2, 2, 7, 1]);
});

Deno.test("what is written is read again, and what people type too", () => {
  for (const format of ["{}", "× {}", "{} steps"]) {
    for (let k = 0; k <= 48; k++) {
      const value = stopValue(k, BIAS);
      assert.equal(read(written(value, { ...BIAS, format }), { format }), value);
    }
  }
  const typed = {
    " -4 ": -4,
    "−4": -4,
    "+.5": 0.5,
    "0,5": 0.5,
    "−0,333": -0.333,
    "1,000": 1000,
    "1e-3": 0.001,
    "2.": 2,
  };
  for (const [text, value] of Object.entries(typed)) assert.equal(read(text, {}), value, text);
  for (const text of ["", "x", "1 2", "--1", "1.2.3", "NaN", "1,2,3x"]) assert.equal(read(text, {}), null, text);
});

Deno.test("stops are exact and stay within the ends", () => {
  assert.equal(stopValue(3, { low: 0, step: 0.05 }), 0.15);
  assert.ok(Object.is(stopValue(32, BIAS), 0));
  assert.deepEqual([-9, -8, -3.9, 4, 99].map((value) => stopIndex(value, BIAS)), [0, 0, 16, 48, 48]);
  assert.equal(stopIndex(4, { low: 0, high: 4, step: 0.05 }), 80);
});

Deno.test("only numbers of the range are taken", () => {
  assert.deepEqual([5, 52, 500, 4, 501, 52.5].map((value) => isTaken(value, LENGTH)), [
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  assert.equal(isTaken(0.333, BIAS), true);
});

Deno.test("one value is on its way at a time, and the newest goes next", () => {
  const sent = [];
  const sender = new Sender((move) => sent.push(move));
  for (const value of [1, 2, 3]) sender.move(value, false);
  assert.deepEqual(sent, [{ number: 1, value: 1, done: false }]);
  assert.ok(!sender.isCurrent(1), "3 is still to be sent");
  sender.move(3, true);
  sender.answered(0); // of another run
  assert.equal(sent.length, 1);
  sender.answered(1);
  assert.deepEqual(sent[1], { number: 2, value: 3, done: true });
  assert.ok(!sender.isCurrent(1) && sender.isCurrent(2));
  sender.answered(2);
  assert.equal(sent.length, 2);
  assert.ok(sender.isCurrent(0), "a new session counts from the beginning");
});

Deno.test("an answer that is lost holds up nothing for ever", async () => {
  const sent = [];
  const second = Promise.withResolvers();
  const sender = new Sender((move) => sent.push(move) === 2 && second.resolve(undefined), 5);
  sender.move(1, false);
  sender.move(2, true);
  await second.promise;
  assert.deepEqual(sent.map((move) => move.value), [1, 2]);
  sender.answered(2);
});

const PACKED = {
  stops: [0, 0.5],
  table: [[1, 2], "a", { "{": { name: 1, y: 0 } }, { "[": [2] }, { "{": { data: 3 } }, { "{": { picture: 4 } }, 7, {
    "{": { picture: 6 },
  }],
  frames: [5, 7],
};

Deno.test("a sweep is unpacked into objects that belong to whoever gets them", () => {
  const byValue = pictures(PACKED);
  assert.deepEqual(byValue.get(0)(), { picture: { data: [{ name: "a", y: [1, 2] }] } });
  assert.deepEqual(byValue.get(0.5)(), { picture: 7 });
  assert.notStrictEqual(byValue.get(0)().picture.data[0].y, byValue.get(0)().picture.data[0].y);
  assert.equal(pictures({ refused: "No." }).size, 0);
});

Deno.test("pictures are fetched once, and those of other settings are not shown", async () => {
  const [asked, { fetch }, before] = [[], globalThis, globalThis.document];
  Object.assign(globalThis, {
    document: { baseURI: "http://here/page" },
    fetch: (url) =>
      Promise.resolve(Response.json(String(asked[asked.push(String(url)) - 1]).includes("no") ? {} : PACKED)),
  });
  try {
    let arrivals = 0;
    const shown = new Pictures(() => arrivals++);
    await shown.want(); // there is no address yet
    shown.follow("sweep.json?a=1");
    await Promise.all([shown.want(), shown.want()]);
    assert.deepEqual([asked, shown.has(0.5), shown.has(0.25)], [["http://here/sweep.json?a=1"], true, false]);
    assert.deepEqual(shown.at(0.25), {});
    const late = (shown.follow("sweep.json?a=2"), shown.want());
    shown.follow(null);
    await late;
    assert.equal(shown.has(0.5), false);
    shown.follow("sweep.json?no");
    await shown.want();
    await shown.want();
    assert.equal(shown.has(0.5), false);
    assert.deepEqual(asked.length, 3, "a refusal is remembered");
    shown.follow("sweep.json?a=1");
    await shown.want();
    assert.deepEqual([asked.length, shown.has(0.5)], [3, true]);
    assert.ok(arrivals >= 2);
  } finally {
    Object.assign(globalThis, { fetch, document: before });
  }
});
