// Pads to draw on with mouse, finger or keyboard. What is drawn is a string or a list of one value for each place.

/** A drawing that the person makes and the page keeps; the kinds of pad say what a stroke and a key do to it. */
class Pad {
  constructor(surface) {
    this.surface = surface;
    this.told = null; // what the page was told and has not answered yet
    surface.classList.add("gv-pad");
    surface.onpointerdown = (event) => {
      surface.setPointerCapture(event.pointerId);
      this.drawing = true;
      this.last = null;
      this.stroke(event);
    };
    surface.onpointermove = (event) => this.drawing && this.stroke(event);
    surface.onpointerup = surface.onpointercancel = () => this.drawing && ((this.drawing = false), this.tell());
    surface.onkeydown = (event) => this.key(event);
    surface.onkeyup = surface.onblur = () => this.pressed && ((this.pressed = false), this.tell());
  }

  /** Take over what the page says, unless the person is ahead of it: still at it, or told and not yet heard. */
  update({ drawn, label }, send) {
    this.send = send;
    this.surface.setAttribute("aria-label", label);
    if (this.told?.length !== drawn.length || String(this.told) === String(drawn)) this.told = null;
    if (!(this.drawing || this.pressed || this.told)) {
      this.known = drawn;
      this.take(drawn);
    }
    this.paint();
  }

  /** Say what is drawn now, if that is news. */
  tell() {
    const drawn = this.drawn();
    if (String(drawn) === String(this.told ?? this.known)) return;
    this.told = drawn;
    this.send("drawn", drawn);
  }
}
