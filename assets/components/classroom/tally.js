// The votes for each choice, both rounds.

import { html } from "../shared/dom.js";

const ROUNDS = [["first", "first vote"], ["second", "second vote"]];

export class Tally {
  constructor(parent) {
    this.table = html("table", { class: "gruviz-tally" });
    parent.append(this.table);
  }

  update({ choices, right, ...counts }) {
    const rounds = ROUNDS.filter(([round]) => counts[round].some((count) => count > 0));
    const most = Math.max(...rounds.flatMap(([round]) => counts[round]));
    const head = html("tr", {}, html("th", { scope: "col" }, "Votes"), ...rounds.map(([, name]) => heading(name)));
    const rows = choices.map((text, at) => {
      const name = html("th", { scope: "row", class: at === right ? "is-right" : null });
      name.innerHTML = text;
      if (at === right) name.prepend("✓ ");
      return html("tr", {}, name, ...rounds.map(([round]) => cell(counts[round][at], most, round)));
    });
    this.table.replaceChildren(html("thead", {}, head), html("tbody", {}, ...rows));
  }
}

const heading = (name) => html("th", { scope: "col" }, name);

function cell(count, most, round) {
  const bar = html("span", { class: `gruviz-tally-${round}`, style: `width: ${(70 * count) / most}%` });
  return html("td", {}, bar, html("span", {}, `${count}`));
}
