// Hears of the class: by a stream of events, or by asking every other second where no stream comes through.

import { address } from "./sending.js";

const ASKING = 2000;
const PATIENCE = 6000;
/** Streams in a row that do not open, before asking takes their place. */
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
    // Some networks hold a stream back until it ends.
    const held = setTimeout(instead, PATIENCE);
    source.onmessage = (event) => {
      clearTimeout(held);
      state(event.data);
    };
    source.addEventListener("over", () => {
      clearTimeout(held);
      source.close();
      end();
    });
    source.onopen = () => {
      failed = 0;
      connected();
    };
    source.onerror = () => {
      lost(); // a stream that has had its time opens again by itself, long before this is said
      failed += 1;
      if (failed >= TRIES || source.readyState === EventSource.CLOSED) instead();
    };

    function instead() {
      clearTimeout(held);
      source.close();
      ask(false);
    }
  }

  /** Ask once, and go on asking; a server that has been away may have streams again. */
  async function ask(wasAway) {
    let away = true;
    try {
      const answer = await fetch(address("state"), { cache: "no-store" });
      if (answer.status === 404) return end();
      away = !answer.ok;
      if (answer.ok) state(await answer.text());
    } catch {
      // As good as no answer.
    }
    if (over) return;
    if (away) lost();
    else if (wasAway) return stream();
    setTimeout(ask, ASKING, away);
  }

  stream();
}
