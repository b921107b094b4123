// Where budget, length, view and the chosen square stand: at once here, and soon in Python.

import { Echo } from "../shared/echo.js";

const SETTLES = 300; // ms after which a key has been let go
const FOLLOWED = ["budget", "length", "view", "square"];

export class Settings {
  /** @param {import("./shape.js").MapData} data */
  constructor(data) {
    this.echoes = Object.fromEntries([...FOLLOWED, "guess"].map((name) => [name, new Echo()]));
    this.timers = {};
    this.columns = data.x.values.length;
    this.budget = data.budget;
    this.length = data.length;
    this.view = data.view;
    this.square = this.indexOf(data.square);
  }

  /** Take over what Python says, unless a hand has moved it since or `holds` it. */
  follow(data, holds) {
    for (const name of FOLLOWED) {
      if (!this.echoes[name].accepts(data[name]) || holds) continue;
      this[name] = name === "square" ? this.indexOf(data.square) : data[name];
    }
    return this.echoes.guess.accepts(data.guess) && !holds;
  }

  /** Say to Python where one stands. @param {(name: string, value: any) => void} send */
  tell(name, value, send) {
    this.echoes[name].sent(value);
    clearTimeout(this.timers[name]);
    send(name, value);
  }

  /** The same, unless the next key moves on. */
  tellSoon(name, value, send) {
    this.echoes[name].sent(value);
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(() => send(name, value), SETTLES);
  }

  indexOf(square) {
    return square ? square[1] * this.columns + square[0] : null;
  }

  placeOf(index) {
    return { column: index % this.columns, row: Math.floor(index / this.columns) };
  }

  end() {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }
}
