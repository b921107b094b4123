// Labels at the ends of lines, which keep clear of each other: the figure places them for its own height, and where the
// page gives a chart less, they are placed again.

const NAME = "end"; // by which the figure's labels are known among its annotations
const ROW = 16; // pixels of a row of a label
const GAP = 4; // between two labels
const FRAME = 64; // of a chart, above and below its plot

/**
 * A layout for a chart of another height.
 * @param {any} layout
 * @param {number} height Of the chart, in pixels.
 * @param {number} scale Of its letters.
 * @returns {any}
 */
export function refitted(layout, height, scale = 1) {
  const notes = layout.annotations ?? [];
  const whole = height - FRAME * scale;
  const moved = new Map();
  for (const yref of new Set(notes.filter(isEnd).map((note) => note.yref))) {
    const labels = notes.filter((note) => isEnd(note) && note.yref === yref);
    const { range: [low, high], domain: [bottom, top] = [0, 1] } = layout[yref.replace("y", "yaxis")];
    const plot = whole * (top - bottom); // of stacked panels, one's own
    const wanted = labels.map(({ y }) => plot * (high - y) / (high - low));
    spread(wanted, labels.map((label) => tall(label) * scale), plot).forEach((place, at) =>
      moved.set(labels[at], place - wanted[at])
    );
  }
  return { ...layout, annotations: notes.map((note) => moved.has(note) ? { ...note, ay: moved.get(note) } : note) };
}

/** Whether an annotation names a line's end. */
export const isEnd = ({ name }) => name === NAME;
const tall = ({ text }) => ROW * text.split("<br>").length + GAP;

/**
 * Middles of labels, moved down until they are clear of those above, and up again from the end of the room.
 * @param {number[]} wanted
 * @param {number[]} heights
 * @param {number} room
 * @returns {number[]}
 */
export function spread(wanted, heights, room) {
  const order = wanted.map((_, at) => at).sort((one, other) => wanted[one] - wanted[other]);
  const places = [...wanted];
  let top = 0;
  for (const at of order) {
    places[at] = Math.max(places[at], top + heights[at] / 2);
    top = places[at] + heights[at] / 2;
  }
  let bottom = room;
  for (const at of order.reverse()) {
    places[at] = Math.min(places[at], bottom - heights[at] / 2);
    bottom = places[at] - heights[at] / 2;
  }
  return places;
}
