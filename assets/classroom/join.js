// Asks for the code of a class.

import { html } from "../components/shared/dom.js";

/** Draw the form; what went wrong before stands above it. */
export function joinPage(place, code, sentence) {
  // Behind a code that was wrong, the address is one level deeper.
  const here = location.pathname.replace(/\/+$/, "");
  const address = here.slice(0, here.lastIndexOf("/class") + "/class".length);
  const field = html("input", {
    id: "field",
    name: "code",
    value: code || null,
    required: "",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    "aria-describedby": "hint",
  });
  place.replaceChildren(
    html("h1", {}, "Join your class"),
    ...(sentence ? [html("p", { class: "problem", role: "alert" }, sentence)] : []),
    html(
      "form",
      { action: address, method: "get" },
      html("label", { for: "field" }, "The two words on the screen in front"),
      field,
      html("p", { id: "hint", class: "quiet" }, "For example quiet heron. Nobody asks for your name."),
      html("button", { class: "main" }, "Join"),
    ),
  );
  field.focus();
}
