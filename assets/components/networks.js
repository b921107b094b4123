// Brings networks to the page in a message of their own: the pictures that run them ask for them by name.

import { keepNetworks } from "./shared/network_store.js";

export default function ({ data }) {
  keepNetworks(data.name, data.networks);
}
