// What the colours, dots and lines mean.

import { html, svg } from "../shared/dom.js";
import { GUESS, SEA } from "./palette.js";
import { gradientOf, partOf } from "./scale.js";

export class Legend {
  constructor() {
    this.bar = html("div", { class: "gv-colors" });
    this.ticks = html("div", { class: "gv-color-ticks" });
    this.title = html("span", {});
    this.scale = html("div", { class: "gv-scale" }, this.title);
    this.scale.append(html("div", { class: "gv-scale-bar" }, this.bar, this.ticks));
    this.marks = html("div", { class: "gv-keys" });
    this.root = html("div", { class: "gv-legend" }, this.scale, this.marks);
  }

  /**
   * @param {import("./shape.js").MapData} data @param {"light" | "dark"} theme @param {string} view
   * @param {boolean} guessed Whether there is a guess to be seen.
   */
  take({ scale, seeds, enough }, theme, view, guessed) {
    const known = JSON.stringify([scale, seeds, enough, theme, view, guessed]);
    if (known === this.known) return;
    this.known = known;
    this.title.textContent = view === "after" ? "Networks that learned" : "Left of the gradient";
    this.bar.style.background = gradientOf(view === "after" ? SEA[theme] : scale[theme]);
    this.root.style.setProperty("--guess", GUESS[theme]);
    this.tick(view === "after" ? countsOf(seeds) : scale.ticks.map(([log, words]) => [partOf(log, scale), words, log]));
    const marks = [
      key(svg("circle", { cx: 8, cy: 8, r: 4.5, fill: "currentColor" }), "a network that learned"),
      key(svg("circle", { cx: 8, cy: 8, r: 2.4, class: "gv-hollow" }), "not in time"),
      key(svg("path", { d: "M4.5 4.5l7 7M4.5 11.5l7 -7", class: "gv-stroke" }), "diverged"),
      key(svg("path", { d: "M0 8H16", class: "gv-stroke" }), `shore: ${enough} of ${seeds} learn`),
    ];
    const guess = guessed ? [key(svg("path", { d: "M0 8H16", class: "gv-stroke is-guess" }), "your guess")] : [];
    for (const mark of marks) mark.classList.toggle("is-absent", view === "before"); // they keep their room
    this.marks.replaceChildren(...guess, ...marks);
  }

  /** Words along the scale: where they stand, what they say, and the number that ranks them. */
  tick(ticks) {
    this.logs = ticks.map(([, , log]) => log);
    this.ticks.replaceChildren(...ticks.map(([part, words]) => {
      const end = part < 0.1 ? "low" : part > 0.9 ? "high" : "";
      return html("span", { style: `left:${100 * part}%`, "data-end": end }, words);
    }));
    this.fit();
  }

  /** Leave out words that would lie on others: what is said of 1, and of the ends, comes first. */
  fit() {
    const words = [...this.ticks.children], last = words.length - 1;
    const rank = (i) => (this.logs[i] === 0 ? 0 : i === 0 || i === last ? 1 : 2);
    const kept = [];
    for (const i of words.map((_, i) => i).sort((one, other) => rank(one) - rank(other))) {
      const crowded = kept.some((other) => touch(words[i], other));
      words[i].classList.toggle("is-crowded", crowded);
      if (!crowded) kept.push(words[i]);
    }
  }
}

/** How many of n networks: [place, words, rank]. */
function countsOf(n) {
  return Array.from({ length: n + 1 }, (_, i) => [i / n, i === 0 ? "none" : i === n ? `all ${n}` : String(i), i]);
}

/** Whether two words would touch. */
function touch(one, other) {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return a.left < b.right + 6 && b.left < a.right + 6;
}

function key(shape, words) {
  const mark = svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, shape);
  return html("span", { class: "gv-key" }, mark, words);
}
