// Networks that came in a message of their own, by name: their weights are sent once, and not with every setting.

import { listen, tell } from "./live.js";
import { networkOf } from "./network.js";

const KEPT = 4; // sets of networks

/** @type {Map<string, ReturnType<typeof networkOf>[]>} Each component is a bundle of its own: they share the window. */
const store = (/** @type {any} */ (globalThis)[Symbol.for("gruviz.networks")] ??= new Map());

/**
 * Keep networks under a name, and tell those who wait for them.
 * @param {string} name
 * @param {import("./network.js").NetworkData[]} data
 */
export function keepNetworks(name, data) {
  if (store.has(name)) return;
  store.set(name, data.map(networkOf));
  if (store.size > KEPT) store.delete([...store.keys()][0]);
  tell(`networks:${name}`, null);
}

/** The networks of a name; null while they are on their way. @param {string} name */
export function keptNetworks(name) {
  return store.get(name) ?? null;
}

/**
 * Hear when the networks of a name have come.
 * @param {string} name
 * @param {() => void} hear
 * @returns {() => void} Ends it.
 */
export function whenKept(name, hear) {
  return listen(`networks:${name}`, hear);
}
