// Where the loader (plotly.js) leaves Plotly and charts wait for it.

const KEY = Symbol.for("gruviz.plotly");

/** The page's one promise of Plotly; whoever comes first creates it. */
export function plotlySlot() {
  if (!globalThis[KEY]) {
    const slot = { started: false };
    slot.promise = new Promise((resolve, reject) => Object.assign(slot, { resolve, reject }));
    globalThis[KEY] = slot;
  }
  return globalThis[KEY];
}
