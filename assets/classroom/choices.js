// Choices as cards: a group of radio buttons, with the votes of the class where it sees them.

import { html } from "../components/shared/dom.js";
import { counted, countsOf, isRight, letter } from "./words.js";

/**
 * @param {any} state The class.
 * @param {(value: number) => void} vote Takes an answer.
 */
export function choices(state, vote) {
  const { question, own, phase, outcome, tally } = state;
  const open = phase === "first" || phase === "second";
  const [first, second] = own;
  const mine = phase === "first" ? first : phase === "second" ? second : second ?? first;
  const counts = tally?.map((votes) => countsOf(votes, question.choices.map((_, place) => place)));
  const cards = question.choices.map((text, place) => {
    const words = html("span", { class: "text" });
    words.innerHTML = text;
    words.prepend(html("b", {}, letter(place)), " ");
    const right = outcome && outcome.right !== null && isRight(outcome, place);
    const notes = [
      ...(right ? ["✓ right"] : []),
      ...(first === place && phase !== "first" && first !== mine ? ["your first answer"] : []),
      ...(mine === place && !open ? ["your answer"] : []),
    ];
    return html(
      "label",
      { class: ["card", right && "right", first === place && phase !== "first" && "before"].filter(Boolean).join(" ") },
      html("input", {
        type: "radio",
        name: "answer",
        value: place,
        checked: mine === place ? "" : null,
        disabled: open ? null : "",
        onchange: () => vote(place),
      }),
      words,
      ...(notes.length ? [html("span", { class: "note" }, notes.join(" · "))] : []),
      ...(counts ? [bars(counts, place)] : []),
    );
  });
  return html("fieldset", { class: "cards" }, html("legend", { class: "unseen" }, question.title), ...cards);
}

/** The votes on one choice: the first round pale, the second below it. */
function bars(counts, place) {
  const most = Math.max(1, ...counts.flat());
  const names = ["First vote", "Second vote"];
  const drawn = counts.map((round, number) => ({ number, votes: round[place], all: round.some(Boolean) }));
  return html(
    "span",
    { class: "bars" },
    ...drawn.filter(({ all }) => all).map(({ number, votes }) => {
      const bar = html("span", { class: `bar round${number + 1}` });
      bar.style.width = `${(70 * votes) / most}%`;
      bar.hidden = !votes;
      const unseen = html("span", { class: "unseen" }, `${names[number]}: `);
      return html("span", { class: "votes" }, unseen, bar, ` ${votes}`);
    }),
  );
}

/** Votes in words. */
export function choicesInWords(tally, question) {
  const places = question.choices.map((_, place) => place);
  return [
    counted("First vote", countsOf(tally[0], places), letter),
    counted("Second vote", countsOf(tally[1], places), letter),
  ]
    .filter(Boolean).join(" ");
}
