// Attributes and texts that are written only where they change: a picture is drawn 60 times a second.

const KNOWN = new WeakMap();

/** Set an attribute. */
export function put(element, name, value) {
  let known = KNOWN.get(element);
  if (!known) KNOWN.set(element, known = {});
  if (known[name] === value) return;
  known[name] = value;
  element.setAttribute(name, value);
}

/** Set a text. */
export function say(element, text) {
  let known = KNOWN.get(element);
  if (!known) KNOWN.set(element, known = {});
  if (known.text === text) return;
  known.text = text;
  element.textContent = text;
}
