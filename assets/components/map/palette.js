// Colours of the picture in the page's theme.

import { isDark } from "../shared/dark.js";
import { paletteOf } from "../train/colors.js";
import { shadesOf } from "./scale.js";

/** From no network of a square that learned to all of them, by theme. */
export const SEA = {
  light: [[0, "#d5e3ee"], [0.45, "#e6edf0"], [0.55, "#fbf0d2"], [1, "#f5d383"]],
  dark: [[0, "#182735"], [0.45, "#1b262f"], [0.55, "#463c25"], [1, "#7a6231"]],
};
export const GUESS = { light: "#7b45d6", dark: "#b692ff" };

/** Of a canvas: its own colours, and those of both surfaces. @param {import("./shape.js").Scale} scale */
export function colorsOf(element, scale) {
  const palette = paletteOf(element, []), theme = isDark(palette.paper) ? "dark" : "light";
  const accent = getComputedStyle(element).getPropertyValue("--st-primary-color").trim() || palette.ink;
  return {
    ...palette,
    accent,
    theme,
    guess: GUESS[theme],
    ground: theme === "dark" ? "#1a1f27" : "#f1f3f5",
    line: theme === "dark" ? "rgba(255,255,255,.10)" : "rgba(0,0,0,.09)",
    asking: theme === "dark" ? "rgba(255,255,255,.38)" : "rgba(0,0,0,.34)",
    shades: { name: theme, colors: shadesOf(scale[theme]) },
    land: { name: theme, colors: shadesOf(SEA[theme]) },
  };
}
