import assert from "node:assert/strict";

import { refitted, spread } from "../../assets/components/chart/ends.js";
import { alike, framed } from "../../assets/components/chart/frames.js";
import { changed, curves } from "../../assets/components/chart/ghost.js";
import { place, rows } from "../../assets/components/chart/moving_ends.js";
import { lines, markup } from "../../assets/components/chart/words.js";

const PICTURE = {
  data: [{ uid: "a", x: [1, 2], y: [3, 4], line: { color: "red", width: 2 } }, { uid: "b", x: [1], y: [2] }],
  layout: { xaxis: { title: { text: "steps" }, range: [0, 1] }, hovermode: "x" },
  title: "Before",
  summary: "So it was.",
  alt: "Before. So it was.",
};

Deno.test("a frame changes what it says and leaves the rest", () => {
  const before = structuredClone(PICTURE);
  const frame = {
    data: [{ uid: "a", y: [5, 6], line: { width: 3 } }, { uid: "b", y: [7] }],
    layout: { xaxis: { range: [0, 2] } },
    title: "After",
  };
  const shown = framed(PICTURE, frame);
  assert.deepEqual(shown.data, [
    { uid: "a", x: [1, 2], y: [5, 6], line: { color: "red", width: 3 } },
    { uid: "b", x: [1], y: [7] },
  ]);
  assert.deepEqual(shown.layout, { xaxis: { title: { text: "steps" }, range: [0, 2] }, hovermode: "x" });
  assert.deepEqual([shown.title, shown.summary], ["After", "So it was."]);
  assert.deepEqual(PICTURE, before, "what the server sent is kept for the way back");
  assert.equal(framed(PICTURE, null), PICTURE);
});

Deno.test("pictures move into each other if they have the same traces in the same order", () => {
  const { data } = PICTURE;
  assert(alike(data, structuredClone(data)));
  assert(!alike(data, data.toReversed()));
  assert(!alike(data, data.slice(1)));
  assert(!alike([{ x: [1] }], [{ x: [1] }]), "traces without an identity are strangers");
});

/** As Plotly has it once it has drawn. */
function drawn(heights, { type = "log", title = "left", mode = "lines" } = {}) {
  const trace = { type: "scatter", visible: true, mode, fill: "none", line: { width: 2 } };
  const data = Object.entries(heights).map(([uid, y]) => ({
    ...trace,
    uid,
    name: uid,
    x: [0, 1],
    y: new Float64Array(y),
  }));
  return {
    data,
    layout: { xaxis: { type: "linear", title: { text: "steps" } }, yaxis: { type, title: { text: title } } },
  };
}

Deno.test("only curves that are other ones now stay behind, and only on axes that mean the same", () => {
  const before = curves(drawn({ rnn: [1, 0.5], gru: [1, 0.9], gone: [1, NaN] }));
  const left = (now) => changed(before, curves(now)).map((line) => line.uid);
  assert.deepEqual(left(drawn({ rnn: [1, 0.4], gru: [1, 0.9] })), ["rnn", "gone"]);
  assert.deepEqual(left(drawn({ rnn: [1, 0.5], gru: [1, 0.9], gone: [1, NaN] })), []);
  assert.deepEqual(left(drawn({ rnn: [1, 0.4] }, { type: "linear" })), []);
  assert.deepEqual(left(drawn({ rnn: [1, 0.4] }, { title: "loss" })), []);
  assert.deepEqual(curves(drawn({ rnn: [1, 0.5] }, { mode: "markers" })).lines, []);
  assert.deepEqual(curves(null).lines, []);
});

Deno.test("a letter's index becomes a subscript, a name with an underscore stays", () => {
  assert.equal(markup("b_z = −4, x<sub>t</sub>, my_file_a.csv"), "b<sub>z</sub> = −4, x<sub>t</sub>, my_file_a.csv");
});

Deno.test("a title is broken between words, and none is lost", () => {
  const title = "The gradient of the GRU is held over all fifty steps. ".repeat(5).trim();
  assert.equal(lines(title).join(" "), title);
  assert(lines(title).every((line) => line.length <= 90));
  assert.deepEqual(lines(""), []);
});

Deno.test("labels at the ends of lines keep clear of each other in less room, and near where they are wanted", () => {
  const heights = [36, 36, 20, 36];
  const places = spread([100, 102, 104, 10], heights, 170);
  const order = [3, 0, 1, 2];
  order.forEach((at, i) => {
    const above = i ? places[order[i - 1]] + heights[order[i - 1]] / 2 : 0;
    assert(places[at] - heights[at] / 2 >= above - 1e-9);
  });
  assert(places[2] + 10 <= 170);
  assert.deepEqual(spread([50, 100], [36, 36], 200), [50, 100]);
  const end = { name: "end", yref: "y", text: "GRU<br><b>39%</b>", ay: 99 };
  const layout = {
    yaxis: { range: [-4, 0] },
    annotations: [{ ...end, y: -2 }, { ...end, y: -2 }, { text: "other", y: 0 }],
  };
  const { annotations } = refitted(layout, 264); // a plot of 200 pixels: both point to its middle
  assert.deepEqual(annotations.map(({ ay }) => ay), [0, 36, undefined]);
  assert.equal(layout.annotations[0].ay, 99, "the figure itself stays for another height");
  const half = { ...layout, yaxis: { ...layout.yaxis, domain: [0, 0.5] } }; // a panel of 100 pixels
  assert.deepEqual(refitted(half, 264).annotations.map(({ ay }) => ay), [-4, 32, undefined]);
});

Deno.test("a label at a line's end stands beside its axis, and nowhere once that end is out of sight", () => {
  const axis = (length, offset, low, high, turned) => ({
    _length: length,
    _offset: offset,
    r2p: (value) => length * (turned ? high - value : value - low) / (high - low),
  });
  const layout = { xaxis: axis(600, 135, -50, 0, false), yaxis2: axis(400, 10, -8, 0, true) };
  const end = { xref: "x", yref: "y2", x: -50, y: -2, ax: -16, ay: 5 };
  assert.deepEqual(place(end, layout), { head: { x: 135, y: 110 }, tail: { x: 119, y: 115 } });
  assert.equal(place({ ...end, y: -9 }, layout), null);
  assert.equal(place({ ...end, x: -60 }, layout), null);
});

Deno.test("a label has its rows as Plotly has them", () => {
  assert.deepEqual(rows("GRU set<br>to hold<br><b>39%</b>"), [
    { text: "GRU set", isBold: false },
    { text: "to hold", isBold: false },
    { text: "39%", isBold: true },
  ]);
});
