import { DigitPad } from "./digit.js";
import { SignalPad } from "./signal.js";

const PADS = new WeakMap(); // parentElement -> Pad
const KINDS = { digit: DigitPad, signal: SignalPad };

export default function ({ data, parentElement, setStateValue }) {
  let pad = PADS.get(parentElement);
  if (!pad) {
    pad = new KINDS[data.kind](parentElement);
    PADS.set(parentElement, pad);
  }
  pad.update(data, setStateValue);
}
