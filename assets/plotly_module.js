// plotly.js as a module. The bundle is UMD and would set window.Plotly too: it
// gets a module object, and the global is put back as it was.

const before = Object.getOwnPropertyDescriptor(globalThis, "Plotly");
const module = { exports: {} };
/* plotly.js */
if (before) Object.defineProperty(globalThis, "Plotly", before);
else delete globalThis.Plotly;
export default module.exports;
