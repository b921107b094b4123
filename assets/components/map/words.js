// What the picture says of a square and of a guess.

import { amount } from "../light/words.js";
import { BEYOND, fieldFor, leftAt, lookAt, outcome, tally } from "./numbers.js";

/** @typedef {import("./shape.js").MapData} MapData */

/** What is left of the gradient, in words. @param {number | null} log */
export function leftWords(log) {
  if (log === null) return "the gradient is not measured yet";
  if (log <= -BEYOND) return "nothing of the gradient is left";
  if (log >= BEYOND) return "the gradient is beyond all numbers";
  const said = amount(10 ** log);
  if (log < -300) return `less than 1 part in 10³⁰⁰ of the gradient is left`;
  if (said.endsWith("times")) return `the gradient grows to ${said} its size`;
  return `${said.replace(/^1 in/, "1 part in")} of the gradient is left`;
}

/** How many have learned by then. */
export function outcomeWords(found, seeds) {
  if (!found) return "not trained yet";
  const { learned, diverged, update } = found, after = `after ${count(update)} updates`;
  return `${learned} of ${seeds} learned ${after}${diverged ? `, ${diverged} diverged` : ""}`;
}

/** The setting of a square: "Gain 1.4, gate bias −4 (1/z: 55)". @param {MapData} data */
export function settingWords({ x, y }, { column, row }) {
  const said = `${x.name} ${x.labels[column]}, ${y.name} ${y.labels[row]}`;
  return said[0].toUpperCase() + said.slice(1);
}

/** All that is known of a square in a panel. @param {MapData} data */
export function squareWords(data, panel, { column, row }, { budget, length }) {
  const { x, y, fine, seeds } = data, square = row * x.values.length + column;
  const left = leftWords(leftAt(fieldFor(panel, length), fine, x.values[column], y.values[row]));
  const over = data.lengths.length > 1 ? ` over ${count(length)} steps` : "";
  return `${left}${over}; ${outcomeWords(outcome(panel, square, budget, seeds), seeds)}`;
}

/** What a panel shows now. @param {MapData} data */
export function stateWords(data, panel, { view, budget, length }) {
  const over = data.lengths.length > 1 ? `, ${count(length)} steps` : "";
  if (view === "before") return `before training${over}`;
  const { updates, trained_length: trained } = panel,
    after = `after ${count(updates[lookAt(updates, budget)])} updates`;
  return trained !== null && trained !== length && view === "both"
    ? `trained at ${count(trained)} steps; the gradient: ${count(length)} steps`
    : after;
}

/** How a guess compares, panel by panel. @param {MapData} data @param {Set<number>[]} painted */
export function guessWords(data, painted, budget) {
  return data.panels.map((panel, i) => {
    const named = data.panels.length > 1 ? `${panel.title}: you` : "You";
    const { marked, right, missed, trained } = tally(panel, painted[i], budget, data);
    if (!marked) return "";
    if (!trained) return `${named} marked ${squares(marked)}; none is trained yet.`;
    const after = trained < panel.squares.length ? `, of ${trained} trained so far` : "";
    const most = missed ? ` ${count(missed)} more learned that you did not mark.` : " You missed none.";
    return `${named} marked ${squares(marked)}; ${count(right)} of them learned${after}.${most}`;
  }).filter(Boolean).join(" ");
}

/** How many squares have learned by then. @param {MapData} data */
export function learnedWords(data, budget) {
  return data.panels.map((panel) => {
    const { learned, trained } = tally(panel, new Set(), budget, data);
    const named = data.panels.length > 1 ? ` (${panel.title.toLowerCase()})` : "";
    const after = panel.updates[panel.updates.length - 1] < budget ? panel.updates[panel.updates.length - 1] : budget;
    return `${learned} of ${squares(trained)}${named} after ${count(Math.floor(after))} updates`;
  }).join(", ") + `: there, at least ${data.enough} of ${data.seeds} networks have learned.`;
}

function squares(n) {
  return n === 1 ? "1 square" : `${count(n)} squares`;
}

export function count(n) {
  return n.toLocaleString("en-US");
}
