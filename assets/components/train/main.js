// Learning to hear back: lanes, heatmaps and curves of a training, which plays, recorded or live.

import { html } from "../shared/dom.js";
import { isFree } from "../shared/keys.js";
import { letterScale } from "../shared/letters.js";
import { stopOf } from "../shared/stops.js";
import { put, say } from "../light/marks.js";
import { Bar } from "./bar.js";
import { Guess } from "./guess.js";
import { rem } from "./layout.js";
import { Picture } from "./picture.js";
import { Player } from "./player.js";
import { Pointer } from "./pointer.js";
import { endOf, reportOf, runOf } from "./run.js";
import { captionAt, count, rowAt, summary } from "./story.js";

const LINGERS = 5000; // ms that a picture which is nowhere on the page is kept
const GOES_ON = ["queued", "running", "paused"];
const ENDED = ["finished", "stopped"];

class Train {
  constructor(parent) {
    this.stopped = false;
    this.picture = new Picture();
    this.player = new Player({
      end: () => this.end(),
      planned: () => this.data.planned,
      speed: () => this.bar.speed,
      goesOn: () => Boolean(this.data.live) && GOES_ON.includes(this.data.status),
      isRunning: () => !this.data.live || this.data.status === "running",
      draw: () => this.draw(),
    });
    this.bar = new Bar({ toggle: () => this.toggle(), scrub: (update) => this.stand(update) });
    this.guess = new Guess((label) => this.trigger("guess", label));
    this.guess.changed = () => this.draw();
    this.pointer = new Pointer(this);
    this.caption = html("p", { class: "gv-caption", "aria-live": "polite" });
    this.root = html(
      "div",
      { class: "gv-train gv-plays gruviz-grows" },
      this.guess.root,
      this.picture.root,
      html("div", { class: "gv-dock" }, this.caption, this.bar.root),
    );
    this.picture.root.append(this.pointer.buttons, this.pointer.tip.root);
    parent.append(this.root);
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.root);
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
  }

  /** Take what Python sends; the place is kept while the same run grows. */
  update(data, trigger) {
    this.trigger = trigger;
    const { data: before } = this, isNew = before?.run_key !== data.run_key;
    const wasLive = Boolean(before?.live) && !isNew;
    this.data = data;
    const keep = (run) => isNew ? null : run;
    this.recorded = runOf(data.recorded, data.length, keep(this.recorded));
    this.live = runOf(data.live, data.length, keep(this.live));
    this.run = this.live ?? this.recorded;
    if (isNew || data.guess !== before.guess) this.guess.reset(data.guess);
    this.fit(true);
    if (isNew || wasLive !== Boolean(data.live) || turned(before, data)) return this.begin();
    if (this.player.mode === "following" && !this.player.moves) this.player.follow();
    this.draw();
  }

  /** A run comes into view: a recording plays, a training is followed. */
  begin() {
    this.player.at = 0;
    if (!this.run || this.data.status === "idle" && this.live) return this.player.idle();
    if (this.live) return this.player.follow();
    if (this.player.still.matches) return this.player.stand(this.end());
    this.player.play();
  }

  end() {
    return endOf(this.run);
  }

  fit(changed = false) {
    const scale = letterScale(), width = Math.floor(this.root.clientWidth / scale);
    if (!width || !this.data) return;
    const built = `${width} ${scale} ${globalThis.devicePixelRatio}`;
    if (!changed && built === this.built) return;
    this.built = built;
    const shadow = this.live ? this.recorded : null;
    const layout = this.picture.build(this.data, this.run, shadow, width);
    this.bar.fit(layout);
    this.pointer.fit(layout, this.data.learners);
    this.root.classList.toggle("is-wide", layout.wide);
    for (const [element, box] of [[this.caption, layout.words], [this.guess.root, layout.asking]]) {
      const style = box ? placed(box) : {};
      Object.assign(element.style, { left: "", top: "", width: "", height: "" }, style);
    }
    if (!changed) this.draw();
  }

  toggle() {
    if (this.player.mode === "still") this.player.play();
    else this.player.stand(this.shown);
  }

  /** Stand at an update; at the newest one of a training that goes on, follow it. */
  stand(update) {
    if (update >= this.end() && this.player.run.goesOn()) return this.player.follow();
    this.player.stand(update);
  }

  /** The update at which all stands. */
  get shown() {
    return Math.round(this.player.at);
  }

  key(event) {
    const { key, target } = event, here = this.root.contains(target);
    if (!this.run || !this.root.isConnected) return;
    const onRange = target === this.bar.range;
    if (!onRange && !(isFree(event) && (here || target.contains(this.root)))) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (key === " ") this.toggle();
    else if (!this.move(key)) return;
    event.preventDefault();
  }

  /** Go to where a key leads: from report to report. */
  move(key) {
    const { steps } = this.run, row = rowAt(steps, this.shown);
    const to = stopOf(key, row, steps.length, this.shown > steps[row]);
    if (to === null) return false;
    this.stand(steps[to]);
    return true;
  }

  draw() {
    const { picture, player, data, run } = this;
    if (!picture.layout) return;
    const update = player.at, shown = this.shown, { learners, task, length } = data;
    const reports = learners.map((_, i) => reportOf(run, i, update));
    const shadow = this.live ? this.recorded : null, { pointed } = this.pointer;
    picture.draw({ run, shadow, reports, update, cycle: player.cycle(), pointed });
    const over = this.live ? ENDED.includes(data.status) : Boolean(run), atEnd = over && update >= this.end();
    const row = run?.steps.length ? rowAt(run.steps, update) : 0;
    const words = summary({ task, learners, reports, update: run?.steps[row] ?? 0, length });
    if (!player.moves || row !== this.row) put(picture.svg, "aria-label", words);
    this.row = row;
    say(
      this.caption,
      captionAt(run?.captions ?? [], update)?.text ?? (run ? data.words.start : data.words.empty) ?? "",
    );
    this.bar.draw({
      update: shown,
      planned: data.planned,
      playing: ["playing", "following"].includes(player.mode),
      said: this.kind() + `update ${count(shown)} of ${count(data.planned)}`,
      words,
      able: this.end() > 0,
    });
    this.guess.draw({ run, learners, asks: data.asks !== false, atEnd, updates: this.end() });
    this.pointer.draw(this.guess);
  }

  /** Where there is room, whether one sees a recording. */
  kind() {
    if (!this.run || !this.picture.layout.wide) return "";
    if (!this.live) return "recorded · ";
    return { running: "live · ", queued: "waiting · ", paused: "paused · " }[this.data.status] ?? "";
  }

  stop() {
    this.stopped = true;
    this.player.stand(this.player.at);
    this.resized.disconnect();
    document.removeEventListener("keydown", this.onKey);
  }
}

function placed({ x, y, w, h }) {
  return { left: rem(x), top: rem(y), width: rem(w), height: rem(h) };
}

/** Whether a training has been started since, or put away. */
function turned(before, after) {
  const isOver = ENDED.includes(after.status) && GOES_ON.includes(before.status);
  const goesOn = GOES_ON.includes(after.status) && GOES_ON.includes(before.status);
  return before.status !== after.status && !isOver && !goesOn;
}

/** The picture that a page shows; the page may draw it in another place when a training starts, and it goes there. */
const shown = (/** @type {any} */ (globalThis)[Symbol.for("gruviz.train")] ??= { train: null });

function viewIn(parent) {
  const { train } = shown;
  if (!train || train.stopped) return shown.train = new Train(parent);
  if (train.root.parentElement !== parent) parent.append(train.root);
  return train;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const train = viewIn(parentElement);
  train.update(data, setTriggerValue);
  return () =>
    setTimeout(() => {
      if (!train.root.isConnected) train.stop();
    }, LINGERS);
}
