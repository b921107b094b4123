// Pads to draw on with mouse, finger or keyboard. What is drawn is a string or a list of one value for each place.

/** A drawing that the person makes and the page keeps; the kinds of pad say what a stroke and a key do to it. */
export class Pad {
  constructor(surface) {
    this.surface = surface;
    this.pending = null; // what was sent and not yet confirmed by the page
    surface.classList.add("gv-pad");
    surface.onpointerdown = (event) => {
      surface.setPointerCapture(event.pointerId);
      this.drawing = true;
      this.last = null;
      this.stroke(event);
    };
    surface.onpointermove = (event) => this.drawing && this.stroke(event);
    surface.onpointerup = surface.onpointercancel = () => this.drawing && ((this.drawing = false), this.report());
    surface.onkeydown = (event) => this.key(event);
    surface.onkeyup = surface.onblur = () => this.pressed && ((this.pressed = false), this.report());
  }

  /** Take over what the page says, unless the person is ahead of it: still drawing, or not yet confirmed. */
  update({ drawn, label }, send) {
    this.send = send;
    this.surface.setAttribute("aria-label", label);
    if (this.pending?.length !== drawn.length || String(this.pending) === String(drawn)) this.pending = null;
    if (!(this.drawing || this.pressed || this.pending)) {
      this.confirmed = drawn;
      this.take(drawn);
    }
    this.paint();
  }

  /** Send what is drawn now, if that is news. */
  report() {
    const drawn = this.drawn();
    if (String(drawn) === String(this.pending ?? this.confirmed)) return;
    this.pending = drawn;
    this.send("drawn", drawn);
  }

  // Each kind of pad has its own:

  /** The drawing as the page keeps it. @returns {string | number[]} */
  drawn() {
    return "";
  }

  /** Take a drawing over. */
  take(_drawn) {}

  /** Draw where the pointer is. */
  stroke(_event) {}

  /** Move and draw by keys. */
  key(_event) {}

  /** Show the drawing. */
  paint() {}
}
