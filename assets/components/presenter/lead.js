// What leads a lesson on and back: the buttons that a hand would press.

const enabled = (name) => `.st-key-walkthrough_${name} button:not([disabled])`;
const FILLED = "button[data-testid=stBaseButton-primary]:not([disabled])";
const ON = [
  `.st-key-walkthrough_way ${FILLED}`,
  `[data-testid=stMain] ${FILLED}`,
  ...["next", "reveal", "start"].map(enabled),
];
const BACK = [enabled("back")];
const REVEAL = ".st-key-walkthrough_reveal";

const seen = (button) => button.checkVisibility({ visibilityProperty: true });

function first(selectors) {
  for (const selector of selectors) {
    const found = [...document.querySelectorAll(selector)].find(seen);
    if (found) return /** @type {HTMLElement} */ (found);
  }
  return null;
}

/** The one filled button, first that among those of the way through the lesson, or the one that leads on where none is filled. */
export const onButton = () => first(ON);

export const backButton = () => first(BACK);

export const reveals = (button) => button.closest(REVEAL) !== null;

/** What a key means to a presenter, by the names that keyboards and clickers send. */
export function meaning({ key, shiftKey }) {
  if (key === " ") return shiftKey ? "back" : "on";
  return KEYS[key.length === 1 ? key.toLowerCase() : key];
}

const KEYS = {
  ArrowRight: "on",
  PageDown: "on",
  Enter: "on",
  ArrowLeft: "back",
  PageUp: "back",
  Home: "first",
  End: "last",
  s: "steps",
  n: "notes",
};
