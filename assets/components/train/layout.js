// Where everything stands, in pixels, from the width and the number of networks alone.

const WIDE = 760; // pixels from which on lanes and heatmaps stand beside each other
const ROOM = { strip: 86, rows: 222, loss: 148 }; // heights at 1280 × 720
const TALLEST = 200, LOWEST = 18, ROAD = 52; // a lane is no higher than a road looks
const SLIM = 54; // a row lower than this has its words in one line

/** @typedef {{ x: number, y: number, w: number, h: number }} Box */

/** @param {number} width @param {number} count Of networks. */
export function layoutFor(width, count) {
  return width < WIDE ? stacked(width, count) : beside(width, count);
}

function beside(width, count) {
  const pitch = Math.max(LOWEST, Math.min(TALLEST, Math.floor(ROOM.rows / count)));
  const slim = pitch < SLIM, gap = slim ? 3 : 10;
  const names = slim ? (width < 1000 ? 176 : 204) : 168,
    answer = slim ? 92 : 86,
    axis = 52,
    ends = width < 960 ? 76 : 92;
  const free = width - names - answer - axis - ends - 16;
  const lane = Math.round(0.46 * free), heat = free - lane;
  const [laneX, answerX] = [names, names + lane + 12];
  const heatX = answerX + answer + axis;
  const top = ROOM.strip + 22, room = Math.max(ROOM.rows, count * pitch);
  const rows = Array.from({ length: count }, (_, i) => {
    const y = top + i * pitch, h = pitch - gap, road = Math.min(ROAD, h);
    return {
      label: { x: 0, y, w: names - 12, h },
      lane: { x: laneX, y: y + (h - road) / 2, w: lane, h: road },
      heat: { x: heatX, y, w: heat, h },
    };
  });
  const end = top + room;
  const loss = { x: heatX, y: end + 22, w: heat, h: ROOM.loss - 44 };
  return {
    wide: true,
    slim,
    width,
    height: end + ROOM.loss,
    strip: { x: laneX, y: 22, w: lane, h: ROOM.strip - 34 },
    answerX,
    answerW: answer,
    rows,
    loss,
    ends: { x: heatX + heat + 8, w: ends - 8 },
    axisY: loss.y + loss.h,
    key: { x: 0, y: end + 14, w: answerX + answer },
    words: { x: 0, y: end + 40, w: answerX + answer - 8, h: ROOM.loss - 46 },
    asking: { x: heatX, y: 0, w: width - heatX, h: ROOM.strip },
  };
}

function stacked(width, count) {
  const slim = count > 5, axis = 44, ends = 66;
  const strip = { x: 0, y: 66, w: width, h: 52 };
  const head = 28, laneH = slim ? 12 : 24, heatH = slim ? 22 : 40;
  const pitch = head + laneH + 6 + heatH + (slim ? 8 : 14);
  const top = strip.y + strip.h + 30;
  const rows = Array.from({ length: count }, (_, i) => {
    const y = top + i * pitch;
    return {
      label: { x: 0, y, w: width, h: head + laneH },
      lane: { x: 0, y: y + head, w: width, h: laneH },
      heat: { x: axis, y: y + head + laneH + 6, w: width - axis - ends, h: heatH },
    };
  });
  const end = top + count * pitch;
  const loss = { x: axis, y: end + 22, w: width - axis - ends, h: count > 7 ? 150 : 110 };
  return {
    wide: false,
    slim,
    width,
    height: loss.y + loss.h + 86,
    strip,
    answerX: width,
    answerW: 120,
    rows,
    loss,
    ends: { x: width - ends + 6, w: ends - 6 },
    axisY: loss.y + loss.h,
    key: { x: 0, y: loss.y + loss.h + 58, w: width },
    words: null,
    asking: null,
  };
}

/** A length in the layout's pixels for HTML, which grows with the letters as the canvas does. */
export function rem(pixels) {
  return `${pixels / 16}rem`;
}

/** The place of an update on the axis that heatmaps, curve and scrubber share. */
export function placeOf({ loss }, update, planned) {
  return loss.x + loss.w * update / planned;
}

/** The update at a place, within the axis. */
export function updateAt({ loss }, x, planned) {
  return Math.round(Math.max(0, Math.min(1, (x - loss.x) / loss.w)) * planned);
}

/** The step at a place of a lane of `length` steps and the state before the first; null outside. */
export function stepAt({ x, w }, at, length) {
  return at < x || at > x + w ? null : Math.min(length, Math.floor((at - x) / w * (length + 1)));
}

/** Left and right edge of each report's column, half way to its neighbours: each is centred on its update. */
export function columns(steps, planned) {
  const between = (a, b) => (steps[a] + steps[b]) / 2;
  return steps.map((step, k) => [
    (k ? between(k - 1, k) : step) / planned,
    (k < steps.length - 1 ? between(k, k + 1) : step) / planned,
  ]);
}
