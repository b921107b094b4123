import assert from "node:assert/strict";

import { enlarged } from "../../assets/components/chart/enlarge.js";

const TRACE = {
  x: [1, 2],
  width: 3, // of a bar, in units of the axis
  line: { width: 2, color: "red" },
  marker: { size: [4, 6], line: { width: 1 } },
  textfont: { size: 12 },
};
const LAYOUT = {
  margin: { l: 8, r: 120 },
  xaxis: { range: [0, 50], title: { font: { size: 14 }, standoff: 10 } },
  annotations: [{ x: 50, xshift: 6, text: "GRU", font: { size: 13 } }],
};

Deno.test("letters, lines, marks and margins grow; data and ranges stay", () => {
  assert.deepEqual(enlarged([TRACE], 1.5), [{
    x: [1, 2],
    width: 3,
    line: { width: 3, color: "red" },
    marker: { size: [6, 9], line: { width: 1.5 } },
    textfont: { size: 18 },
  }]);
  assert.deepEqual(enlarged(LAYOUT, 2), {
    margin: { l: 16, r: 240 },
    xaxis: { range: [0, 50], title: { font: { size: 28 }, standoff: 20 } },
    annotations: [{ x: 50, xshift: 12, text: "GRU", font: { size: 26 } }],
  });
});

Deno.test("what is given is not written into, and at the usual size handed on", () => {
  const before = structuredClone(LAYOUT);
  enlarged(LAYOUT, 2);
  assert.deepEqual(LAYOUT, before);
  assert.equal(enlarged(LAYOUT, 1), LAYOUT);
});
