// What a presenter has beside the picture: the keys of a clicker, the list of steps, and a second window with notes.

import { html } from "../shared/dom.js";
import { isFree } from "../shared/keys.js";
import { lessonChannel, lessonName } from "../shared/windows.js";
import { backButton, meaning, onButton, reveals } from "./lead.js";
import { StepList } from "./step_list.js";

const PRESENTERS = new WeakMap(); // parentElement -> Presenter
const SETTLING = [0, 100, 300, 600]; // ms in which a control may take the focus, once more after it has moved
const ASKING = 8000; // ms in which a second press counts as the answer
const COUNTING = 1000; // ms between two looks at how many of a class have answered
const COUNTS = ".gruviz-class-line";
const ASK = "No prediction yet. Reveal anyway? Press → again.";
const MOVED = "input[type=radio], input[type=range], input[type=checkbox], button, [role=radio], [role=slider]";

class Presenter {
  constructor(parent) {
    this.parent = parent;
    this.told = ""; // of the class, last
    this.asked = 0; // when it was asked whether to reveal without a prediction
    this.name = lessonName();
    this.channel = lessonChannel(this.name);
    this.channel.onmessage = ({ data }) => this.hear(data);
    this.list = new StepList(parent, (step) => this.jump(step));
    this.question = html("div", { class: "gruviz-ask", role: "status" });
    const bar = html(
      "div",
      { class: "gruviz-presenter-bar" },
      html("button", { type: "button", title: "Key S", onclick: () => this.list.toggle(this.data) }, "Steps"),
      html("button", { type: "button", title: "Key N", onclick: () => this.openNotes() }, "Notes window"),
    );
    parent.append(bar, this.question);
    this.onKey = (event) => this.key(event);
    this.onPointer = () => this.point();
    this.counting = setInterval(() => this.counts !== this.told && this.tell(), COUNTING);
    globalThis.addEventListener("keydown", this.onKey); // last: whoever uses a key has said so by then
    document.addEventListener("pointerup", this.onPointer, true); // controls keep it to themselves
  }

  update(data, setTriggerValue) {
    if (data.at !== this.data?.at || data.revealed !== this.data?.revealed) this.ask(false);
    this.data = data;
    this.question.toggleAttribute("data-predicted", !data.unpredicted);
    this.setTriggerValue = setTriggerValue;
    for (const later of SETTLING) setTimeout(() => this.tell(), later); // the buttons come with the same run
  }

  /** How many of the class have answered, as the page says it; empty without a class. */
  get counts() {
    return document.querySelector(COUNTS)?.textContent.trim() ?? "";
  }

  /** Let the notes window know where the lesson is. */
  tell() {
    if (this.gone()) return;
    const next = onButton()?.textContent.trim() ?? "";
    this.told = this.counts;
    const { told: counts, question } = this;
    this.channel.postMessage({ kind: "state", ...this.data, next, counts, question: question.textContent });
  }

  hear({ kind, does, step }) {
    if (this.gone()) return;
    if (kind === "hello") this.tell();
    if (kind === "does") this.do(does);
    if (kind === "jump") this.jump(step);
  }

  key(event) {
    const does = meaning(event);
    if (this.gone() || !does || !isFree(event)) return;
    event.preventDefault();
    this.do(does);
  }

  do(what) {
    const { steps } = this.data;
    if (what === "on") this.on();
    else this.ask(false);
    if (what === "back") backButton()?.click();
    if (what === "first") this.jump(steps[0].key);
    if (what === "last") this.jump(steps.at(-1).key);
    if (what === "steps") this.list.toggle(this.data);
    if (what === "notes") this.openNotes();
  }

  /** Press what leads on; a run that nobody has predicted only when asked a second time. */
  on() {
    const button = onButton();
    if (!button) return;
    const asks = reveals(button) && this.data.unpredicted && performance.now() - this.asked > ASKING;
    this.ask(asks);
    if (!asks) button.click();
  }

  ask(asks) {
    this.asked = asks ? performance.now() : -Infinity;
    this.question.textContent = asks ? ASK : "";
    clearTimeout(this.forget);
    if (asks) this.forget = setTimeout(() => this.ask(false), ASKING);
    if (this.data) this.tell();
  }

  jump(step) {
    if (step !== this.data.at) this.setTriggerValue("jump", step);
  }

  openNotes() {
    const address = `./presenter-notes?of=${this.name}`;
    globalThis.open(address, `notes ${this.name}`, "popup,width=760,height=820");
  }

  /** A mouse leaves the keys to the lesson; whoever comes by keyboard keeps the control. */
  point() {
    if (this.gone()) return;
    for (const later of SETTLING) setTimeout(release, later);
  }

  gone() {
    if (this.parent.isConnected) return false;
    globalThis.removeEventListener("keydown", this.onKey);
    document.removeEventListener("pointerup", this.onPointer, true);
    clearTimeout(this.forget);
    clearInterval(this.counting);
    this.channel.close();
    return true;
  }
}

function release() {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  if (focused?.matches(MOVED) && !focused.closest("[role=dialog], [data-testid=stPopoverBody]")) focused.blur();
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!PRESENTERS.has(parentElement)) PRESENTERS.set(parentElement, new Presenter(parentElement));
  PRESENTERS.get(parentElement).update(data, setTriggerValue);
}
