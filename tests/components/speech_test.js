// Numbers of a spoken word as the browser unpacks them.

import assert from "node:assert/strict";

import { bytesOf, largest } from "../../assets/components/speech/bytes.js";

Deno.test("bytes are those that were packed", () => {
  assert.deepEqual([...bytesOf(btoa("\u0000\u007f\u00ff"))], [0, 127, 255]);
});

Deno.test("of equal chances the first is meant, and only the asked moment counts", () => {
  const chances = Uint8Array.of(9, 1, 2, 5, 7, 7);
  assert.deepEqual([largest(chances, 0, 3), largest(chances, 3, 3)], [0, 1]);
});
