// Plotly's part of a card: one graph node for the life of the component, changed in place. The Plotly library itself
// comes from the server, from a file whose name has a hash of its content.

import { letterScale } from "../shared/letters.js";
import { quiet } from "../shared/quiet.js";
import { enlarged } from "./enlarge.js";
import { isEnd, refitted } from "./ends.js";
import { alike } from "./frames.js";
import { axes, readTheme, themedLayout, wholeRanges } from "./theme.js";

/** @typedef {import("./frames.js").Picture} Picture */

const LEAST = 60; // pixels of height: with less there is no room for axes, and Plotly divides by nothing
const CONFIG = {
  displayModeBar: false, // it lies over the legend, and half of its buttons do nothing here
  doubleClick: false, // Plotly goes back to the first range it ever drew
  responsive: false, // the graph has its own ResizeObserver
  showTips: false, // no notes in the corner of the page
  plotlyServerURL: "",
};
const MOVE = { duration: 250, easing: "cubic-in-out" };
const AT_ONCE = { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } };

/** The module that the server offers beside the page; the browser loads it once and keeps it. */
const loadPlotly = async (file) => (await import(new URL(file, document.baseURI).href)).default;

const hasRoom = ({ clientWidth, clientHeight }) => clientWidth > 0 && clientHeight >= LEAST;

export class Graph {
  /**
   * @param {HTMLElement} host
   * @param {() => void} heard Called when what is seen has changed: drawn, zoomed, resized.
   */
  constructor(host, heard) {
    this.host = host;
    this.heard = heard;
    this.Plotly = null;
    this.templates = {};
    /** @type {Picture | null} */
    this.wanted = null;
    /** @type {Picture | null} */
    this.shown = null;
    this.theme = ""; // of what is shown
    this.isDrawn = false;
    this.isMoving = false; // what is shown is a frame
    this.drawing = 0; // number of the newest drawing
    this.width = 0; // width it was drawn for
    this.height = 0; // likewise
    this.isWhole = true; // it has the height that the figure was made for
    this.scale = 1; // of its letters
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(host);
    host.setAttribute("aria-busy", "true");
  }

  /** Fetch Plotly, and draw what is wanted by then. */
  load(file) {
    quiet(this.host).then(() => loadPlotly(file)).then(
      (Plotly) => {
        this.Plotly = Plotly;
        this.draw(false);
      },
      (error) => this.fail(error),
    );
  }

  /**
   * Show a picture as the server sent it.
   * @param {Picture} picture
   * @param {boolean} moves Whether lines and axes may take a quarter of a second to get there.
   */
  show(picture, moves) {
    this.wanted = picture;
    this.draw(moves);
  }

  /**
   * Show a picture of many in a row, as fast as can be.
   * @param {Picture} picture
   */
  flash(picture) {
    this.wanted = picture;
    if (!this.isDrawn || !canFlash(this.shown, picture)) return this.draw(false);
    const traces = picture.data.map((_trace, at) => at);
    const data = picture.data.map((trace) => ({ ...enlarged(trace, this.scale) }));
    const frame = { data, layout: newAxes(this.shown, picture), traces };
    this.shown = picture;
    if (!this.isMoving) hideEnds(/** @type {any} */ (this.host).layout);
    this.isMoving = true;
    this.Plotly.animate(this.host, frame, AT_ONCE).then(this.heard, () => {}); // or the next overtook it
  }

  /** A layout for the height that the page leaves the chart, and with its letters, which may not be the figure's. */
  fitted(layout, scale) {
    this.height = this.host.clientHeight;
    this.isWhole = scale === 1 && this.height >= parseFloat(this.host.style.height);
    return enlarged(structuredClone(this.isWhole ? layout : refitted(layout, this.height, scale)), scale);
  }

  /** The annotations of what is shown while frames move it: Plotly leaves them where they were. */
  get marks() {
    if (!this.isMoving) return [];
    const { layout } = this.shown;
    const { annotations = [] } = this.isWhole ? layout : refitted(layout, this.height, this.scale);
    return enlarged(annotations, this.scale);
  }

  draw(moves) {
    const { host, wanted } = this;
    // In a closed tab or expander there is no width yet, on a projector no height: fit() draws later.
    if (!this.Plotly || wanted === null || !host.isConnected || !hasRoom(host)) return;
    const theme = readTheme(host);
    const isAsDrawn = wanted === this.shown && host.clientHeight === this.height;
    if (isAsDrawn && JSON.stringify(theme) === this.theme) return;
    const isMoving = moves && this.shown !== null && alike(this.shown.data, wanted.data) && !isStill();
    const themed = themedLayout(this.fitted(wanted.layout, theme.scale), this.templates, theme);
    const layout = isMoving ? { ...themed, transition: MOVE } : themed;
    this.shown = wanted;
    this.isMoving = false;
    this.theme = JSON.stringify(theme);
    this.scale = theme.scale;
    this.width = host.clientWidth;
    const drawing = ++this.drawing;
    if (isMoving) host.setAttribute("aria-busy", "true");
    try {
      this.Plotly.react(host, enlarged(structuredClone(wanted.data), theme.scale), layout, CONFIG).then(
        () => drawing === this.drawing && this.wasDrawn(),
        (error) => this.fail(error),
      );
    } catch (error) {
      this.fail(error);
    }
  }

