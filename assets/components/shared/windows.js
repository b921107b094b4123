// The presenter's two windows: the lesson on the projector, and the notes that follow it, tell each other by name.

const NAME = "gruviz-lesson"; // under which a window keeps the name of its lesson over a reload

/** The name of this window's lesson; two lessons in one browser do not hear each other. */
export function lessonName() {
  try {
    const name = sessionStorage.getItem(NAME) ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
    sessionStorage.setItem(NAME, name);
    return name;
  } catch {
    return "only"; // a browser that keeps nothing
  }
}

/** The channel of a lesson; whoever says { kind: "hello" } is told { kind: "state", … }. */
export function lessonChannel(name) {
  return new BroadcastChannel(`${NAME} ${name}`);
}
