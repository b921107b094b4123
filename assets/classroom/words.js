// What a phone says.

export const WAITING = "The first question will appear here as soon as your teacher asks it.";
export const ANONYMOUS = "Nobody asks for your name, and votes are counted without it.";
export const LOST = "No connection. Trying again …";
export const OVER = "This class is over. Thank you for thinking along.";

/** What one is asked to do in each phase. */
export const PHASES = {
  first: "Predict. Nobody sees who answered what.",
  discussion: "Voting is closed. Tell your neighbour what you answered, and why. You will vote again.",
  second: "Vote again: keep your answer or change it.",
  run: "This is what happened in the run.",
};

/** The state of one's own vote. */
export const SENT = "Sent ✓ You can change it until voting is closed.";
export const SENDING = "Sending …";
export const TRYING = "Not sent yet. Trying again …";

/** After the run: what one's own answers were worth. */
export function verdict(outcome, own, said) {
  const [first, second] = own;
  const last = second ?? first;
  if (outcome.right === null) return "";
  if (last === null) return "You did not vote on this one.";
  const now = isRight(outcome, last);
  const before = first !== null && second !== null && second !== first ? ` First you said ${said(first)}.` : "";
  return `${now ? "✓ You were right" : "✗ Not this time"}. You said ${said(last)}.${before}`;
}

/** The letter of a choice, as on the teacher's screen. */
export function letter(place) {
  return String.fromCharCode(65 + place);
}

/** Whether a vote was right. */
export function isRight(outcome, value) {
  if (outcome.low === null || outcome.high === null) return value === outcome.right;
  return outcome.low <= value && value <= outcome.high;
}

/** Votes on places, for a screen reader: "First vote: 3 for A, 1 for B." */
export function counted(name, counts, said) {
  const some = counts.flatMap((count, place) => count ? [`${count} for ${said(place)}`] : []);
  return some.length ? `${name}: ${some.join(", ")}.` : "";
}

/** How many votes lie on each of several values. */
export function countsOf(votes, values) {
  return values.map((value) => votes.filter((vote) => vote === value).length);
}
