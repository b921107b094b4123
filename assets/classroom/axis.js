// A number is predicted by a point on an axis, the teacher's: dragged, tapped, or moved by the arrow keys.

import { html, setAll, svg } from "../components/shared/dom.js";
import { heights, nearest, placeOf } from "./scale.js";
import { counted, countsOf } from "./words.js";

const TOP = 26;
const HEIGHT = 350;
const BOTTOM = HEIGHT - 26;
const RIGHT = 14;
/** Pixels from the frame to the ends of the curve. */
const INSET = 22;
/** Milliseconds after the last key before an answer is sent. */
const PAUSE = 500;

/**
 * @param {any} state The class.
 * @param {(value: number) => void} vote Takes an answer.
 * @param {number} width Pixels.
 */
export function axis(state, vote, width) {
  const { question: { axis }, own: [first, second], phase, outcome, tally } = state;
  const open = phase === "first" || phase === "second";
  const answer = phase === "first" ? first : phase === "second" ? second ?? first : second ?? first;
  let place = answer === null ? -1 : placeOf(axis, answer);
  let old = phase === "second" && second === null; // the point still lies where the first round left it
  const left = Math.min(150, Math.max(84, width * 0.36));
  const at = heights(axis);
  const y = (value) => BOTTOM - (BOTTOM - TOP) * at(value);
  const x = (share) => left + INSET + (width - RIGHT - left - 2 * INSET) * share;

  const words = html("output", { class: "value" });
  const line = svg("line", { x1: left, x2: width - RIGHT, class: "guess" });
  const point = svg("circle", { cx: left, r: 13, class: "point" });
  const handle = html("div", {
    class: "handle",
    role: "slider",
    tabindex: open ? 0 : null,
    "aria-orientation": "vertical",
    "aria-label": axis.name,
    "aria-valuemin": 0,
    "aria-valuemax": axis.stops.length - 1,
    "aria-disabled": open ? null : "true",
  });
  const picture = svg(
    "svg",
    { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true" },
    ...axis.marks.map((mark) => label(axis.stops[mark], left, width, y)),
    ...(tally ? dots(tally, axis, left, width, y) : []),
    ...(phase !== "first" && first !== null && first !== answer ? [before(first, left, width, y)] : []),
    ...(outcome ? run(outcome, x, y) : []),
    line,
    point,
  );
  const stage = html("div", { class: "axis" }, picture, handle);

  function show() {
    const [value, said] = axis.stops[place] ?? [];
    const height = place < 0 ? (TOP + BOTTOM) / 2 : y(value);
    setAll(line, {
      y1: height,
      y2: height,
      class: old ? "before" : "guess",
      visibility: place < 0 ? "hidden" : "visible",
    });
    setAll(point, { cy: height, class: place < 0 || old ? "point unset" : "point" });
    setAll(handle, {
      "aria-valuenow": Math.max(place, 0),
      "aria-valuetext": place < 0 ? "no answer yet" : said,
    });
    handle.style.top = `${height - 24}px`;
    handle.style.left = `${left - 24}px`;
    words.textContent = place < 0 ? (open ? "Drag the point" : "No answer") : old ? `First: ${said}` : said;
  }

  function to(next) {
    place = Math.min(Math.max(next, 0), axis.stops.length - 1);
    old = false;
    show();
  }

  if (open) {
    drags(stage, (height) => to(nearest(axis, (BOTTOM - height) / (BOTTOM - TOP))), () => vote(axis.stops[place][0]));
    let due = 0;
    handle.onkeydown = (event) => {
      const middle = Math.floor(axis.stops.length / 2);
      const from = place < 0 ? middle : place;
      const next = moved(event.key, from, axis.stops.length);
      if (next === null) return;
      event.preventDefault();
      to(next);
      clearTimeout(due);
      due = setTimeout(() => vote(axis.stops[place][0]), PAUSE);
    };
  }
  show();
  return html(
    "div",
    { class: "number" },
    html("p", { class: "name" }, axis.name),
    words,
    stage,
    ...ends(outcome, left),
  );
}

/** Where a key leads from a place; null if nowhere. */
export function moved(key, place, stops) {
  const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 5, PageDown: -5 }[key];
  if (by) return place + by;
  if (key === "Home") return 0;
  if (key === "End") return stops - 1;
  return key === "Enter" || key === " " ? place : null;
}

