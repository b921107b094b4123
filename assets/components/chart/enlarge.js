// A chart for a screen that is read from afar: what is measured in pixels grows with the page's letters.

const PIXELS = /^(standoff|xshift|yshift|thickness|ticklen|tickwidth|ticklabelstandoff|itemwidth)$/;
const SIZES = /font$|^marker$/i; // whose "size" is one in pixels
const WIDTHS = /^line$/; // whose "width" is

/**
 * A part of a Plotly figure with letters, lines, marks and margins `scale` times as large. What is given stays as it is.
 * @template T
 * @param {T} part
 * @param {number} scale
 * @param {string} [name] Of the part in the figure.
 * @returns {T}
 */
export function enlarged(part, scale, name = "") {
  if (scale === 1 || part === null || typeof part !== "object") return part;
  if (Array.isArray(part)) {
    const isData = typeof (part.find((one) => one !== null) ?? 0) !== "object";
    return isData ? part : /** @type {any} */ (part.map((one) => enlarged(one, scale, name)));
  }
  const grown = Object.entries(part).map(([key, value]) => {
    const grows = name === "margin" || PIXELS.test(key) || (key === "size" && SIZES.test(name)) ||
      (key === "width" && WIDTHS.test(name));
    return [key, grows ? times(value, scale) : enlarged(value, scale, key)];
  });
  return /** @type {any} */ (Object.fromEntries(grown));
}

function times(value, scale) {
  if (typeof value === "number") return value * scale;
  return Array.isArray(value) ? value.map((one) => times(one, scale)) : value;
}
