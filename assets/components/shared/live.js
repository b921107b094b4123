// How the components of a page speak with each other while a control moves, without the server. One bus for the window:
//   picture:<key>           a frame that this picture shall show now, or null: what the server sent last
//   control:<page>_<name>   {value, done}: this slider shall go there, as if dragged; done: released
//   moved:<page>_<name>     {value, done}: this slider is there now

/** @typedef {(message: any) => void} Listener */

/** @type {Map<string, Set<Listener>>} Each component is a bundle of its own: they share what hangs on the window. */
const topics = (/** @type {any} */ (globalThis)[Symbol.for("gruviz.live")] ??= new Map());

/**
 * Hear what is told on a topic from now on.
 * @param {string} topic
 * @param {Listener} hear
 * @returns {() => void} Ends it.
 */
export function listen(topic, hear) {
  if (!topics.has(topic)) topics.set(topic, new Set());
  topics.get(topic)?.add(hear);
  return () => topics.get(topic)?.delete(hear);
}

/**
 * Tell all who listen to a topic.
 * @param {string} topic
 * @param {any} message
 */
export function tell(topic, message) {
  for (const hear of [...(topics.get(topic) ?? [])]) hear(message);
}
