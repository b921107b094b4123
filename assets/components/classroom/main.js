// The class on the teacher's screen. Data: kind, and what its part needs.

import { Join } from "./join.js";
import { Key } from "./key.js";
import { Live } from "./live.js";
import { Open } from "./open.js";
import { Tally } from "./tally.js";

const KINDS = { join: Join, key: Key, live: Live, open: Open, tally: Tally };
const PARTS = new WeakMap(); // parentElement -> part

export default function ({ data, parentElement, setTriggerValue }) {
  if (!PARTS.has(parentElement)) PARTS.set(parentElement, new KINDS[data.kind](parentElement));
  PARTS.get(parentElement).update(data, setTriggerValue);
}
