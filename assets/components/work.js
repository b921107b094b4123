// What a student has done, kept in this browser: it outlives a reload, and a new tab finds it. And a voice for what is
// new in it.

import { html } from "./shared/dom.js";
import { next } from "./shared/kept.js";

const KEPT = "gruviz.work";
const QUIET = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

/** A browser may forbid to keep anything; then the address alone remembers. */
function read() {
  try {
    return globalThis.localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

function write(work) {
  try {
    if (work) globalThis.localStorage.setItem(KEPT, work);
    else globalThis.localStorage.removeItem(KEPT);
  } catch {
    // as above
  }
}

export default function ({ data, parentElement, setStateValue }) {
  let voice = parentElement.querySelector("[role=status]");
  if (!voice) {
    voice = html("div", { role: "status", "aria-live": "polite", style: QUIET });
    parentElement.append(voice);
  }
  if (voice.textContent !== data.say) voice.textContent = data.say;
  const step = next(read(), data);
  if (step.send) setStateValue("kept", step.send);
  else write(step.keep);
}
