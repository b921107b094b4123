// Draws a Plotly figure and updates it in place: one graph node for the life of
// the component, Plotly.react on every change. The Plotly library itself comes
// from the server, from a file whose name has a hash of its content.

import { isDark } from "./shared/dark.js";

const CHARTS = new WeakMap(); // parentElement -> chart
const TRANSPARENT = "rgba(0,0,0,0)";
const CONFIG = {
  displaylogo: false,
  responsive: false, // the chart has its own ResizeObserver
  showTips: false, // no notes in the corner of the page
  showSendToCloud: false, // no "Share chart" button: it uploads to cloud.plotly.com
  plotlyServerURL: "",
  toImageButtonOptions: { format: "svg", scale: 2, filename: "chart" },
};

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
    autosize: true,
    template,
    font: { family: theme.family, color: theme.color, ...layout.font },
    // Left alone, Plotly draws a grey bar on a transparent paper.
    modebar: { bgcolor: TRANSPARENT, color: "#808080", activecolor: theme.color, ...layout.modebar },
  };
}

class Chart {
  constructor(parent) {
    this.host = document.createElement("div");
    this.host.className = "gruviz-chart";
    this.host.setAttribute("role", "figure");
    this.host.setAttribute("aria-busy", "true");
    parent.append(this.host);
    this.Plotly = null;
    this.data = null;
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
      const layout = themedLayout(figure.layout, structuredClone(data.templates), theme);
      const config = { ...CONFIG, ...data.config };
      this.Plotly.react(host, figure.data, layout, config).then(
        () => host.removeAttribute("aria-busy"),
        (error) => this.fail(error),
      );
    } catch (error) {
      this.fail(error);
    }
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
    this.host.remove();
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
