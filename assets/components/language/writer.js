// What reads a text along while it is typed, and goes on from there: a network, or the rule that counts.

/**
 * @typedef {Object} Model Something that says what comes next.
 * @property {() => any} start
 * @property {(state: any, symbol: number) => any} step
 * @property {(state: any, temperature?: number) => Float64Array} chances
 */

/** A rule as such a model: its state is what it has read. @param {{chances: (symbols: number[]) => Float64Array}} rule */
export function readingRule(rule) {
  /** @type {Model} */
  const model = {
    start: () => [],
    step: (state, symbol) => [...state.slice(-8), symbol],
    chances: (state, temperature = 1) => warmed(rule.chances(state), temperature),
  };
  return model;
}

/** Chances with their log-odds divided by a temperature. @param {Float64Array} chances @param {number} temperature */
function warmed(chances, temperature) {
  if (temperature === 1) return chances;
  const top = Math.max(...chances), powers = chances.map((chance) => (chance / top) ** (1 / temperature));
  const sum = powers.reduce((total, one) => total + one, 0);
  return powers.map((power) => power / sum);
}

export class Writer {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {number[]} */
    this.symbols = [];
    this.states = [model.start()];
    this.expected = [model.chances(this.states[0])];
  }

  /** Read a text; of what was read before only the part that has changed. @param {number[]} symbols */
  read(symbols) {
    let same = 0;
    while (same < symbols.length && symbols[same] === this.symbols[same]) same += 1;
    this.states.length = this.expected.length = same + 1;
    this.symbols = [...symbols];
    for (let place = same; place < symbols.length; place++) {
      this.states.push(this.model.step(this.states[place], symbols[place]));
      this.expected.push(this.model.chances(this.states[place + 1]));
    }
  }

  /** Bits that each symbol but the first cost, in place of the first nothing. */
  surprises() {
    return this.symbols.map((symbol, place) => place ? -Math.log2(this.expected[place][symbol]) : 0);
  }

  /**
   * Go on from what was read, symbol after symbol without end.
   * @param {number} temperature
   * @param {() => number} random From 0 to 1.
   * @returns {Generator<number>}
   */
  *goOn(temperature, random) {
    let state = this.states[this.symbols.length];
    while (true) {
      const symbol = drawn(this.model.chances(state, temperature), random());
      yield symbol;
      state = this.model.step(state, symbol);
    }
  }
}

/** The symbol at a share of all chances. @param {Float64Array} chances @param {number} share */
export function drawn(chances, share) {
  let sum = 0;
  for (let symbol = 0; symbol < chances.length; symbol++) {
    sum += chances[symbol];
    if (share < sum) return symbol;
  }
  return chances.length - 1;
}

/** The likeliest symbols, most likely first. @param {Float64Array} chances @param {number} count */
export function likeliest(chances, count) {
  return [...chances.keys()].sort((one, other) => chances[other] - chances[one]).slice(0, count);
}

/** Random numbers from 0 to 1 that a text and a seed decide. @param {string} text @param {number} seed */
export function randomOf(text, seed) {
  let state = 2166136261 ^ seed;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
