// What the teacher's screen says of its class while the page stands still.

const people = (count, done) => `${count} ${count === 1 ? "has" : "have"} ${done}`;

const told = (words) => ({ answered: 0, of: 0, words });

/** With how many have answered, of how many: a phone that sleeps after its vote is not here, but has answered. */
const counted = (answered, present, words) => ({ answered, of: Math.max(answered, present), words });

/** What a class does now: in words and, while it votes and somebody is there, by count. */
export function news({ said, phase, title, answered, present, free }) {
  const [first, second] = answered;
  if (said) return told(said);
  if (free) return told("Everyone goes through the lesson alone.");
  if (title) return told(`The class still has “${title}” before it.`);
  if (phase === "first") return counted(first, present, "have answered. Nobody sees a vote yet.");
  if (phase === "second") return counted(second, present, "have answered again, after talking.");
  if (phase === "discussion") return told(`${people(first, "voted")}. Now explain your vote to a neighbour.`);
  return told(phase === "run" ? "The class sees the run." : "The class waits for a question.");
}
