// Patterns for what has no brightness: exactly zero is hatched, what is no number is dotted.

const SIZE = 6;

/** Fills in pixels of the device, so that they are as fine wherever they are used. */
export function hatches(context, { dim, edge }, ratio) {
  return { zero: tile(context, ratio, (at) => stripe(at, edge)), lost: tile(context, ratio, (at) => dot(at, dim)) };
}

function tile(context, ratio, paint) {
  const canvas = new OffscreenCanvas(SIZE * ratio, SIZE * ratio), at = canvas.getContext("2d");
  at.scale(ratio, ratio);
  paint(at);
  const pattern = context.createPattern(canvas, "repeat");
  pattern.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern;
}

function stripe(at, color) {
  at.strokeStyle = color;
  at.lineWidth = 1.2;
  at.beginPath();
  for (const from of [-SIZE, 0, SIZE]) {
    at.moveTo(from, SIZE);
    at.lineTo(from + SIZE, 0);
  }
  at.stroke();
}

function dot(at, color) {
  at.fillStyle = color;
  at.fillRect(1, 1, 2, 2);
  at.fillRect(SIZE / 2 + 1, SIZE / 2 + 1, 2, 2);
}
