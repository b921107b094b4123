// Panels below each other where a chart has little width.

import assert from "node:assert/strict";

import { heightAt, narrowed } from "../../assets/components/chart/narrow.js";

const narrow = { below: 500, height: 900, layout: { xaxis: { domain: [0, 1] }, annotations: [{ text: "narrow" }] } };
const layout = {
  xaxis: { domain: [0, 0.4], title: { text: "step" } },
  annotations: [{ text: "wide" }],
  meta: { narrow },
};

Deno.test("a narrow chart has the figure's other layout and height", () => {
  const shown = narrowed(layout, 390);
  assert.deepEqual(shown.xaxis, { domain: [0, 1], title: { text: "step" } });
  assert.deepEqual(shown.annotations, [{ text: "narrow" }]);
  assert.equal(heightAt(layout, 390, 400), 900);
  assert.equal(heightAt(shown, 390, 400), 900);
});

Deno.test("a wide one, one that is not seen, and a figure with one layout stay as they are", () => {
  for (const width of [500, 0]) {
    assert.deepEqual(narrowed(layout, width), layout);
    assert.equal(heightAt(layout, width, 400), 400);
  }
  assert.deepEqual(narrowed({ xaxis: {} }, 390), { xaxis: {} });
  assert.equal(heightAt({}, 390, 400), 400);
});
