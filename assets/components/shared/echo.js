// What a person chose stands at once; what the server says counts again when it has heard of the choice.

export class Echo {
  constructor() {
    this.awaited = null; // what was sent last and not yet confirmed, as JSON
  }

  sent(value) {
    this.awaited = JSON.stringify(value);
  }

  /** Whether the server's value is one to show: it answers the last choice, or there is none on its way. */
  accepts(value) {
    if (this.awaited !== null && JSON.stringify(value) !== this.awaited) return false;
    this.awaited = null;
    return true;
  }
}

/** Which of `count` things in a row an arrow, Home or End leads to from `index`; null for any other key. */
export function step(key, index, count) {
  const to = {
    ArrowRight: index + 1,
    ArrowDown: index + 1,
    ArrowLeft: index - 1,
    ArrowUp: index - 1,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined ? null : (to + count) % count;
}
