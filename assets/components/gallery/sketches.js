// What moves in the tiles. A sketch is drawn at a moment from 0 to 1 of its round, which lasts so many seconds; then it
// rests at its end.

import { digit, forecast, sound, traces } from "./curves.js";
import { cart, sentence, translated } from "./scenes.js";

export const SKETCHES = {
  digits: { lasts: 4, rests: 1.2, draw: digit },
  balancing: { lasts: 8, rests: 0, draw: cart },
  language: { lasts: 5, rests: 1.5, draw: sentence },
  translation: { lasts: 4.5, rests: 1.5, draw: translated },
  speech: { lasts: 3, rests: 1, draw: sound },
  forecasting: { lasts: 4, rests: 1.5, draw: forecast },
  wearable: { lasts: 4, rests: 1, draw: traces },
};
