// Panels that stand side by side, below each other in a chart with little width: as the figure itself says.

import { merged } from "./frames.js";

/** What a figure changes where it has less than so many pixels; a chart that is not seen yet counts as wide. */
const change = (layout, width) => {
  const narrow = layout.meta?.narrow;
  return narrow && width > 0 && width < narrow.below ? narrow : null;
};

/** The layout for a chart of some width. */
export const narrowed = (layout, width) => merged(layout, change(layout, width)?.layout ?? {});

/** Its height, in pixels, where that of the wide chart is given. */
export const heightAt = (layout, width, height) => change(layout, width)?.height ?? height;
