import {
  forwardAmount,
  forwardValue,
  pathAmount,
  pathThickness,
  portGradient,
} from "../../assets/components/inside/flow.js";
import { layoutOf } from "../../assets/components/inside/layout.js";
import { assertClose, euclidean, everyCase, moments, valueIn } from "./cases.js";

const nodesOf = (scene) => layoutOf(scene).nodes;
const units = ({ H }) => Array.from({ length: H }, (_, unit) => unit);

everyCase("ports show the gradient of their state", (scene, truth) => {
  for (const { what } of nodesOf(scene).filter(({ kind, what }) => kind === "port" && what.kind !== "input")) {
    for (let t = 1; t <= scene.T; t++) {
      const gradient = truth.gradients[what.symbol][what.previous ? t - 1 : t];
      for (const unit of units(scene)) {
        assertClose(portGradient(scene, what, t, unit), gradient[unit], `${what.symbol} ${t}`);
      }
      assertClose(portGradient(scene, what, t, null), euclidean(gradient), `‖${what.symbol}‖ ${t}`);
    }
  }
});

everyCase("a path carries what the adjoint sends along it", (scene, truth) => {
  for (const { name, into } of scene.paths) {
    for (const state of into) {
      const ways = into.length === 1 ? [name, `${name}:${state}`] : [`${name}:${state}`];
      for (const [t, unit] of moments(scene)) {
        const gradient = scene.isClosed(t) ? 0 : truth.paths[`${name}:${state}`][t - 1][unit];
        for (const way of ways) {
          const amount = pathAmount(scene, [way], t, unit) * scene.norm(t);
          assertClose(amount, gradient, `${way} ${t}`);
          assertClose(pathThickness(scene, [way], t, unit) * scene.norm(t), amount * Math.sqrt(scene.H), `${way} ${t}`);
        }
      }
    }
  }
});

everyCase("wires over all units are as thick as the norm of what they carry", (scene, truth) => {
  for (let t = 1; t <= scene.T; t++) {
    if (scene.isClosed(t)) continue;
    for (const { name, into } of scene.paths) {
      const carried = into.flatMap((state) => truth.paths[`${name}:${state}`][t - 1]);
      assertClose(pathAmount(scene, [name], t, null) * scene.norm(t), euclidean(carried), name);
    }
    if (scene.states.length > 1) continue;
    assertClose(pathAmount(scene, ["out"], t, null) * scene.norm(t), euclidean(truth.gradients.h[t - 1]), `out ${t}`);
    const arrived = pathAmount(scene, ["total"], t, null) * scene.norm(t);
    assertClose(arrived, euclidean(truth.gradients.h[t]), `total ${t}`);
  }
});

everyCase("a reset lets through what the engine multiplies", (scene, truth) => {
  const parts = nodesOf(scene).filter(({ what }) => what.kind === "reset");
  for (const { what } of parts) {
    for (const [t, unit] of moments(scene)) {
      assertClose(forwardValue(scene, what, t, unit), truth.passed[t - 1][unit], `reset ${t}`);
    }
  }
  if (parts.length !== (truth.passed ? 1 : 0)) throw new Error(`${parts.length} valves of a reset gate`);
});

everyCase("over all units a wire shows the root mean square", (scene, truth) => {
  for (let t = 1; t <= scene.T; t++) {
    for (const symbol of scene.states) {
      const values = units(scene).map((unit) => valueIn(scene, truth.values, symbol, t, unit));
      const amount = forwardAmount(scene, { kind: "equation", symbol }, t, null);
      assertClose(amount, euclidean(values) / Math.sqrt(scene.H), `${symbol} ${t}`);
    }
    const input = forwardAmount(scene, { kind: "input" }, t, null);
    const isSymbol = truth.inputs[t - 1].filter((value) => value !== 0).join() === "1";
    const size = isSymbol ? 1 : euclidean(truth.inputs[t - 1]) / Math.sqrt(scene.D);
    assertClose(input, size, `input ${t}`);
  }
});
