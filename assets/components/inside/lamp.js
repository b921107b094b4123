// What the network answers if it is asked now: a lamp, a letter or a number.

import { html } from "../shared/dom.js";

const ON = "ON", OFF = "OFF";

export class Lamp {
  constructor(host) {
    this.host = host;
    this.bulb = html("span", { class: "gv-bulb", "aria-hidden": "true" });
    this.answer = html("strong", { class: "gv-answer", role: "status" });
    this.note = html("span", { class: "gv-note" });
    host.append(this.bulb, html("p", { class: "gv-said" }, this.answer, this.note));
  }

  build(machine) {
    this.machine = machine;
    const { readout, machine: { answer } } = machine.scene;
    this.host.hidden = !readout && !answer;
    this.isSwitch = readout?.names.join() === `${ON},${OFF}`;
    this.host.classList.toggle("is-switch", this.isSwitch);
  }

  draw(step) {
    if (this.host.hidden) return;
    const said = this.machine.answerAt(step);
    this.host.classList.toggle("is-on", this.isSwitch && said?.text === ON);
    this.host.classList.toggle("is-wrong", said?.isRight === false && this.names);
    this.bulb.textContent = this.isSwitch ? "" : said?.text ?? "…";
    const [answer, note] = said ? this.words(said, step) : ["Answer: …", "It is asked after the last step."];
    if (this.answer.textContent !== answer) this.answer.textContent = answer;
    if (this.note.textContent !== note) this.note.textContent = note;
  }

  /** Whether it chooses among names. */
  get names() {
    return (this.machine.scene.readout?.names.length ?? 1) > 0;
  }

  words({ text, truth, isRight }, step) {
    const { scene } = this.machine;
    const asked = step === scene.T ? "asked after the last step" : `if asked after step ${step}`;
    if (!this.names) {
      const quantity = scene.machine.quantity ?? "true answer";
      return [`It says ${text}`, truth === null ? asked : `the ${quantity} is ${truth}`];
    }
    if (isRight === null || truth === null) return [`Answer: ${text}`, asked];
    return isRight ? [`Answer: ${text} ✓`, asked] : [`Answer: ${text} ✗`, `right would be ${truth}`];
  }
}
