// Colours of a picture in the page's theme, for a canvas.

import { brightness, LOST, ZERO } from "./codes.js";

const FAINT = 0.07; // what a dark cell keeps, so that one sees where it is
const HOT = 0.75;

/** What the canvas takes from the theme, and one colour for each byte of each network. */
export function paletteOf(element, learners) {
  const style = getComputedStyle(element);
  const [paper, ink] = ["--st-background-color", "--st-text-color"].map((name) => style.getPropertyValue(name).trim());
  const ground = channels(paper || "#ffffff"), text = channels(ink || "#1f2933");
  return {
    name: `${paper} ${ink}`,
    paper: css(ground),
    ink: css(text),
    dim: css(mixed(ground, text, 0.72)),
    edge: css(mixed(ground, text, 0.55)),
    faint: css(mixed(ground, text, 0.14)),
    family: style.getPropertyValue("--st-font").trim() || "system-ui, sans-serif",
    learners: learners.map(({ color }) => toned(channels(color), ground, text)),
    grey: toned(mixed(ground, text, 0.8), ground, text),
  };
}

/** The colours of a network: as numbers, and as CSS has them. */
function toned(own, ground, text) {
  const shades = shadesOf(own, ground, text);
  return { shades, fills: shades.map(css) };
}

/** 256 colours: from the ground to the network's own as more is left, and on to that of the text where it grows. */
export function shadesOf(own, ground, text) {
  return Array.from({ length: 256 }, (_, code) => {
    if (code === ZERO || code === LOST) return mixed(ground, text, 0.05);
    const light = brightness(code);
    return light <= 1 ? mixed(ground, own, FAINT + (1 - FAINT) * light) : mixed(own, text, HOT * (light - 1));
  });
}

const css = (color) => `rgb(${color.map(Math.round).join()})`;

function mixed(from, to, part) {
  return from.map((value, i) => value + (to[i] - value) * part);
}

/** Red, green and blue of a CSS colour in any notation. */
function channels(color) {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
