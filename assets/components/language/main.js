import { Stage } from "./stage.js";

const STAGES = new WeakMap(); // parentElement -> Stage

export default function ({ data, parentElement, setStateValue }) {
  let stage = STAGES.get(parentElement);
  if (!stage) {
    stage = new Stage(parentElement);
    STAGES.set(parentElement, stage);
  }
  stage.update(data, setStateValue);
}
