import assert from "node:assert/strict";

import { FOLDER } from "./cases.js";

const components = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).filter((name) => name.endsWith(".js"));
assert(components.length >= 6);

for (const file of components) {
  Deno.test(`${file} is one module that can be mounted`, async () => {
    const source = Deno.readTextFileSync(`${FOLDER}/${file}`);
    assert.doesNotMatch(source, /^import /m);
    const module = await import(`data:text/javascript,${encodeURIComponent(source)}`);
    assert.deepEqual(Object.keys(module), ["default"]);
    assert.equal(typeof module.default, "function");
  });
}
