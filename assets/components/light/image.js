// The picture as a file: light, with its finding above, and with its settings in the name.

import { html, svg } from "../shared/dom.js";

const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "visibility",
  "font-size",
  "font-weight",
  "paint-order",
  "stroke-linejoin",
  "stroke-linecap",
];
const MARGIN = 24, TITLE = 56, SCALE = 2;

/** Save what is drawn, as "svg" or "png". */
export async function imageOf(light, format) {
  const text = drawing(light);
  const source = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const url = format === "svg" ? source : await raster(source, light.picture.layout);
  const { steps, bias, gain } = light.frame;
  const name = `gruviz_fading_light_steps-${steps}_bias-${bias}_gain-${gain}_${light.scale}`;
  html("a", { href: url, download: `${name}.${format}` }).click();
  setTimeout(() => [source, url].forEach((one) => URL.revokeObjectURL(one)), 10_000);
}

/** The picture as text, drawn once more in light colours. */
function drawing(light) {
  const { width, height } = light.picture.layout;
  const stand = html("div", { class: "gv-light is-image", style: `width:${width}px` });
  const copy = /** @type {SVGElement} */ (light.picture.svg.cloneNode(true));
  for (const grip of copy.querySelectorAll(".gv-handle")) grip.remove();
  stand.append(copy);
  light.root.parentElement.append(stand);
  const originals = [...copy.querySelectorAll("*")];
  for (const element of originals) {
    const style = getComputedStyle(element);
    element.setAttribute("style", STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
  }
  stand.remove();
  const title = svg("text", { x: MARGIN, y: 36, fill: "#1f2933", "font-size": 17, "font-weight": 600 });
  title.textContent = light.frame.title;
  const whole = svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: width + 2 * MARGIN,
      height: height + TITLE + MARGIN,
      viewBox: `0 0 ${width + 2 * MARGIN} ${height + TITLE + MARGIN}`,
      "font-family": "system-ui, sans-serif",
    },
    svg("rect", { width: "100%", height: "100%", fill: "#ffffff" }),
    title,
  );
  whole.append(svg("g", { transform: `translate(${MARGIN} ${TITLE})` }, ...copy.childNodes));
  return new XMLSerializer().serializeToString(whole);
}

async function raster(source, { width, height }) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * (width + 2 * MARGIN);
  canvas.height = SCALE * (height + TITLE + MARGIN);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done));
  return URL.createObjectURL(/** @type {Blob} */ (blob));
}
