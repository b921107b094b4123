// The pictures at all stops of a slider, once the server has computed them.

export class Pictures {
  /** @param {() => void} arrived */
  constructor(arrived) {
    this.arrived = arrived;
    this.address = null; // of what is here or on its way
    this.byStop = new Map(); // value -> frames by key of the picture
    this.request = null;
  }

  /** Fetch them, if they are not here or on their way. */
  want(address) {
    this.keep(address);
  }

  /** Forget those of another address: the page's other settings have changed. */
  keep(address) {
    if (address === this.address) return;
    this.address = null;
    this.byStop.clear();
  }

  has(value) {
    return this.byStop.has(value);
  }

  /** Frames by key of the picture; none where there is no picture of this value. */
  at(value) {
    return this.byStop.get(value)?.() ?? {};
  }
}
