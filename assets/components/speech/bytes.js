// Bytes as Python has packed them.

/** @param {string} text in base64 */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Index of the largest of `size` numbers from `start` on, the first of equal ones. */
export function largest(values, start, size) {
  let best = 0;
  for (let k = 1; k < size; k++) if (values[start + k] > values[start + best]) best = k;
  return best;
}
