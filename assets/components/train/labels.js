// Words and numbers of the picture, as SVG texts over the canvas; what changes while it plays is written by `draw`.

import { svg } from "../shared/dom.js";
import { kept } from "../light/layout.js";
import { put, say } from "../light/marks.js";
import { askedOf, isShare } from "./task.js";
import { placeOf } from "./layout.js";
import { linearTicks, tickWords } from "./ticks.js";
import { count } from "./story.js";

/** @type {[number, string][]} Bytes of the key to the brightness, and what they stand for. */
export const KEY = [[204, "100%"], [184, "1%"], [164, "0.01%"], [143, "1 in a million"], [103, "less"], [
  0,
  "exactly 0",
]];
const SAMPLE = 16; // pixels
const ASIDE = 190; // pixels before the plot's end from which on the curves' names stand beside it, where levels are named

export class Labels {
  constructor(host) {
    this.host = host;
  }

  /** Make all that a layout, a task and its networks fix. */
  build({ layout, task, learners, planned, length, scale, measure }) {
    this.layout = layout;
    this.measure = measure;
    this.digits = String(length).length;
    this.rows = layout.rows.map((row, i) => this.row(row, learners[i]));
    this.ends = learners.map(() => text("gv-end gv-over", layout.ends.x, 0, ""));
    this.ends.forEach((end, i) => {
      color(end, learners[i]);
      this.fitted(end, learners[i], layout.ends.w, 12);
    });
    this.host.replaceChildren(
      ...this.above(task),
      ...this.directions(),
      ...this.rows.flatMap(({ group }) => group),
      ...axes(layout, planned, scale, task),
      ...this.key(),
      ...this.ends,
    );
  }

  /** The task: its sentence, its formula and the right answer. */
  above(task) {
    const { strip, answerX, wide, rows, width } = this.layout, [asked, target] = askedOf(task);
    if (!wide) {
      const letter = this.measure(task.sentence, "600 14px") / task.sentence.length + 0.2;
      const title = wrapped(task.sentence, width, letter).slice(0, 2).map((line, i) =>
        text("gv-sentence", 0, 14 + 18 * i, line)
      );
      return [...title, text("gv-formula", 0, 56, asked), text("gv-target", width, 56, target, "end")];
    }
    const title = text("gv-sentence", 0, 14, task.sentence);
    const lines = wrapped(asked, rows[0].label.w, 7.6), middle = strip.y + strip.h / 2 + 8;
    const formula = lines.map((line, i) =>
      text("gv-formula", strip.x - 14, middle + 18 * (i - (lines.length - 1) / 2), line, "end")
    );
    return [title, ...formula, text("gv-target", answerX, middle + 1, target)];
  }

  directions() {
    const { rows, wide, answerX } = this.layout, { lane, heat } = rows[0];
    const y = wide ? heat.y - 8 : lane.y - 34;
    const way = lane.w > 300 ? "← the error signal runs back" : "← running back";
    const common = [
      text("gv-axis", lane.x, y, "first step"),
      text("gv-axis", lane.x + lane.w / 2 + (lane.w > 300 ? 0 : 6), y, way, "middle"),
      text("gv-axis", lane.x + lane.w, y, "last", "end"),
    ];
    if (!wide) return common;
    if (this.layout.slim) common.push(text("gv-axis", rows[0].label.w, y, "hears, in steps", "end"));
    const words = heat.w > 360 ? "Over all updates: the first step on top, the last at the bottom" : "Over all updates";
    return [...common, text("gv-axis", answerX, y, "answers"), text("gv-axis", heat.x, y, words)];
  }

