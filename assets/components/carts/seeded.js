// Random numbers that a seed decides, so that equal settings play equally.

/**
 * Numbers from 0 up to 1, uniform, by a Weyl sequence whose values are mixed (the finaliser of MurmurHash3).
 * @param {...number} seeds Whole numbers; another one anywhere makes another sequence.
 * @returns {() => number}
 */
export function seeded(...seeds) {
  let state = seeds.reduce((hash, seed) => mixed(hash ^ mixed(seed + 0x9e3779b9)), 0x2545f491);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mixed(state) / 2 ** 32;
  };
}

/** @param {number} bits @returns {number} A whole number from 0 to 2³² − 1. */
function mixed(bits) {
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
