// The layout that Plotly gets: the figure's own, completed by Streamlit's current theme.

import { isDark } from "../shared/dark.js";
import { letterScale } from "../shared/letters.js";
import { enlarged } from "./enlarge.js";

const TRANSPARENT = "rgba(0,0,0,0)";
const AXIS = /^[xy]axis\d*$/;

/** What the chart takes from Streamlit's theme. */
export function readTheme(element) {
  const style = getComputedStyle(element);
  const css = (name) => style.getPropertyValue(name).trim();
  return {
    dark: isDark(css("--st-background-color") || "#fff"),
    family: css("--st-font") || undefined,
    color: css("--st-text-color") || undefined,
    scale: letterScale(),
  };
}

/** The figure's layout, completed by the theme; what the figure says itself wins. */
export function themedLayout(layout = {}, templates = {}, theme) {
  const template = (theme.dark ? templates.dark : templates.light) ?? layout.template;
  const { width: _width, height: _height, ...rest } = layout; // both follow the host element
  return {
    uirevision: "keep",
    paper_bgcolor: TRANSPARENT,
    plot_bgcolor: template?.layout?.plot_bgcolor ?? TRANSPARENT,
    ...rest,
    ...freshAxes(layout),
    ...(isTouched() ? { dragmode: false } : {}), // a finger that moves scrolls the page
    autosize: true,
    template: enlarged(structuredClone(template), theme.scale), // Plotly writes into what it is given
    font: { family: theme.family, color: theme.color, ...layout.font },
  };
}

/** Names of a layout's axes. */
export const axes = (layout) => Object.keys(layout).filter((name) => AXIS.test(name));

/** The axes, which keep what a person zoomed to until the figure gives any of them another range. */
function freshAxes(layout) {
  const names = axes(layout);
  const revision = JSON.stringify(names.map((name) => [name, layout[name].type, layout[name].range]));
  const fixed = isTouched() ? { fixedrange: true } : {};
  return Object.fromEntries(names.map((name) => [name, { ...layout[name], ...fixed, uirevision: revision }]));
}

/** What shows the whole picture again: the ranges that the figure gives, or all of the data. */
export function wholeRanges(layout) {
  return Object.fromEntries(
    axes(layout).map((name) =>
      layout[name].range ? [`${name}.range`, [...layout[name].range]] : [`${name}.autorange`, true]
    ),
  );
}

const isTouched = () => matchMedia("(pointer: coarse)").matches;
