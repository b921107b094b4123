// Sketches of a cart, a sentence that is typed, and a sentence that is translated.

const DARK = "#15181c", LIT = "#f4f2ea";

/** A pole on a cart, as a simulation moved it; dark whenever the network sees nothing. */
export function cart(context, { width, height, data, at }) {
  const step = Math.min(data.place.length - 1, Math.floor(at * data.place.length));
  const seen = lately(data.seen, step);
  context.fillStyle = seen ? LIT : DARK;
  context.fillRect(0, 0, width, height);
  const ground = height - 24, metre = width / 6, x = width / 2 + data.place[step] * metre;
  const lines = seen ? "#3c4248" : "#8d969f";
  context.strokeStyle = lines;
  context.lineWidth = 1;
  line(context, 0, ground + 10, width, ground + 10);
  context.fillStyle = seen ? "#009E73" : "#1fb58b";
  context.fillRect(x - 17, ground - 6, 34, 14);
  context.lineWidth = 5;
  context.lineCap = "round";
  const long = height - 48, angle = data.angle[step];
  line(context, x, ground - 6, x + Math.sin(angle) * long, ground - 6 - Math.cos(angle) * long);
}

/** Whether it was seen at any of the last few steps: a flicker of fifty a second would be no picture, and no pleasure. */
function lately(seen, step) {
  const stretch = Math.floor(step / 12) * 12;
  return seen.slice(stretch, stretch + 12).split("1").length > 4;
}

/** A sentence as it is typed; then the two forms of its verb, as likely as a network finds them, and the noun that decides. */
export function sentence(context, { width, data, look, at }) {
  const small = width < 200, high = small ? 15 : 22;
  context.font = `${small ? 12 : 15}px Georgia, serif`;
  context.textBaseline = "alphabetic";
  const places = wrapped(context, data.words, width - 16, high), top = small ? 15 : 22;
  const typed = Math.floor((at / 0.7) * data.words.join(" ").length);
  places.forEach(({ word, x, y, before }, index) => {
    const shown = word.slice(0, Math.max(0, typed - before));
    context.fillStyle = index === data.noun ? look.colors.GRU : look.ink;
    if (shown) context.fillText(shown, 8 + x, top + y);
    if (shown && shown.length < word.length) {
      context.fillRect(9 + x + context.measureText(shown).width, top + y - 12, 1.5, 15);
    }
  });
  if (at < 0.7) return;
  const noun = places[data.noun], last = places[places.length - 1];
  const verb = top + last.y + high + (small ? 2 : 8), grown = Math.min(1, (at - 0.7) / 0.2);
  data.forms.forEach((form, k) => {
    const y = verb + k * (small ? 13 : 18), wide = (width - (small ? 84 : 120)) * data.chances[k] * grown;
    context.fillStyle = look.ink;
    context.fillText(form, small ? 14 : 30, y);
    context.fillStyle = look.colors.GRU;
    context.fillRect(small ? 38 : 60, y - 10, Math.max(1, wide), 10);
    context.fillStyle = look.ink;
    context.fillText(`${Math.round(100 * data.chances[k])}%`, (small ? 42 : 66) + wide, y);
  });
  context.strokeStyle = look.colors.GRU;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(8 + noun.x + noun.wide / 2, top + noun.y + 4);
  context.quadraticCurveTo(4, (top + verb) / 2, small ? 20 : 38, verb - 13);
  context.stroke();
}

function wrapped(context, words, wide, high) {
  let x = 0, y = 0, before = 0;
  return words.map((word) => {
    const size = context.measureText(word).width;
    if (x + size > wide) (x = 0), (y += high);
    const place = { word, x, y, wide: size, before };
    x += size + context.measureText(" ").width;
    before += word.length + 1;
    return place;
  });
}

/** French words come one by one below the English ones; arcs as strong as the attention that each pays. */
export function translated(context, { width, height, data, look, at }) {
  context.font = `600 ${width < 200 ? 12 : 15}px system-ui, sans-serif`;
  context.textBaseline = "alphabetic";
  context.textAlign = "center";
  const above = (k, all) => ((k + 0.5) / all) * width;
  const shown = at * (data.words.length + 0.6), top = 26, bottom = height - 26;
  data.words.forEach((word, row) => {
    const age = shown - row;
    if (age <= 0) return;
    const x = above(row, data.words.length);
    data.weights[row].forEach((weight, k) => {
      if (weight < 0.04) return;
      context.strokeStyle = look.colors.GRU;
      context.lineWidth = 0.5 + 4.5 * weight;
      context.globalAlpha = Math.min(1, 2 * age);
      const from = above(k, data.source.length);
      context.beginPath();
      context.moveTo(from, top + 6);
      context.bezierCurveTo(from, height / 2, x, height / 2, x, bottom - 16);
      context.stroke();
    });
    context.globalAlpha = Math.min(1, 2.5 * age);
    context.fillStyle = look.ink;
    context.fillText(word, x, bottom);
    context.globalAlpha = 1;
  });
  context.fillStyle = look.ink;
  data.source.forEach((word, k) => context.fillText(word, above(k, data.source.length), top));
  context.textAlign = "start";
}

function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
