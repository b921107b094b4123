// Makes this browser the teacher's of a class, by the key in the address behind "#", which no server log sees.

import { html } from "../components/shared/dom.js";
import { send } from "./sending.js";

/** Draw the button, and where it leads. */
export function teachPage(place, code) {
  const key = location.hash.slice(1);
  const said = html("p", { class: "problem", role: "alert" });
  const button = html("button", { class: "main", disabled: key ? null : "" }, "Teach this class here");
  if (!key) said.textContent = "The key is missing from this address. Copy the whole link.";
  button.onclick = async () => {
    const answer = await send("teach", { key });
    if (answer.refused) said.textContent = answer.refused;
    else location.replace(`../../walkthrough?class=${encodeURIComponent(code)}`);
  };
  place.replaceChildren(
    html("h1", {}, `Teach the class ${code}`),
    html("p", {}, "With this key you can ask questions and end the class from this browser too. Keep it to yourself."),
    said,
    button,
  );
}
