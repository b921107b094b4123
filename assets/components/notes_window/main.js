// The second window of a presenter: notes, clock and what comes next, in step with the lesson in the first one.
// A page of its own: it needs no server once it is there, and asks the first window after a reload.

import { html } from "../shared/dom.js";
import { isFree } from "../shared/keys.js";
import { lessonChannel } from "../shared/windows.js";
import { meaning } from "../presenter/lead.js";
import { against, arrived, newClock, onStep, written } from "./clock.js";

const name = new URLSearchParams(location.search).get("of") ?? "";
const KEPT = `gruviz-clock ${name}`; // the clock over a reload
const PARTS = ["elapsed", "plan", "place", "title", "answer", "counts", "notes", "after", "ask"];
const WAITING = "Waiting for the lesson. Open it in presenter mode in another window of this browser.";

/** @returns {any} */
const found = (id) => document.querySelector(`#${id}`);

class NotesWindow {
  constructor() {
    this.channel = lessonChannel(name);
    this.clock = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") ?? newClock(Date.now());
    this.part = Object.fromEntries(PARTS.map((id) => [id, found(id)]));
    this.channel.onmessage = ({ data }) => data.kind === "state" && this.update(data);
    this.part.title.textContent = WAITING;
    for (const does of ["back", "on"]) found(does).onclick = () => this.do(does);
    found("restart").onclick = () => this.restart();
    found("steps").onchange = () => this.say({ kind: "jump", step: found("steps").value });
    addEventListener("keydown", (event) => this.key(event));
    setInterval(() => this.tick(), 500);
    this.say({ kind: "hello" });
  }

  say(message) {
    this.channel.postMessage(message);
  }

  do(does) {
    this.say({ kind: "does", does });
  }

  key(event) {
    const does = meaning(event);
    if (!["on", "back", "first", "last"].includes(does) || !isFree(event)) return;
    event.preventDefault();
    this.do(does);
  }

  update(state) {
    this.state = state;
    const { steps, at } = state;
    const here = steps.findIndex(({ key }) => key === at);
    this.set(arrived(this.clock, at, Date.now()));
    const { part } = this;
    part.place.textContent = `Step ${here + 1} of ${steps.length}`;
    part.title.textContent = steps[here].title;
    document.title = `Notes: ${steps[here].title}`;
    part.answer.innerHTML = state.answer; // ours, without markup of others
    part.notes.innerHTML = state.notes;
    part.counts.textContent = state.counts;
    part.ask.textContent = state.question;
    part.after.textContent = here + 1 < steps.length ? `Then: ${steps[here + 1].title}` : "This is the last step.";
    found("on").textContent = state.next ? `${state.next} →` : "→";
    this.list(steps, at);
    this.tick();
  }

  list(steps, at) {
    const list = found("steps");
    list.replaceChildren(
      ...steps.map(({ key, title }, i) => html("option", { value: key, selected: key === at }, `${i + 1}. ${title}`)),
    );
  }

  tick() {
    if (!this.state) return;
    const { steps, at } = this.state;
    const now = Date.now(), elapsed = now - this.clock.started;
    const minutes = steps.find(({ key }) => key === at).minutes;
    const whole = steps.reduce((sum, step) => sum + step.minutes, 0);
    this.part.elapsed.textContent = written(elapsed);
    this.part.plan.textContent = `of ${whole} min: ${against(steps, at, elapsed)}. ` +
      `This step ${written(onStep(this.clock, now))} of ${minutes} min.`;
  }

  restart() {
    const now = Date.now();
    this.set({ ...newClock(now), step: this.clock.step });
    this.tick();
  }

  set(clock) {
    this.clock = clock;
    sessionStorage.setItem(KEPT, JSON.stringify(clock));
  }
}

new NotesWindow();
