// Two tabs and a server: whatever one of them did is in the end kept by all, and what is forgotten stays forgotten.

import assert from "node:assert/strict";

import { next } from "../../assets/components/shared/kept.js";

/** A session that joins records, here lists of letters, as the server's `work_memory` does. */
class Session {
  work = "";
  seen = [];

  run(browser, done = "") {
    this.join(done);
    for (let looks = 0; looks < 5; looks++) {
      const step = next(browser.kept, this);
      if (step.send === undefined) {
        browser.kept = step.keep;
        return;
      }
      this.seen.push(step.send);
      this.join(step.send);
    }
    assert.fail("it never comes to rest");
  }

  join(other) {
    this.work = [...new Set(this.work + other)].sort().join("");
  }

  forget() {
    this.seen.push(this.work);
    this.work = "";
  }
}

Deno.test("what two tabs did is kept together", () => {
  const browser = { kept: "" };
  const [one, two] = [new Session(), new Session()];
  one.run(browser, "a");
  two.run(browser, "b");
  assert.equal(browser.kept, "ab");
  one.run(browser, "c");
  assert.equal(browser.kept, "abc");
  const reloaded = new Session();
  reloaded.run(browser);
  assert.equal(reloaded.work, "abc");
});

Deno.test("what is forgotten is deleted", () => {
  const browser = { kept: "" };
  const session = new Session();
  session.run(browser, "a");
  session.forget();
  session.run(browser);
  assert.equal(browser.kept, "");
});
