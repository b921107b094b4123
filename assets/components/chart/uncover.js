// A run that has just been revealed draws itself along its time, past the prediction that stands there.

const ROOM = "-24px"; // for strokes and marks at the edge of the ink
const CURTAIN = { left: `inset(${ROOM} ${ROOM} ${ROOM} 100%)`, right: `inset(${ROOM} 100% ${ROOM} ${ROOM})` };
const OPEN = `inset(${ROOM})`;
const CLASS = "gruviz-covered"; // nothing of the run is seen

/** Keep a run that is about to be drawn out of sight. */
export function cover(host) {
  if (!isStill()) host.classList.add(CLASS);
}

/**
 * Let it appear: the curves from one side to the other, then the names at their ends.
 * @param {HTMLElement} host
 * @param {{towards?: string, seconds?: number}} [veil]
 */
export function uncover(host, { towards = "left", seconds = 1.5 } = {}) {
  if (!host.classList.contains(CLASS)) return;
  host.classList.remove(CLASS);
  const timing = { duration: 1000 * seconds, easing: "cubic-bezier(0.3, 0, 0.4, 1)" };
  for (const layer of host.querySelectorAll(".cartesianlayer .mlayer")) {
    layer.animate([{ clipPath: CURTAIN[towards] }, { clipPath: OPEN }], timing);
  }
  for (const name of host.querySelectorAll(".infolayer .annotation")) {
    name.animate([{ opacity: 0 }, { opacity: 0, offset: 0.8 }, { opacity: 1 }], timing);
  }
}

const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
