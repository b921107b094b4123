// The lesson's own controls: answers as cards, the way as a strip of dots, and the list in which a teacher composes it.

import { Cards } from "./cards.js";
import { Composer } from "./composer.js";
import { Strip } from "./strip.js";

const KINDS = { cards: Cards, composer: Composer, strip: Strip };
const PARTS = new WeakMap(); // parentElement -> part

export default function ({ data, parentElement, setTriggerValue }) {
  let part = PARTS.get(parentElement);
  if (!part) {
    part = new KINDS[data.kind](parentElement);
    PARTS.set(parentElement, part);
  }
  part.update(data, (value) => setTriggerValue("choice", value));
}
