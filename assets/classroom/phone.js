// A class on a phone: the question, one's own answer, and what the class and the run said.

import { html } from "../components/shared/dom.js";
import { axis, numbersInWords } from "./axis.js";
import { choices, choicesInWords } from "./choices.js";
import { listen } from "./listening.js";
import { placeOf } from "./scale.js";
import { send } from "./sending.js";
import { ANONYMOUS, letter, LOST, OVER, PHASES, SENDING, SENT, TRYING, verdict, WAITING } from "./words.js";

const AGAIN = 1500;

/** Show the class and keep up with it. */
export function phonePage(place, code) {
  const line = document.getElementById("line");
  document.getElementById("code").textContent = code;
  document.title = `${code} · GRUViz`;
  const said = html("p", { id: "said", role: "status" });
  let state = null;
  let drawn = "";
  let wanted = null;

  function draw() {
    const key = JSON.stringify({ ...state, own: state.phase === "second" ? state.own[0] : null, changed: 0 });
    if (key === drawn) return;
    const held = place.contains(document.activeElement);
    drawn = key;
    place.replaceChildren(...(state.question ? asked(state, vote, said, place.clientWidth) : waiting(state, code)));
    if (held) place.querySelector("h1").focus();
    say();
  }

  function say(words) {
    if (!state?.question) return;
    const open = state.phase === "first" ? 0 : state.phase === "second" ? 1 : -1;
    const has = open >= 0 && state.own[open] !== null;
    said.textContent = words ?? (has ? SENT : "");
    said.className = has && !words ? "sent" : "";
    const keep = document.getElementById("keep");
    if (keep) keep.hidden = has;
  }

  async function vote(value) {
    const mine = wanted = { question: state.question.key, value };
    say(SENDING);
    while (wanted === mine) {
      const answer = await send("vote", mine);
      if (wanted !== mine) return;
      if (answer.lost) {
        say(TRYING);
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
        continue;
      }
      wanted = null;
      if (answer.over) return over();
      if (answer.own && state.question?.key === mine.question) state.own = answer.own;
      say(answer.refused);
    }
  }

  function over() {
    line.textContent = "";
    const lesson = html("a", { href: "../walkthrough" }, "Go through the lesson yourself");
    place.replaceChildren(html("h1", { tabindex: -1 }, OVER), html("p", {}, lesson));
  }

  listen({
    onState(next) {
      if (state && (next.question?.key !== state.question?.key || next.phase !== state.phase)) wanted = null;
      state = next;
      draw();
    },
    onOver: over,
    onLine(connected) {
      line.textContent = connected ? "" : LOST;
    },
  });
  let width = place.clientWidth;
  addEventListener("resize", () => {
    if (!state || place.clientWidth === width) return; // a phone's address bar comes and goes, at the same width
    width = place.clientWidth;
    drawn = "";
    draw();
  });
}

/** Before the first question, and between two. */
function waiting(state, code) {
  return [
    html("h1", { tabindex: -1 }, state.free ? "At your own pace" : "You are in"),
    ...(state.free ? [] : [html("p", {}, WAITING)]),
    html("p", { class: "quiet" }, ANONYMOUS),
    ...lesson(state, code),
  ];
}

function lesson(state, code) {
  if (!state.free) return [];
  const address = `../walkthrough?class=${encodeURIComponent(code)}`;
  return [html("p", {}, html("a", { class: "main", href: address }, "Open the whole lesson →"))];
}

/** A question, in its phase. */
function asked(state, vote, said, width) {
  const { question, phase, outcome, own, tally } = state;
  const text = html("div", { class: "question" });
  text.innerHTML = question.text;
  const name = (value) => question.axis ? question.axis.stops[placeOf(question.axis, value)]?.[1] : letter(value);
  const parts = [
    html("h1", { tabindex: -1 }, question.title),
    text,
    html("p", { class: `phase ${phase}`, role: "status" }, PHASES[phase]),
  ];
  if (outcome) {
    const words = html("div", { class: "outcome" });
    words.innerHTML = outcome.words;
    parts.push(words, html("p", { class: "verdict" }, verdict(outcome, own, name)));
  }
  parts.push(question.axis ? axis(state, vote, width) : choices(state, vote));
  if (phase === "second" && own[0] !== null) {
    const keep = html("button", { id: "keep", onclick: () => vote(own[0]) }, "Keep my first answer");
    keep.hidden = own[1] !== null;
    parts.push(keep);
  }
  if (tally) {
    const summary = question.axis ? numbersInWords(tally, question.axis) : choicesInWords(tally, question);
    parts.push(legend(tally), html("p", { class: "unseen" }, summary));
  }
  return [...parts, said, ...lesson(state, document.body.dataset.code)];
}

function legend(tally) {
  const names = ["first vote", "second vote"];
  const keys = tally.flatMap((votes, round) =>
    votes.length
      ? [html("span", {}, html("i", { class: `round${round + 1}` }), ` ${names[round]} (${votes.length})`)]
      : []
  );
  return html("p", { class: "legend" }, ...keys);
}
