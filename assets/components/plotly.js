// Brings Plotly into the page, once. `data` is the bundle of the installed
// plotly package, gzipped; it is published as a promise under KEY, and no
// global named Plotly is left behind.

const KEY = Symbol.for("gruviz.plotly");

function plotlySlot() {
  if (!globalThis[KEY]) {
    const slot = { started: false };
    slot.promise = new Promise((resolve, reject) => Object.assign(slot, { resolve, reject }));
    globalThis[KEY] = slot;
  }
  return globalThis[KEY];
}

async function evaluate(gzipped) {
  const stream = new Blob([gzipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bundle = await new Response(stream).text();
  // The bundle is UMD and also sets window.Plotly: give it a module object, put the global back.
  const source = `
const had = Object.getOwnPropertyDescriptor(globalThis, "Plotly");
const module = { exports: {} };
${bundle}
if (had) Object.defineProperty(globalThis, "Plotly", had); else delete globalThis.Plotly;
export default module.exports;`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return (await import(url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}

export default function ({ data, setStateValue }) {
  const slot = plotlySlot();
  if (!slot.started) {
    slot.started = true;
    evaluate(data).then(slot.resolve, slot.reject);
  }
  // Python need not send the bundle again in this session.
  slot.promise.then(() => setStateValue("ready", true));
}
