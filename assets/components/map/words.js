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

const NOTHING = "No square has been trained yet: the colours show what is left of the gradient before training.";

/** What one is asked first. @param {MapData} data @param {boolean} byFinger */
export function askWords({ panels, seeds, enough }, byFinger) {
  const how = byFinger ? "Tap, or draw sideways." : "Click or drag; with the keyboard, arrow keys and Space.";
  const lasts = panels.map(({ updates }) => count(updates[updates.length - 1]));
  const each = new Set(lasts).size === 1
    ? `${lasts[0]} updates`
    : panels.map(({ title }, i) => `${lasts[i]} updates (${title})`).join(" or ");
  const learn = enough === 1 && seeds === 1 ? "the network learns" : `at least ${enough} of ${seeds} networks learn`;
  return `Where will it learn? Mark the squares in which ${learn} within ${each}. ${how}`;
}

/** How a guess compares, panel by panel. @param {MapData} data @param {Set<number>[]} painted */
export function guessWords(data, painted, budget) {
  const said = data.panels.map((panel, i) => {
    const counts = tally(panel, painted[i], budget, data), words = markedWords(counts, panel.squares.length);
    return words && data.panels.length > 1 ? `${panel.title}: ${words[0].toLowerCase()}${words.slice(1)}` : words;
  });
  return said.filter(Boolean).join(" ");
}

function markedWords({ marked, right, missed, trained }, all) {
  if (!marked) return "";
  const did = marked === 1 ? (right ? "it learned" : "it did not learn") : `${partOf(right, marked)} of them learned`;
  const others = missed ? `${count(missed)} more learned that you did not mark` : "none learned that you did not mark";
  const so = trained < all ? ` (of ${count(trained)} trained so far)` : "";
  return trained ? `You marked ${squares(marked)}; ${did}, and ${others}${so}.` : `You marked ${squares(marked)}.`;
}

function partOf(n, all) {
  return n === all ? "all" : n === 0 ? "none" : count(n);
}

/** How many squares have learned by then. @param {MapData} data */
export function learnedWords(data, budget) {
  const { panels, seeds, enough } = data, named = panels.length > 1;
  const found = panels.map((panel) => {
    const { learned, trained } = tally(panel, new Set(), budget, data);
    return { title: panel.title, learned, trained, update: panel.updates[lookAt(panel.updates, budget)] };
  });
  if (found.every(({ trained }) => !trained)) return NOTHING;
  const updates = [...new Set(found.map(({ update }) => count(update)))].join(" and ");
  const parts = found.map(({ title, learned, trained }, i) =>
    `in ${learned} of ${i ? count(trained) : squares(trained)}${named ? ` (${title})` : ""}`
  );
  return `After ${updates} updates at least ${enough} of ${seeds} networks have learned ${parts.join(" and ")}.`;
}

function squares(n) {
  return n === 1 ? "1 square" : `${count(n)} squares`;
}

export function count(n) {
  return n.toLocaleString("en-US");
}
