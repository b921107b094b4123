// A row for each exercise with a bar for each network, and what the best rule says when it has seen the whole window.

import { html } from "../shared/dom.js";
import { markOf } from "../shared/marks.js";

/** Fill `table`; returns how to show a step, and its words. */
export function beliefTable(table, { classes, truth, networks, rule }) {
  const heads = networks.map(({ label, color, mark }) => html("span", {}, markOf(color, mark), ` ${label}`));
  const ruled = html("span", { title: rule.name }, markOf("#858585", "line"), " best rule");
  const rows = classes.map((name, place) => rowOf(name, place === truth, networks));
  const ends = networks.map(() => html("span", {})), ending = html("span", {});
  const lines = rows.flatMap(({ cells }) => cells);
  table.replaceChildren(html("span", {}), ...heads, ruled, ...lines, html("b", {}, "says"), ...ends, ending);
  const leading = (network, step) => indexOfMost(network.beliefs[step]);
  const says = (element, answer, right) => {
    element.textContent = `${right ? "✓" : "✗"} ${classes[answer]}`;
  };
  return {
    words: (step) =>
      networks.map((each) => {
        const first = leading(each, step);
        return `${each.label} ${classes[first]} ${percent(each.beliefs[step][first])}`;
      }).join(", "),
    show(step, isEnd) {
      networks.forEach((network, k) => {
        const first = leading(network, step);
        rows.forEach(({ bars }, place) => bars[k].show(network.beliefs[step][place], place === first));
        if (isEnd) says(ends[k], first, first === truth);
        else ends[k].textContent = "…";
      });
      rows.forEach(({ tick }, place) => (tick.textContent = isEnd && place === rule.answer ? "●" : ""));
      if (isEnd) says(ending, rule.answer, rule.answer === truth);
      else ending.textContent = "waits for all";
    },
  };
}

function rowOf(name, isTrue, networks) {
  const bars = networks.map(({ color }) => barOf(color));
  const tick = html("span", { class: "gv-wear-tick" });
  const label = html("span", { class: "gv-wear-name", title: name }, isTrue ? html("b", {}, `${name} ✓`) : name);
  return { bars, tick, cells: [label, ...bars.map(({ cell }) => cell), tick] };
}

function barOf(color) {
  const fill = html("i", { style: `background:${color}` }), number = html("em", {});
  const cell = html("span", { class: "gv-wear-cell" }, html("s", {}, fill), number);
  return {
    cell,
    show(chance, leads) {
      fill.style.width = `${(100 * chance).toFixed(1)}%`;
      number.textContent = percent(chance);
      number.style.fontWeight = leads ? 700 : 400;
    },
  };
}

function indexOfMost(values) {
  return values.reduce((best, value, k) => (value > values[best] ? k : best), 0);
}

function percent(chance) {
  return `${Math.round(100 * chance)}%`;
}