  row({ label, lane, heat }, learner) {
    const { wide, slim, answerX, ends, width } = this.layout;
    const name = text("gv-name", 0, 0, learner.label), hears = text("gv-axis", 0, 0, "hears");
    const number = text("gv-number", 0, 0, ""), back = text("gv-axis", 0, 0, "steps back");
    const answer = text("gv-answer", 0, 0, ""), sure = text("gv-axis", 0, 0, "");
    const solved = text("gv-solved", ends.x, 0, ""), since = text("gv-axis", ends.x, 0, "");
    color(name, learner);
    const middle = lane.y + lane.h / 2 + 5;
    if (!wide) {
      const y = label.y + 19, right = this.numberEnd(width * 0.36, 22);
      place([[name, 0, y], [hears, width * 0.36, y], [number, right, y, "end"], [back, right + 4, y]]);
      place([[answer, width, y, "end"], [solved, ends.x, heat.y + 13], [since, ends.x, heat.y + 29]]);
      if (slim) number.classList.add("is-slim");
      this.fitted(name, learner, width * 0.36 - 6, 16);
      return { group: [name, hears, number, back, answer, solved, since], number, answer, sure, solved, since, back };
    }
    if (slim) {
      hears.textContent = "";
      back.textContent = "back";
      number.classList.add("is-slim");
      answer.classList.add("is-slim");
      name.classList.add("is-slim");
      this.fitted(name, learner, label.w - 62, 13);
      place([[name, 0, middle], [number, label.w - 30, middle, "end"], [back, label.w - 26, middle]]);
      place([[answer, answerX, middle], [solved, ends.x, middle]]);
      return { group: [name, number, back, answer, solved], number, answer, sure, solved, since, back };
    }
    const right = this.numberEnd(0, 30); // numbers of any size end there: nothing is to jump
    const low = Math.min(middle + 22, label.y + label.h - 4);
    place([[name, 0, low - 30], [hears, 0, low], [number, right, low, "end"], [back, right + 5, low]]);
    place([[answer, answerX, middle - 5], [sure, answerX, middle + 13]]);
    place([[solved, ends.x, heat.y + heat.h / 2 - 2], [since, ends.x, heat.y + heat.h / 2 + 14]]);
    return {
      group: [name, hears, number, back, answer, sure, solved, since],
      number,
      answer,
      sure,
      solved,
      since,
      back,
    };
  }

  /** Where a number ends that stands after "hears". */
  numberEnd(from, size) {
    return from + this.measure("hears", "12px") + 8 + this.measure("0".repeat(this.digits), `700 ${size}px`);
  }

  /** The whole name, or the short one where it has no room, or as much of that as has. */
  fitted(element, { label, short }, room, size) {
    const has = (words) => this.measure(words, `650 ${size}px`) <= room;
    let words = has(label) ? label : short;
    while (words.length > 2 && !has(words)) words = `${words.replace(/…$/, "").slice(0, -1).trimEnd()}…`;
    element.textContent = words;
  }

  /** What the brightness says; its samples are painted on the canvas. */
  key() {
    const { key, wide } = this.layout, gap = wide ? 14 : 8, all = "Part of the signal left:";
    const wideOf = (shown) => shown.reduce((sum, [, said]) => sum + SAMPLE + 5 + this.measure(said, "12px") + gap, 0);
    const short = this.measure(all, "12px") + gap + wideOf(KEY) > key.w;
    const name = short ? "Signal left:" : all, shown = short ? KEY.filter((_, i) => i !== 2 && i !== 3) : KEY;
    let x = key.x + this.measure(name, "12px") + gap;
    const title = text("gv-axis", key.x, key.y + 4, name);
    this.samples = [];
    const words = shown.map(([code, said]) => {
      this.samples.push([code, { x, y: key.y - SAMPLE / 2, w: SAMPLE, h: SAMPLE }]);
      const one = text("gv-axis", x + SAMPLE + 5, key.y + 4, said);
      x += SAMPLE + 5 + this.measure(said, "12px") + gap;
      return one;
    });
    return [title, ...words];
  }

