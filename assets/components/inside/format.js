// Numbers as people read them, and small builders of HTML and SVG.

const SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Three digits, with a power of ten where that is shorter; a true minus sign. */
function say(value) {
  if (Number.isNaN(value)) return "undefined";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const small = Math.abs(value) < 0.001 || Math.abs(value) >= 10000;
  if (!small) return (Math.abs(value) >= 0.1 ? value.toFixed(3) : value.toPrecision(3)).replace("-", "−");
  const [mantissa, exponent] = value.toExponential(1).split("e");
  const power = String(Math.abs(Number(exponent))).replace(/\d/g, (digit) => SUPER[digit]);
  return `${mantissa} × 10${Number(exponent) < 0 ? "⁻" : ""}${power}`.replace("-", "−");
}

/** A number inside a sum or product: negative ones in brackets. */
function bracketed(value) {
  const text = say(value);
  return text.startsWith("−") ? `(${text})` : text;
}

function signed(value) {
  const text = say(value);
  return text.startsWith("−") ? `− ${text.slice(1)}` : `+ ${text}`;
}

function html(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return build(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** A name with its index set below, for HTML: gates are h̃, r, z … */
function glyph(symbol) {
  return symbol === "n" ? "h̃" : symbol;
}

/** Colour at x in 0…1 of a scale [[position, "rgb(…)"], …], as [r, g, b]. */
function colorAt(scale, x) {
  const clamped = Math.min(1, Math.max(0, x));
  let i = 1;
  while (i < scale.length - 1 && scale[i][0] < clamped) i++;
  const [low, from] = scale[i - 1];
  const [high, to] = scale[i];
  const mix = high > low ? (clamped - low) / (high - low) : 0;
  return from.map((channel, k) => Math.round(channel + mix * (to[k] - channel)));
}
