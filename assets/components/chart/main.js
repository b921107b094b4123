// A chart card: one for the life of a component, changed in place at every run of the page and at every frame.

import { Card } from "./card.js";

const CARDS = new WeakMap(); // parentElement -> card

export default function ({ data, parentElement, setTriggerValue }) {
  let card = CARDS.get(parentElement);
  if (!card) {
    card = new Card(parentElement);
    CARDS.set(parentElement, card);
  }
  card.update(data, setTriggerValue);
  // Streamlit also calls the clean-up of a run that a newer run overtook, while
  // the component stays mounted: dispose only of what really left the page.
  return () =>
    setTimeout(() => {
      if (card.root.isConnected) return;
      card.dispose();
      CARDS.delete(parentElement);
    });
}
