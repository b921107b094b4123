// What one sequence of a task looks like, what is asked of it, and how a network's answer reads.

const NEAR = 0.1; // where the task names no tolerance
const SURE = 0.5; // below this chance a right answer may be luck

/** @typedef {{ kind: "bar" | "noise" | "symbol", value?: number, values?: number[], letter?: string, marked: boolean }} Cell */

/** Whether a task is judged by a share, from none to all. */
export function isShare({ better, bar }) {
  return better === "high" && bar <= 1;
}

/**
 * One cell for each step; of what is not marked each symbol stands at a height of its own.
 * @returns {Cell[]}
 */
export function cellsOf(task) {
  const marks = new Set(task.marks);
  const codes = task.sequence.map((input) => isOneHot(input) ? input.indexOf(1) : -1);
  const others = [...new Set(codes.filter((_, t) => !marks.has(t)))].sort((a, b) => a - b);
  return task.sequence.map((input, t) => {
    const marked = marks.has(t);
    if (task.key === "adding") return { kind: "bar", value: input[0], marked };
    if (codes[t] < 0) return { kind: "noise", values: input, marked };
    const value = others.length > 1 ? others.indexOf(codes[t]) / (others.length - 1) : 0.5;
    return { kind: "symbol", letter: letterOf(task, codes[t]), value, marked };
  });
}

function isOneHot(input) {
  return input.every((value) => value === 0 || value === 1) && input.filter((value) => value === 1).length === 1;
}

const letterOf = (task, code) => task.symbols?.[code] ?? "ABCDEFGHIJ"[code];

/** What is asked, as a formula: ["0.41 + 0.73 =", "1.14"], or ["Which came first?", "XY"]. */
export function askedOf(task) {
  if (task.key !== "adding") return [task.asked ?? "", targetWords(task)];
  const numbers = task.marks.map((t) => task.sequence[t][0].toFixed(2));
  return [`${numbers.join(" + ")} =`, targetWords(task)];
}

export function targetWords(task) {
  if (task.names === null) return Number(task.target).toFixed(2);
  return [task.target].flat().map((code) => task.names[code]).join("");
}

/**
 * An answer and whether it is right.
 * @returns {{ text: string, sure: string, right: boolean } | null}
 */
export function answerOf(task, answer) {
  if (answer === null || answer === undefined) return null;
  if (task.names === null) {
    const right = Math.abs(answer - task.target) <= (task.tolerance ?? NEAR);
    return { text: minus(answer.toFixed(2)), sure: "", right };
  }
  const rows = Array.isArray(answer[0]) ? answer : [answer], targets = [task.target].flat();
  if (rows.some((row) => row.some((chance) => chance === null))) return null;
  const best = rows.map((row) => row.indexOf(Math.max(...row)));
  const right = best.every((code, i) => code === targets[i]);
  const chance = Math.min(...rows.map((row, i) => row[best[i]]));
  return {
    text: best.map((code) => task.names[code]).join(""),
    sure: `${Math.round(100 * chance)}% sure`,
    right: right && chance >= SURE,
  };
}

const minus = (text) => text.replace("-", "−");