/** Let a finger or the mouse move what lies on a stage; `go` gets pixels from its top. */
function drags(stage, go, done) {
  let held = false;
  const move = (event) => go(event.clientY - stage.getBoundingClientRect().top);
  stage.onpointerdown = (event) => {
    held = true;
    stage.setPointerCapture(event.pointerId);
    event.preventDefault();
    stage.querySelector(".handle").focus({ preventScroll: true });
    move(event);
  };
  stage.onpointermove = (event) => held && move(event);
  stage.onpointerup = stage.onpointercancel = () => {
    if (held) done();
    held = false;
  };
}

function label([value, words], left, width, y) {
  const text = svg("text", { x: left - 22, y: y(value) + 5, "text-anchor": "end", class: "mark" });
  text.append(
    ...lines(words, 15).map((line, i, all) => {
      const part = svg("tspan", { x: left - 22, dy: i ? 16 : -8 * (all.length - 1) });
      part.textContent = line;
      return part;
    }),
  );
  return svg("g", {}, svg("line", { x1: left, x2: width - RIGHT, y1: y(value), y2: y(value), class: "grid" }), text);
}

/** Words in lines of about so many letters. */
export function lines(words, letters) {
  return words.split(" ").reduce((all, word) => {
    const last = all.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= letters) all[all.length - 1] = `${last} ${word}`;
    else all.push(word);
    return all;
  }, []);
}

function before(value, left, width, y) {
  const text = svg("text", { x: width - RIGHT, y: y(value) - 6, "text-anchor": "end", class: "mark" });
  text.textContent = "first answer";
  const line = svg("line", { x1: left, x2: width - RIGHT, y1: y(value), y2: y(value), class: "before" });
  return svg("g", {}, line, svg("circle", { cx: left, cy: y(value), r: 8, class: "before" }), text);
}

/** The votes of the class as bars: the first round above, the second below its stop. */
function dots(tally, axis, left, width, y) {
  const values = axis.stops.map(([value]) => value);
  const rounds = tally.map((votes) => countsOf(votes, values));
  const most = Math.max(1, ...rounds.flat());
  return rounds.flatMap((counts, round) =>
    counts.flatMap((count, place) =>
      count
        ? [svg("rect", {
          x: left + 16,
          y: y(values[place]) + (round ? 0.5 : -4.5),
          width: ((width - RIGHT - left - 30) * 0.6 * count) / most,
          height: 4,
          class: `votes round${round + 1}`,
        })]
        : []
    )
  );
}

function run(outcome, x, y) {
  const marks = [];
  if (outcome.curve) {
    const [points, , , asked] = outcome.curve;
    let pen = "M";
    const d = points.map(([share, value]) => {
      if (value === null) return (pen = "M", "");
      const step = `${pen}${x(share).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = "L";
      return step;
    });
    marks.push(svg("path", { d: d.join(""), class: "run", pathLength: 1 }));
    if (outcome.right !== null) marks.push(svg("circle", { cx: x(asked), cy: y(outcome.right), r: 7, class: "run" }));
  } else if (outcome.right !== null) {
    marks.push(svg("line", { x1: x(0), x2: x(1), y1: y(outcome.right), y2: y(outcome.right), class: "run" }));
  }
  return marks;
}

/** What the left and the right end of the curve are. */
function ends(outcome, left) {
  if (!outcome?.curve) return [];
  const [, from, to] = outcome.curve;
  const row = html("p", { class: "ends" }, html("span", {}, from), html("span", {}, to));
  row.style.marginLeft = `${left}px`;
  return [row];
}

/** Votes in words. */
export function numbersInWords(tally, axis) {
  const values = axis.stops.map(([value]) => value);
  const said = (place) => axis.stops[place][1];
  return [
    counted("First vote", countsOf(tally[0], values), said),
    counted("Second vote", countsOf(tally[1], values), said),
  ]
    .filter(Boolean).join(" ");
}
