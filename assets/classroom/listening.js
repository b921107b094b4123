// Hears of the class: by a stream of events, or by asking every other second where no stream comes through.

import { address } from "./sending.js";

const ASKING = 2000;
const PATIENCE = 6000;
/** Streams in a row that fail before asking takes their place. */
const TRIES = 3;

/**
 * @param {{onState: (state: any) => void, onOver: () => void, onLine: (connected: boolean) => void}} heard
 */
export function listen(heard) {
  let failed = 0;
  let late = 0;
  let over = false;

  function state(text) {
    connected();
    heard.onState(JSON.parse(text));
  }

  function connected() {
    clearTimeout(late);
    late = 0;
    heard.onLine(true);
  }

  function lost() {
    late ||= setTimeout(() => heard.onLine(false), PATIENCE);
  }

  function end() {
    over = true;
    clearTimeout(late);
    heard.onOver();
  }

  function stream() {
    const source = new EventSource(address("events"));
    source.onopen = () => {
      failed = 0;
      connected();
    };
    source.onmessage = (event) => state(event.data);
    source.addEventListener("over", () => {
      source.close();
      end();
    });
    source.onerror = () => {
      lost(); // a stream that has had its time opens again by itself, long before this is said
      if (source.readyState !== EventSource.CLOSED) return;
      failed += 1;
      if (failed < TRIES) setTimeout(ask, ASKING, () => stream());
      else setTimeout(ask, ASKING, poll);
    };
  }

  function poll() {
    setTimeout(ask, ASKING, poll);
  }

  async function ask(then) {
    try {
      const answer = await fetch(address("state"), { cache: "no-store" });
      if (answer.status === 404) return end();
      if (answer.ok) state(await answer.text());
      else lost();
    } catch {
      lost();
    }
    if (!over) then();
  }

  stream();
}
