import assert from "node:assert/strict";

import { frame } from "../../assets/components/shared/iframe.js";

Deno.test("what another page has to hold keeps the address, and quotes what HTML reads as its own", () => {
  const html = frame("https://school.example/train?cells=gru&embed=true", 'Train & "more"');
  assert.match(
    html,
    /^<iframe src="https:\/\/school\.example\/train\?cells=gru&amp;embed=true" title="Train &amp; &quot;more&quot;"/,
  );
  assert.match(html, /<\/iframe>$/);
});
