// Whether a theme is dark.

const answers = new Map(); // by colour

/** Whether a CSS colour, in any notation, is darker than middle grey. */
export function isDark(color) {
  if (!answers.has(color)) answers.set(color, luminance(color) < 128);
  return answers.get(color);
}

/** From 0 to 255. A canvas reads every notation that the browser knows. */
function luminance(color) {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
