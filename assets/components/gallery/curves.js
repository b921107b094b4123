// Sketches of a digit that is read, a sound, a forecast, and the traces of a watch.

const NETWORKS = ["RNN", "GRU", "LSTM"];

/** A digit appears row by row; beside it the chance that each network gives to the right answer. */
export function digit(context, { width, height, data, look, at }) {
  const side = Math.min(height - 32, width * 0.42), pixel = side / 28, left = 12, top = 8;
  const rows = at * 28;
  context.fillStyle = "#fff";
  context.fillRect(left, top, side, side);
  data.ink.forEach((row, y) => {
    if (y >= rows) return;
    [...row].forEach((level, x) => {
      if (level === "0") return;
      context.fillStyle = `rgba(20,20,28,${parseInt(level, 16) / 15})`;
      context.fillRect(left + x * pixel, top + y * pixel, pixel + 0.3, pixel + 0.3);
    });
  });
  context.fillStyle = "#b07900";
  if (at < 1) context.fillRect(left - 5, top + rows * pixel - 1, side + 10, 2);
  const from = left + side + 18, wide = (width - from - 12) / 3, row = Math.min(27, Math.floor(rows));
  NETWORKS.forEach((name, k) => bar(context, from + k * wide, wide - 8, data.chances[name][row], name, height, look));
}

function bar(context, x, wide, chance, name, height, look) {
  const floor = height - 24, high = floor - 12;
  context.strokeStyle = look.ink;
  context.globalAlpha = 0.3;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, floor - high + 0.5, wide - 1, high - 1);
  context.globalAlpha = 1;
  context.fillStyle = look.colors[name];
  context.fillRect(x, floor - chance * high, wide, chance * high);
}

/** Frames of a sound, a cursor, and how sure the network is by then. */
export function sound(context, { width, height, data, look, at }) {
  const steps = data.levels.length, bands = data.levels[0].length, wide = width - 16, high = height - 24;
  const reached = at * steps;
  data.levels.forEach((frame, t) => {
    [...frame].forEach((level, band) => {
      const share = parseInt(level, 16) / 15;
      context.fillStyle = `hsl(${280 - 220 * share} 60% ${18 + 50 * share}%)`;
      context.fillRect(
        8 + (t * wide) / steps,
        4 + (high * (bands - 1 - band)) / bands,
        wide / steps + 0.5,
        high / bands + 0.5,
      );
    });
  });
  context.fillStyle = look.paper;
  context.globalAlpha = 0.6; // what has not been heard yet
  context.fillRect(8 + at * wide, 4, wide * (1 - at) + 1, high + 1);
  context.globalAlpha = 1;
  const known = data.chance.slice(0, Math.max(1, Math.ceil(reached)));
  for (const [color, thick] of [["#fff", 5], [look.colors.GRU, 2.5]]) {
    stroke(context, known, color, thick, (t) => 8 + ((t + 1) * wide) / steps, (value) => 4 + high * (1 - value));
  }
  context.fillStyle = "#fff";
  context.fillRect(8 + at * wide - 1, 2, 2, high + 4);
}

/** The past grows, then three forecasts unroll beside the truth. */
export function forecast(context, { width, height, data, look, at }) {
  const past = data.past.length, all = past + data.truth.length;
  const most = Math.max(...data.past, ...data.truth, ...NETWORKS.flatMap((name) => data.said[name]));
  const x = (t) => 8 + ((width - 16) * t) / (all - 1), y = (value) => height - 22 - (height - 30) * (value / most);
  const begun = Math.min(1, at / 0.5), ahead = Math.max(0, (at - 0.5) / 0.5);
  stroke(context, data.past.slice(0, Math.ceil(begun * past)), look.ink, 1.5, x, y);
  if (begun < 1) return;
  context.fillStyle = look.ink;
  context.globalAlpha = 0.08;
  context.fillRect(x(past - 1), 4, width - x(past - 1) - 4, height - 26);
  context.globalAlpha = 1;
  const last = data.past[past - 1], count = 1 + Math.ceil(ahead * data.truth.length);
  const on = (values) => [last, ...values].slice(0, count);
  context.setLineDash([3, 3]);
  stroke(context, on(data.truth), look.ink, 1.5, (t) => x(t + past - 1), y);
  context.setLineDash([]);
  for (const name of NETWORKS) stroke(context, on(data.said[name]), look.colors[name], 2.5, (t) => x(t + past - 1), y);
}

/** Six traces sweep by; a bar at the right for the chance of the right answer. */
export function traces(context, { width, height, data, look, at }) {
  const steps = data.traces[0].length, reached = Math.max(2, Math.ceil(at * steps)), lanes = data.traces.length;
  const wide = width - 44, high = (height - 24) / lanes;
  data.traces.forEach((trace, lane) => {
    const most = Math.max(...trace.map(Math.abs)) || 1, middle = 6 + high * (lane + 0.5);
    const color = look.ink;
    stroke(
      context,
      trace.slice(0, reached),
      color,
      1.3,
      (t) => 8 + (wide * t) / (steps - 1),
      (v) => middle - (v / most) * high * 0.48,
    );
  });
  context.fillStyle = look.ink;
  context.globalAlpha = 0.5;
  context.fillRect(8 + at * wide, 4, 1, height - 26);
  context.globalAlpha = 1;
  bar(context, width - 28, 18, data.chance[Math.min(steps, reached) - 1], "GRU", height, look);
}

function stroke(context, values, color, thick, x, y) {
  context.strokeStyle = color;
  context.lineWidth = thick;
  context.lineJoin = "round";
  context.beginPath();
  values.forEach((value, t) => context.lineTo(x(t), y(value)));
  context.stroke();
}
