import assert from "node:assert/strict";

import { mixed } from "../../assets/components/trainings/thumbnail.js";

Deno.test("a thumbnail goes from the dark of its ground to the colour of the network", () => {
  assert.equal(mixed("#009E73", 1), "rgb(0 158 115)");
  assert.equal(mixed("#009E73", 0), "rgb(13 20 28)");
  assert.equal(mixed("#ff0000", 0.5), "rgb(134 10 14)");
});
