// The end of a run of the page: tells each slider which of its moves the page now shows.

import { tell } from "./shared/live.js";

export default function ({ data, parentElement }) {
  parentElement.closest("[data-testid=stElementContainer]")?.style.setProperty("display", "none"); // and no gap
  for (const [key, number] of Object.entries(data)) tell(`answered:${key}`, number);
}
