const PADS = new WeakMap(); // parentElement -> Pad

export default function ({ data, parentElement, setStateValue }) {
  let pad = PADS.get(parentElement);
  if (!pad) {
    pad = new { digit: DigitPad, signal: SignalPad }[data.kind](parentElement);
    PADS.set(parentElement, pad);
  }
  pad.update(data, setStateValue);
}
