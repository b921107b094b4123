// What a run tells at an update: which report counts, which caption, who was first; in words.

export const NOBODY = "Nobody";

/** Index of the last report not later than an update. */
export function rowAt(steps, update) {
  let low = 0, high = steps.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (steps[middle] <= update) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The last caption whose update has been reached, or null. */
export function captionAt(captions, update) {
  return captions.filter((caption) => caption.update <= update).pop() ?? null;
}

/** Labels of those who solved it first, and after how many updates; nobody: none, and null. */
export function firstOf(run, learners) {
  const solved = run.learners.map((learner) => learner.solved ?? Infinity);
  const after = Math.min(...solved);
  if (!Number.isFinite(after)) return { who: [], after: null };
  return { who: learners.filter((_, i) => solved[i] === after).map(({ label }) => label), after };
}

/** A guess held against the run. */
export function guessWords(guess, { who, after }, updates) {
  const guessed = guess === NOBODY ? "You guessed that nobody would get there" : `You guessed ${named(guess)}`;
  if (!who.length) {
    return guess === NOBODY
      ? `${guessed}, and nobody did within ${count(updates)} updates.`
      : `${guessed}; nobody got there within ${count(updates)} updates.`;
  }
  if (!who.includes(guess)) {
    return `${guessed}; ${listed(who)} ${who.length > 1 ? "were" : "was"} first, after ${count(after)} updates.`;
  }
  const others = who.filter((label) => label !== guess);
  const level = others.length ? `, level with ${listed(others)}` : "";
  return `${guessed}, and you were right: first, after ${count(after)} updates${level}.`;
}

/** "19 steps", "1 step". */
export function steps(number) {
  return `${count(number)} ${number === 1 ? "step" : "steps"}`;
}

/** A whole number with its thousands apart. */
export function count(number) {
  return number.toLocaleString("en-US");
}

/** A label as the name of a network in a sentence. */
export function named(label) {
  return `the ${label}`;
}

function listed(labels) {
  const all = labels.map(named);
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all[all.length - 1]}`;
}

/**
 * The picture at an update, in one paragraph, for those who do not see it.
 * @param {{ task: any, learners: any[], reports: any[], update: number, length: number }} now
 */
export function summary({ task, learners, reports, update, length }) {
  if (!reports.some(Boolean)) return `${task.title}. Nothing has been trained yet.`;
  const each = learners.map(({ label }, i) => {
    if (!reports[i]) return `${label} has not begun`;
    const { hears, solved } = reports[i];
    return `${label} hears ${steps(hears)} back${solved === null ? "" : `, solved after ${count(solved)} updates`}`;
  });
  return `${task.title}, sequences of ${steps(length)}, after ${count(update)} updates: ${each.join("; ")}.`;
}
