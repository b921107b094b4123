// What stands beside the carts, in words.

/** Steps as seconds of the carts' own time: "4.1 s"; from 10 minutes on in minutes. */
export function seconds(steps, tick) {
  const time = steps * tick;
  return time < 600 ? `${time.toFixed(1)} s` : `${Math.floor(time / 60)} min`;
}

/** What a lane has done so far. */
export function record({ longest, falls }, tick) {
  const times = falls === 0 ? "not fallen yet" : falls === 1 ? "fell once" : `fell ${falls} times`;
  return `longest ${seconds(longest, tick)}, ${times}`;
}

/** The darkness, for the sentence above the carts. */
export function darkness(blackout) {
  if (blackout === 0) return "The camera always sees place and lean, but never how fast they change.";
  const share = `${Math.round(100 * blackout)}%`;
  return `In ${share} of the frames the camera is dark, for all at the same moment, and each knows only its last push.`;
}

/** What became of a person's attempt; `others` with the steps that they stood meanwhile. */
export function outcome({ steps, best, isBest, others, tick }) {
  const stood = `You: ${seconds(steps, tick)}`;
  const ranked = isBest ? `${stood}, your best here.` : `${stood}. Your best here: ${seconds(best, tick)}.`;
  const beaten = others.filter((one) => one.steps < steps).map((one) => one.label);
  if (!beaten.length) return `${ranked} All the others stood longer.`;
  return `${ranked} Longer than ${beaten.length === others.length ? "all the others!" : `${beaten.join(", ")}.`}`;
}

/** What the whole picture shows, for those who do not see it. */
export function alternative(lanes, tick) {
  const each = lanes.map(({ label, upright, lying }) =>
    `${label} ${lying ? "fell after" : "has stood for"} ${seconds(upright, tick)}`
  );
  return `Simulated carts with poles, all in the same darkness: ${each.join(", ")}.`;
}
