// A run as it is drawn: its bytes decoded, its reports looked up.

import { decoded } from "./codes.js";
import { rowAt } from "./story.js";

/**
 * Decode a run; what did not change since the run before is kept.
 * @param {any} run As it comes.
 * @param {any} before What this made of an earlier one, or null.
 */
export function runOf(run, length, before = null) {
  if (!run) return null;
  const learners = run.learners.map((learner, i) => {
    const known = before?.learners[i];
    const isSame = known?.ratio === learner.ratio;
    const codes = isSame ? known.codes : decoded(learner.ratio), reports = Math.floor(codes.length / (length + 1));
    const row = (k) => codes.subarray(k * (length + 1), (k + 1) * (length + 1));
    return {
      ...learner,
      codes,
      reports,
      rows: isSame ? known.rows : Array.from({ length: reports }, (_, k) => row(k)),
    };
  });
  return { ...run, learners };
}

/** The last update that a run has reported; 0 of none. */
export function endOf(run) {
  return run?.steps.length ? run.steps[run.steps.length - 1] : 0;
}

/** What a run says of one network at an update; null where it has not reported. */
export function reportOf(run, i, update) {
  if (!run || !run.steps.length) return null;
  const learner = run.learners[i];
  const row = Math.min(rowAt(run.steps, update), learner.reports - 1);
  if (row < 0) return null;
  const solved = learner.solved !== null && learner.solved <= update ? learner.solved : null;
  return {
    row,
    update: run.steps[row],
    codes: learner.rows[row],
    hears: learner.hears[row],
    answer: learner.answers?.[row] ?? null,
    metric: learner.metric[row],
    solved,
  };
}
