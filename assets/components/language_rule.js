// Brings what a rule has counted to the page in a message of its own, as networks.js brings networks.

import { keepRule } from "./language/rule_store.js";

export default function ({ data }) {
  keepRule(data.name, data.counts);
}
