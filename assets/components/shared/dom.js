// Builders of HTML and SVG elements.

/** An HTML element with attributes; those that begin with "on" are its handlers. */
export function html(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children);
}

/** An SVG element, likewise. */
export function svg(tag, attributes = {}, ...children) {
  return build(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function build(element, attributes, children) {
  setAll(element, attributes);
  element.append(...children);
  return element;
}

/** Set attributes and handlers; null, undefined and false leave an attribute out. */
export function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
}
