// What a rule has counted, by name; sent once, and not with every setting.

import { listen, tell } from "../shared/live.js";
import { ruleOf } from "./rule.js";

const KEPT = 4; // rules

/** @type {Map<string, ReturnType<typeof ruleOf>>} Each component is a bundle of its own: they share the window. */
const store = (/** @type {any} */ (globalThis)[Symbol.for("gruviz.rules")] ??= new Map());

/**
 * Keep a rule under a name, and tell those who wait for it.
 * @param {string} name
 * @param {import("./rule.js").Counts} counts
 */
export function keepRule(name, counts) {
  if (store.has(name)) return;
  store.set(name, ruleOf(counts));
  if (store.size > KEPT) store.delete([...store.keys()][0]);
  tell(`rule:${name}`, null);
}

/** The rule of a name; null while it is on its way. @param {string} name */
export function keptRule(name) {
  return store.get(name) ?? null;
}

/**
 * Hear when the rule of a name has come.
 * @param {string} name
 * @param {() => void} hear
 * @returns {() => void} Ends it.
 */
export function whenRuleKept(name, hear) {
  return listen(`rule:${name}`, hear);
}