  wasDrawn() {
    this.host.removeAttribute("aria-busy");
    if (!this.isDrawn) { // only now Plotly has given its element a way to listen
      const graph = /** @type {any} */ (this.host);
      graph.on("plotly_doubleclick", () => this.showWhole());
      graph.on("plotly_relayout", this.heard);
      graph.on("plotly_relayouting", this.heard);
      graph.on("plotly_afterplot", this.heard);
    }
    this.isDrawn = true;
    this.heard();
  }

  /** Plotly's own record of what it draws: arrays unpacked, axes with their scales. Null before the first drawing. */
  get drawn() {
    if (!this.isDrawn) return null;
    const { _fullData: data, _fullLayout: layout } = /** @type {any} */ (this.host);
    return { data, layout };
  }

  /** Whether a person has zoomed: an axis shows another range than the figure gives. */
  get isZoomed() {
    if (!this.isDrawn) return false;
    const shown = /** @type {any} */ (this.host).layout;
    return Object.entries(wholeRanges(this.shown.layout)).some(([path, whole]) => {
      const axis = shown[path.split(".")[0]] ?? {};
      return whole === true ? axis.autorange === false : JSON.stringify(axis.range) !== JSON.stringify(whole);
    });
  }

  showWhole() {
    this.Plotly.relayout(this.host, wholeRanges(this.shown.layout));
  }

  /**
   * The picture on the screen as a data URL: light, on white, under its title, whatever the theme.
   * @param {"png" | "svg"} format
   * @param {string[]} title In lines, as Plotly's markup.
   * @param {any[]} more Traces behind all others.
   * @param {number} plot Height without the title.
   */
  image(format, title, more, plot) {
    const graph = /** @type {any} */ (this.host);
    const { paper_bgcolor: _paper, plot_bgcolor: _plot, transition: _move, ...shown } = structuredClone(graph.layout);
    const top = 28 + 26 * title.length + (shown.showlegend === false ? 0 : 32);
    const [width, height] = [Math.max(960, this.host.clientWidth), plot + top];
    const layout = {
      ...shown,
      annotations: structuredClone(this.shown.layout.annotations),
      template: this.templates.light,
      font: { family: "sans-serif", ...this.shown.layout.font },
      title: { text: title.join("<br>"), font: { size: 20 }, x: 0, y: 1, yanchor: "top", pad: { l: 16, t: 36 } },
      margin: { l: 16, r: 16, b: 16, ...shown.margin, t: top },
      width,
      height,
    };
    const figure = { data: [...more, ...structuredClone(graph.data)], layout, config: CONFIG };
    return this.Plotly.toImage(figure, { format, width, height, scale: format === "png" ? 2 : 1 });
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (!this.Plotly || !hasRoom(this.host)) return;
    const isAsDrawn = this.shown === this.wanted && letterScale() === this.scale && height === this.height;
    if (!isAsDrawn) return this.draw(false);
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
    setTimeout(() => this.Plotly?.purge(this.host), 2 * MOVE.duration); // a transition on its way ends first
  }
}

/** Whether only that differs which needs no new plot: traces' numbers, ranges with their ticks, names at lines' ends. */
function canFlash(shown, picture) {
  return alike(shown.data, picture.data) && picture.data.every(canMove) &&
    axes(picture.layout).every((name) => picture.layout[name].range) && frameless(shown) === frameless(picture) &&
    (ticks(shown) === ticks(picture) || ranges(shown) !== ranges(picture));
}

/** All axes with ticks for their ranges, if any of these is another. */
function newAxes(shown, { layout }) {
  if (ranges(shown) === ranges({ layout })) return {};
  return Object.fromEntries(axes(layout).map((name) => [name, scale(layout[name])]));
}

/** Plotly would draw them again at each frame that has other ranges. */
function hideEnds(layout) {
  layout.annotations = layout.annotations?.map((one) => isEnd(one) ? { ...one, visible: false } : one);
}

const canMove = ({ type = "scatter" }) => type === "scatter" || type === "bar";

/** All that a frame may not change, as text. */
function frameless({ data, layout }) {
  const { annotations = [], template: _ours, ...rest } = layout;
  const named = data.filter((trace) => trace.showlegend !== false).map((trace) => trace.name);
  const fixed = Object.entries(rest).map((
    [name, value],
  ) => [name, axes({ [name]: value }).length ? scaleless(value) : value]);
  return JSON.stringify([layout.showlegend === false ? [] : named, annotations.filter((one) => !isEnd(one)), fixed]);
}

const scaleless = ({ range: _range, tickvals: _values, ticktext: _words, ...axis }) => axis;
const scale = ({ range, tickvals, ticktext }) => ({ range, ...(tickvals && { tickvals, ticktext }) });
const ranges = ({ layout }) => JSON.stringify(axes(layout).map((name) => layout[name].range));
const ticks = ({ layout }) => JSON.stringify(axes(layout).map((name) => layout[name].tickvals));
const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
