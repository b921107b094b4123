// Previews beside the controls: eigenvalues at the unit circle, a histogram of a gate, the input. Numbers come from
// Python; where a slider only multiplies them, the preview follows it while it moves.

import { html, svg } from "../shared/dom.js";
import { listen } from "../shared/live.js";

const PAINT = { eigenvalues, histogram, signal };

export class Preview {
  constructor(parent) {
    this.root = html("div", { class: "gruviz-preview" });
    parent.append(this.root);
    this.stop = () => {};
  }

  update(data) {
    this.data = data;
    this.paint(data.factor ?? 1);
    if (data.topic !== this.topic) {
      this.stop();
      this.topic = data.topic;
      this.stop = data.topic ? listen(data.topic, ({ value }) => this.paint(value)) : () => {};
    }
  }

  paint(factor) {
    const { figure, alt } = this.data;
    const picture = PAINT[figure](this.data, factor);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", alt);
    this.root.replaceChildren(picture, html("span", { class: "gruviz-preview-words" }, this.data.words));
  }

  dispose() {
    this.stop();
  }
}

/** Eigenvalues in the plane with the unit circle, which stays in sight: from 2 on the plane is shown from farther away. */
function eigenvalues({ points }, factor) {
  const far = Math.max(1.35, ...points.map(([x, y]) => 1.1 * factor * Math.hypot(x, y)));
  const scale = 30 / far;
  const dots = points.map(([x, y]) => {
    const outside = factor * Math.hypot(x, y) > 1.005;
    return svg("circle", {
      cx: (scale * factor * x).toFixed(2),
      cy: (-scale * factor * y).toFixed(2),
      r: 1.5,
      class: outside ? "gruviz-outside" : "gruviz-inside",
    });
  });
  return svg(
    "svg",
    { viewBox: "-32 -32 64 64", class: "gruviz-plane" },
    svg("path", { d: "M-31 0H31M0 -31V31", class: "gruviz-axis" }),
    svg("circle", { r: scale.toFixed(2), class: "gruviz-unit" }),
    ...dots,
  );
}

function histogram({ shares }) {
  const width = 100 / shares.length;
  const most = Math.max(...shares, 1e-9);
  const bars = shares.map((share, i) => {
    const height = (30 * share) / most;
    return svg("rect", { x: i * width + 0.4, y: 32 - height, width: width - 0.8, height, class: "gruviz-bar" });
  });
  return svg(
    "svg",
    { viewBox: "0 0 100 44", class: "gruviz-histogram" },
    ...bars,
    svg("path", { d: "M0 32.5H100", class: "gruviz-axis" }),
    svg("text", { x: 0, y: 42 }, "0"),
    svg("text", { x: 100, y: 42, "text-anchor": "end" }, "1"),
  );
}

const TALL = 3.2; // inputs beyond are cut off

function signal({ channels, dots }, factor) {
  const count = channels[0].length;
  const x = (i) => (count > 1 ? (100 * i) / (count - 1) : 50).toFixed(2);
  const y = (value) => (-Math.max(-TALL, Math.min(TALL, factor * value))).toFixed(2);
  const lines = channels.map((values) =>
    svg("path", {
      d: dots
        ? values.map((value, i) => `M${x(i)} ${y(value / factor)}h.01`).join("")
        : `M${values.map((value, i) => `${x(i)} ${y(value)}`).join("L")}`,
      class: dots ? "gruviz-dots" : "gruviz-signal",
    })
  );
  return svg(
    "svg",
    { viewBox: `0 ${-TALL - 0.1} 100 ${2 * TALL + 0.2}`, preserveAspectRatio: "none", class: "gruviz-input" },
    svg("path", { d: "M0 0H100", class: "gruviz-axis" }),
    ...lines.reverse(),
  );
}
