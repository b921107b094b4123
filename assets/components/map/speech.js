// The words around the picture: the question, what came out, how the guess compares, and the numbers of a square.

import { html } from "../shared/dom.js";
import { put, say } from "../light/marks.js";
import { askWords, guessWords, learnedWords, settingWords, squareWords } from "./words.js";

const HINT = "Point at a square to read its numbers; choose one to open it.";

export class Speech {
  constructor() {
    this.question = html("p", { class: "gv-question" });
    this.sentence = html("p", { class: "gv-sentence", "aria-live": "polite" });
    this.guessed = html("p", { class: "gv-guessed" });
    const answer = html("div", { class: "gv-answer" }, this.sentence, this.guessed);
    this.head = html("div", { class: "gv-head" }, this.question, answer);
    this.finger = matchMedia("(pointer: coarse)");
    this.reading = html("p", { class: "gv-reading" });
  }

  /** @param {any} map */
  draw(map) {
    const { data, shown, panels, motion, set: { budget } } = map;
    const stands = budget === data.budget && !motion.playing;
    say(this.question, askWords(data, this.finger.matches));
    put(this.question, "aria-hidden", String(shown));
    put(this.sentence, "aria-live", stands ? "polite" : "off");
    say(this.sentence, !shown ? "" : stands && data.sentence ? data.sentence : learnedWords(data, budget));
    say(this.guessed, shown ? guessWords(data, panels.map(({ painted }) => painted), budget) : "");
    const said = this.read(map);
    say(this.reading, said);
    put(this.reading, "data-idle", String(said === HINT || said === ""));
  }

  /** The numbers of the square that is pointed at, or chosen. */
  read({ data, shown, panels, pointed, set }) {
    const at = pointed?.square ?? (shown ? set.square : null);
    if (at === null) return shown ? HINT : "";
    const place = set.placeOf(at), setting = settingWords(data, place);
    if (!shown) return `${setting}${panels[pointed.i].painted.has(at) ? ": marked" : ""}`;
    const said = panels.map(({ panel }) =>
      `${data.panels.length > 1 ? `${panel.title}: ` : ""}${squareWords(data, panel, place, set)}.`
    );
    return `${setting}. ${said.join(" ")}`;
  }

  /** Of a square, for a screen reader. @param {any} map */
  label({ data, shown, set, panels }, i, square) {
    const place = set.placeOf(square), setting = settingWords(data, place), marked = panels[i].painted.has(square);
    if (!shown) return `${setting}${marked ? ", marked" : ""}`;
    return `${setting}: ${squareWords(data, panels[i].panel, place, set)}${marked ? "; you marked it" : ""}`;
  }
}
