// The clock of a lesson: how long it has run, how long this step, and how that compares with the plan. Milliseconds.

/** A clock that starts now, at no step. */
export const newClock = (now) => ({ started: now, step: null, since: now, spent: {} });

/** The clock after the lesson has come to a step; time spent at a step adds up over visits. */
export function arrived(clock, step, now) {
  if (step === clock.step) return clock;
  const spent = clock.step === null ? clock.spent : { ...clock.spent, [clock.step]: onStep(clock, now) };
  return { ...clock, step, since: now, spent };
}

/** Time spent at the present step. */
export function onStep(clock, now) {
  return (clock.spent[clock.step] ?? 0) + now - clock.since;
}

/** "7:05". */
export function written(time) {
  const seconds = Math.max(0, Math.floor(time / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** How the lesson stands against its plan: it has time until the end of the present step. */
export function against(steps, at, elapsed) {
  const here = steps.findIndex(({ key }) => key === at);
  const before = steps.slice(0, here).reduce((sum, { minutes }) => sum + minutes, 0);
  const late = Math.floor(elapsed / 60000 - before - steps[here].minutes);
  const early = Math.floor(before - elapsed / 60000);
  if (late >= 1) return `${late} min behind the plan`;
  return early >= 1 ? `${early} min ahead of the plan` : "on time";
}
