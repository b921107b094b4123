// A figure with a frame laid over it: what a control that is being moved shows, without the server.

/**
 * @typedef {{ data: any[], layout: any, title: string, summary: string, alt: string }} Picture
 * What is to be seen: traces known by their uid, and the words that belong to them.
 */

/**
 * A picture as a frame says it; what the frame leaves out stays.
 * @param {Picture} picture
 * @param {Partial<Picture> | null} frame
 * @returns {Picture}
 */
export function framed(picture, frame) {
  if (frame === null) return picture;
  return {
    ...picture,
    ...frame,
    data: frame.data ? completed(picture.data, frame.data) : picture.data,
    layout: merged(picture.layout, frame.layout ?? {}),
  };
}

/** The frame's traces; each takes what it does not say from the picture's trace with its uid. */
function completed(traces, changes) {
  const known = new Map(traces.map((trace) => [trace.uid, trace]));
  return changes.map((change) => merged(known.get(change.uid) ?? {}, change));
}

/** Objects within objects are merged, all else is replaced. */
export function merged(before, change) {
  const result = { ...before };
  for (const [name, value] of Object.entries(change)) {
    result[name] = isPlain(value) && isPlain(before[name]) ? merged(before[name], value) : value;
  }
  return result;
}

const isPlain = (value) =>
  value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;

/** Whether two pictures have the same traces in the same order, so that one can move into the other. */
export function alike(some, others) {
  return some.length === others.length &&
    some.every((trace, at) =>
      trace.uid !== undefined && trace.uid === others[at].uid && trace.type === others[at].type
    );
}
