// The laboratory's own controls: chips of cells, questions as tabs, experiments as cards, small previews, and
// the handle of a phone's sheet.

import { Chips } from "./chips.js";
import { Experiments } from "./experiments.js";
import { Handle } from "./handle.js";
import { Preview } from "./preview.js";
import { Tabs } from "./tabs.js";

const KINDS = { chips: Chips, experiments: Experiments, handle: Handle, preview: Preview, tabs: Tabs };
const PARTS = new WeakMap(); // parentElement -> part

export default function ({ data, parentElement, setTriggerValue }) {
  let part = PARTS.get(parentElement);
  if (!part) {
    part = new KINDS[data.kind](parentElement);
    PARTS.set(parentElement, part);
  }
  part.update(data, (value) => setTriggerValue("choice", value));
  // Streamlit also calls the clean-up of a run that a newer run overtook, while the part stays on the page.
  return () =>
    setTimeout(() => {
      if (part.root.isConnected) return;
      part.dispose?.();
      PARTS.delete(parentElement);
    });
}
