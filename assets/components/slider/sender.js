// One value on its way at a time: the newest waits until the page shows what was sent before.

/** Milliseconds after which an answer counts as lost. */
export const PATIENCE = 4000;

export class Sender {
  /**
   * @param {(move: {number: number, value: number, done: boolean}) => void} send
   * @param {number} patience
   */
  constructor(send, patience = PATIENCE) {
    this.send = send;
    this.patience = patience;
    this.number = 0; // of the last move sent; those of the page before it was loaded again count too
    this.next = null; // what will be sent
    this.timer = null; // set while an answer is awaited
  }

  /** Send a value, at once or as soon as the last one is answered. */
  move(value, done) {
    this.next = { value, done };
    if (this.timer === null) this.flush();
  }

  /** The page shows the move with this number. */
  answered(number) {
    if (this.timer === null || number < this.number) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.flush();
  }

  flush() {
    if (this.next === null) return;
    const move = { number: ++this.number, ...this.next };
    this.next = null;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.flush();
    }, this.patience);
    this.send(move);
  }

  /** Whether what the page shows after the move with this number is all that was told it. */
  isCurrent(number) {
    return this.next === null && (this.timer === null || number >= this.number);
  }
}
