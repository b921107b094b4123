// Playing: the cursor runs over the steps; going backward from the loss to the first step, as the gradient does.

const RATES = { forward: 4, backward: 8 }; // steps a second at 1×
const SHOW = 0.5; // speed of what is played when the page opens

export class Player {
  constructor(inside) {
    this.inside = inside;
    this.frame = 0;
    this.show = null; // the step at which the opening show ends
  }

  get isPlaying() {
    return this.frame !== 0;
  }

  toggle() {
    const { inside } = this, { view, scene } = inside;
    if (this.isPlaying) return inside.step(view.step);
    const end = view.way === "backward" ? 1 : scene.T;
    this.play(view.step === end ? scene.T + 1 - end : view.step, end);
  }

  /** Turned round, the gradient sets out from the end at once, and the state goes on from where it is. */
  turn() {
    const { inside } = this, { view, scene } = inside;
    this.pause();
    if (inside.still.matches) return;
    if (view.way === "backward") this.play(scene.T, 1);
    else this.toggle();
  }

  /** What is played when the page opens, from a step to another; nothing for those who prefer no motion. */
  openingShow(steps) {
    if (!steps || this.inside.still.matches || document.hidden) return;
    this.show = steps[1];
    this.play(steps[0], steps[1]);
  }

  /** Whatever a person touches ends the opening show. */
  endShow() {
    if (this.show !== null) this.pause();
  }

  play(from, end) {
    this.at = from;
    this.end = end;
    this.then = performance.now();
    this.frame = requestAnimationFrame((now) => this.advance(now));
    this.inside.jump(from);
  }

  advance(now) {
    const { inside, end } = this, { view } = inside;
    const way = view.way === "backward" ? -1 : 1;
    this.at += (way * RATES[view.way] * (this.show === null ? view.speed : SHOW) * (now - this.then)) / 1000;
    this.then = now;
    if ((end - this.at) * way <= 0) return this.finish(end);
    const step = way < 0 ? Math.ceil(this.at) : Math.floor(this.at);
    if (step !== view.step) inside.jump(step);
    if (!inside.still.matches) inside.panels.move(this.at);
    this.frame = requestAnimationFrame((next) => this.advance(next));
  }

  finish(end) {
    const wasShow = this.show !== null;
    this.pause();
    this.inside.jump(end);
    if (!wasShow) this.inside.rest();
  }

  pause() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.show = null;
  }
}
