// Draws a Plotly figure and updates it in place: one graph node for the life of
// the component, Plotly.react on every change. The Plotly library itself comes
// from the server, from a file whose name has a hash of its content.

import { isDark } from "./shared/dark.js";
import { html } from "./shared/dom.js";

const CHARTS = new WeakMap(); // parentElement -> chart
const TRANSPARENT = "rgba(0,0,0,0)";
const CONFIG = {
  displayModeBar: false, // it lies over the legend, and half of its buttons do nothing here
  doubleClick: false, // Plotly goes back to the first range it ever drew
  responsive: false, // the chart has its own ResizeObserver
  showTips: false, // no notes in the corner of the page
  plotlyServerURL: "",
};
const AXIS = /^[xy]axis\d*$/;

/** The module that the server offers beside the page; the browser loads it once and keeps it. */
const loadPlotly = async (file) => (await import(new URL(file, document.baseURI).href)).default;

/** What the chart takes from Streamlit's current theme. */
function readTheme(element) {
  const style = getComputedStyle(element);
  const css = (name) => style.getPropertyValue(name).trim();
  return {
    dark: isDark(css("--st-background-color") || "#fff"),
    family: css("--st-font") || undefined,
    color: css("--st-text-color") || undefined,
  };
}

/** The figure's layout, completed by the theme; what the figure says itself wins. */
function themedLayout(layout = {}, templates = {}, theme) {
  const template = (theme.dark ? templates.dark : templates.light) ?? layout.template;
  const { width: _width, height: _height, ...rest } = layout; // both follow the host element
  return {
    uirevision: "keep",
    paper_bgcolor: TRANSPARENT,
    plot_bgcolor: template?.layout?.plot_bgcolor ?? TRANSPARENT,
    ...rest,
    ...freshAxes(layout),
    ...(isTouched() ? { dragmode: false } : {}), // a finger that moves scrolls the page
    autosize: true,
    template,
    font: { family: theme.family, color: theme.color, ...layout.font },
  };
}

/** The axes, which keep what a person zoomed to until the figure gives any of them another range. */
function freshAxes(layout) {
  const names = Object.keys(layout).filter((name) => AXIS.test(name));
  const revision = JSON.stringify(names.map((name) => [name, layout[name].type, layout[name].range]));
  const fixed = isTouched() ? { fixedrange: true } : {};
  return Object.fromEntries(names.map((name) => [name, { ...layout[name], ...fixed, uirevision: revision }]));
}

/** What shows the whole picture again: the ranges that the figure gives, or all of the data. */
function wholeRanges(layout) {
  const names = Object.keys(layout).filter((name) => AXIS.test(name));
  return Object.fromEntries(
    names.map((name) => layout[name].range ? [`${name}.range`, [...layout[name].range]] : [`${name}.autorange`, true]),
  );
}

const isTouched = () => matchMedia("(pointer: coarse)").matches;