  /**
   * Write what is so at a report.
   * @param {{ rows: { hears: number | null, answer: any, solved: number | null }[], ends: (number | null)[] }} now
   */
  draw({ rows, ends }) {
    const { wide, slim } = this.layout;
    rows.forEach((row, i) => {
      const marks = this.rows[i], { answer } = row;
      say(marks.number, row.hears === null ? "–" : String(row.hears));
      if (!slim || !wide) say(marks.back, row.hears === 1 ? "step back" : "steps back");
      say(marks.answer, answer ? `${answer.text}${answer.right ? " ✓" : ""}` : "");
      put(marks.answer, "data-right", String(Boolean(answer?.right)));
      say(marks.sure, answer?.sure ?? "");

      say(marks.solved, row.solved === null ? "" : slim && wide ? `✓ at ${count(row.solved)}` : "✓ solved");
      say(marks.since, row.solved === null ? "" : `at ${count(row.solved)}`);
    });
    this.drawEnds(ends);
  }

  /** Names at the curves' ends, apart from each other. */
  drawEnds(ends) {
    const { loss, ends: room } = this.layout,
      many = ends.length > 7,
      aside = many || !this.layout.wide,
      apart = many ? 11.8 : 14;
    const shown = ends.map((_, i) => i).filter((i) => ends[i] !== null);
    const heights = shown.map((i) => ends[i].y);
    const low = loss.y + (many ? -14 : 2), least = low + apart * (shown.length - 1);
    const places = kept(heights, apart, low, Math.max(loss.y + loss.h - 6, least));
    this.ends.forEach((end) => put(end, "visibility", "hidden"));
    shown.forEach((i, k) => {
      put(this.ends[i], "visibility", "visible");
      put(this.ends[i], "y", (places[k] + 4).toFixed(1));
      put(this.ends[i], "x", (aside || ends[i].x > loss.x + loss.w - ASIDE ? room.x : ends[i].x + 8).toFixed(1));
    });
  }
}

function axes(layout, planned, scale, task) {
  const { loss, axisY, wide } = layout;
  const ups = scale.ticks.map((tick) => {
    const y = loss.y + loss.h * (1 - scale.part(tick));
    return text("gv-tick", loss.x - 6, y + 4, tickWords(tick, isShare(task)), "end");
  });
  const along = linearTicks(0, planned, wide ? 6 : 4).filter((tick) => tick <= planned);
  const ticks = along.map((tick) =>
    text("gv-tick", placeOf(layout, tick, planned), axisY + 16, count(tick), tick === planned ? "end" : "middle")
  );
  const name = `${task.metric}${scale.log ? " (log scale)" : ""}`;
  return [
    ...ups,
    ...ticks,
    wide
      ? text("gv-axis", loss.x - 8, axisY + 16, "updates", "end")
      : text("gv-axis", loss.x + loss.w / 2, axisY + 32, "updates", "middle"),
    text("gv-axis", loss.x, loss.y - 7, name),
    text("gv-axis gv-over", loss.x + loss.w - 4, levelY(task.baseline, loss, scale), "without memory", "end"),
    text("gv-axis gv-over", loss.x + loss.w - 4, levelY(task.bar, loss, scale), "solved", "end"),
  ];
}

/** Where a level is named: above its line, below where there is no room. */
function levelY(value, loss, scale) {
  const y = loss.y + loss.h * (1 - scale.part(value));
  return y - loss.y < 16 ? y + 14 : y - 5;
}

function text(name, x, y, words, anchor = null) {
  const element = svg("text", { class: name, x, y, "text-anchor": anchor });
  element.textContent = words;
  return element;
}

function place(all) {
  for (const [element, x, y, anchor] of all) {
    element.setAttribute("x", x);
    element.setAttribute("y", y);
    if (anchor) element.setAttribute("text-anchor", anchor);
  }
}

function color(element, learner) {
  element.style.setProperty("--own", learner.color);
}

/** Words in lines of at most so many pixels, as letters are wide on the average. */
export function wrapped(words, room, letter) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && letter * (last.length + 1 + word.length) > room) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
