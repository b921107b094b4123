// Somebody who types beginnings of sentences, until a person does.

const KEY = 70; // milliseconds from key to key
const READ = 6000; // milliseconds between two beginnings
const ROUNDS = 1; // times that all are typed before it rests

export class Typist {
  /** @param {(text: string) => void} show Called with the text so far. */
  constructor(show) {
    this.show = show;
    this.changed = () => {};
    this.runs = false;
  }

  /** Whether nothing shall move by itself. */
  get still() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** @param {string[]} beginnings @param {boolean} [asked] Whether a person wants to see it. */
  start(beginnings, asked = false) {
    if (this.still && !asked) return this.show(beginnings[0]);
    this.runs = true;
    this.type(beginnings, 0, 1);
    this.changed();
  }

  stop() {
    clearTimeout(this.timer);
    if (!this.runs) return;
    this.runs = false;
    this.changed();
  }

  /** @param {string[]} beginnings @param {number} which @param {number} letters */
  type(beginnings, which, letters) {
    const text = beginnings[which % beginnings.length];
    this.show(text.slice(0, letters));
    if (letters < text.length) {
      this.timer = setTimeout(() => this.type(beginnings, which, letters + 1), KEY);
    } else if (which + 1 < ROUNDS * beginnings.length) {
      this.timer = setTimeout(() => this.type(beginnings, which + 1, 1), READ);
    } else this.stop();
  }
}