class Chart {
  constructor(parent) {
    this.host = document.createElement("div");
    this.host.className = "gruviz-chart";
    this.host.setAttribute("role", "figure");
    this.host.setAttribute("aria-busy", "true");
    this.whole = html("button", {
      type: "button",
      class: "gruviz-button gruviz-whole",
      hidden: true,
      onclick: () => this.showWhole(),
    }, "Whole picture");
    Object.assign(this.host, { image: (format, title) => this.image(format, title) }); // for the buttons elsewhere
    this.frame = html("div", { class: "gruviz-frame" }, this.host, this.whole);
    parent.append(this.frame);
    this.Plotly = null;
    this.data = null;
    this.layout = {}; // as the figure gives it
    this.graph = null; // the host once Plotly has drawn into it
    this.drawn = null; // signature of what is on screen
    this.width = 0; // width it was drawn for
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.host);
  }

  update(data) {
    this.data = data;
    this.host.setAttribute("aria-label", data.alt ?? "");
    this.host.style.height = `${data.height ?? 420}px`;
    if (this.Plotly) return this.draw();
    // Several updates may wait here; each draws the newest data, draw() skips repeats.
    loadPlotly(data.plotly).then(
      (Plotly) => {
        this.Plotly = Plotly;
        this.draw();
      },
      (error) => this.fail(error),
    );
  }

  draw() {
    const { host, data } = this;
    // In a closed tab or expander there is no width yet: fit() draws later.
    if (!host.isConnected || host.clientWidth === 0) return;
    const theme = readTheme(host);
    // A string is cheap to compare, and parsing it gives Plotly objects of its
    // own (it writes into what it is given).
    const source = typeof data.figure === "string" ? data.figure : JSON.stringify(data.figure);
    const signature = JSON.stringify([theme, data.config, data.templates]) + source;
    if (signature === this.drawn) return;
    this.drawn = signature;
    this.width = host.clientWidth;
    try {
      const figure = JSON.parse(source);
      this.layout = JSON.parse(source).layout ?? {};
      const layout = themedLayout(figure.layout, structuredClone(data.templates), theme);
      const config = { ...CONFIG, ...data.config };
      this.Plotly.react(host, figure.data, layout, config).then(
        (graph) => this.isDrawn(graph),
        (error) => this.fail(error),
      );
    } catch (error) {
      this.fail(error);
    }
  }

  isDrawn(graph) {
    this.host.removeAttribute("aria-busy");
    if (this.graph === null) { // only now Plotly has given its element a way to listen
      graph.on("plotly_doubleclick", () => this.showWhole());
      graph.on("plotly_relayout", () => (this.whole.hidden = !this.isZoomed()));
    }
    this.graph = graph;
    this.whole.hidden = !this.isZoomed();
  }

  /** Whether a person has zoomed: an axis shows another range than the figure gives. */
  isZoomed() {
    const shown = this.graph.layout;
    return Object.entries(wholeRanges(this.layout)).some(([path, whole]) => {
      const axis = shown[path.split(".")[0]] ?? {};
      return whole === true ? axis.autorange === false : JSON.stringify(axis.range) !== JSON.stringify(whole);
    });
  }

  showWhole() {
    this.Plotly.relayout(this.host, wholeRanges(this.layout));
  }

  /** The picture on the screen as a data URL: light, on white, under its title, whatever the theme. */
  image(format, title) {
    const { paper_bgcolor: _paper, plot_bgcolor: _plot, ...shown } = structuredClone(this.graph.layout);
    const [width, height] = [Math.max(800, this.host.clientWidth), this.data.height + 90];
    const layout = {
      ...shown,
      template: this.data.templates.light,
      font: { family: "sans-serif", ...this.layout.font },
      title: { text: title, x: 0.01, y: 0.98, yanchor: "top" },
      margin: { l: 8, r: 8, b: 8, ...this.layout.margin, t: 110 }, // labels stand in it
      width,
      height,
    };
    const figure = { data: structuredClone(this.graph.data), layout, config: CONFIG };
    return this.Plotly.toImage(figure, { format, width, height, scale: format === "png" ? 2 : 1 });
  }

  fit() {
    const width = this.host.clientWidth;
    if (!this.Plotly || width === 0) return;
    if (this.drawn === null) return this.draw();
    if (width === this.width) return;
    this.width = width;
    this.Plotly.Plots.resize(this.host).catch(() => {}); // hidden meanwhile
  }

  fail(error) {
    console.error("gruviz chart:", error);
    this.host.removeAttribute("aria-busy");
    if (!this.host.querySelector(".main-svg")) {
      this.host.textContent = "The chart could not be drawn. Reload the page to try again.";
    }
  }

  dispose() {
    this.observer.disconnect();
    this.Plotly?.purge(this.host);
    this.frame.remove();
  }
}

export default function ({ data, parentElement }) {
  let chart = CHARTS.get(parentElement);
  if (!chart) {
    chart = new Chart(parentElement);
    CHARTS.set(parentElement, chart);
  }
  chart.update(data);
  // Streamlit also calls the clean-up of a run that a newer run overtook, while
  // the component stays mounted: dispose only of what really left the page.
  return () =>
    setTimeout(() => {
      if (chart.host.isConnected) return;
      chart.dispose();
      CHARTS.delete(parentElement);
    });
}
