// The pictures at all stops of a slider, which the server computes once for all who have equal settings.

const KEPT = 3; // addresses whose pictures are kept
const LATER = 3000; // ms after which a server that was busy or away is asked again

export class Pictures {
  /** @param {() => void} arrived Called when those that were wanted last are there. */
  constructor(arrived) {
    this.arrived = arrived;
    this.address = null; // of what fits the page's other settings
    this.fetched = new Map(); // address -> Promise of pictures by value
    this.byValue = new Map();
    this.abort = null; // for the request on its way
    this.again = 0; // when it may be asked again
  }

  /** The page's other settings are now those of this address; null: there are no pictures. */
  follow(address) {
    if (address === this.address) return;
    this.abort?.abort();
    this.abort = null;
    this.address = address;
    this.again = 0;
    this.byValue = new Map();
  }

  /** Fetch them, if they are not here or on their way. */
  async want() {
    const address = this.address;
    if (address === null || this.byValue.size > 0 || performance.now() < this.again) return;
    if (!this.fetched.has(address)) this.fetched.set(address, this.fetch(address));
    const pictures = await this.fetched.get(address);
    if (pictures === null) this.fetched.delete(address); // another time
    if (pictures === null || address !== this.address) return;
    this.byValue = pictures;
    this.forget();
    this.arrived();
  }

  async fetch(address) {
    const abort = this.abort = new AbortController();
    try {
      const answer = await fetch(new URL(address, document.baseURI), { signal: abort.signal });
      const sweep = answer.ok ? await answer.json() : { busy: true };
      if (!sweep.busy) return pictures(sweep);
    } catch (error) {
      if (error.name === "AbortError") return null;
    } finally {
      if (this.abort === abort) this.abort = null;
    }
    this.again = performance.now() + LATER; // until then values go to the server one by one
    return null;
  }

  forget() {
    for (const address of [...this.fetched.keys()].slice(0, -KEPT)) this.fetched.delete(address);
  }

  has(value) {
    return this.byValue.has(value);
  }

  /** Frames by key of the picture, to be kept by whoever gets them; none where there is no picture of this value. */
  at(value) {
    return this.byValue.get(value)?.() ?? {};
  }
}

/** What gives the frames at each value; nothing where the server has refused. See gruviz/sweeps/packing.py. */
export function pictures({ stops = [], table = [], frames = [] }) {
  return new Map(stops.map((value, i) => [value, () => assembled(table, frames[i])]));
}

/** A part of the table, with lists and mappings of its own. */
function assembled(table, place) {
  const part = table[place];
  if (Array.isArray(part)) return [...part];
  if (part === null || typeof part !== "object") return part;
  if ("[" in part) return part["["].map((inner) => assembled(table, inner));
  return Object.fromEntries(Object.entries(part["{"]).map(([name, inner]) => [name, assembled(table, inner)]));
}
