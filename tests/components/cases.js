// The scenes that scenes.py has written, each with what the engine computed; and how to compare with it.

import { readScene } from "../../assets/components/inside/scene.js";

export const FOLDER = Deno.env.get("GRUVIZ_SCENES");
if (!FOLDER) throw new Error("these tests need scenes: run them by python -m pytest tests/components");

/** Scene and truth of every case. */
export const CASES = [...Deno.readDirSync(FOLDER)]
  .map(({ name }) => name)
  .filter((name) => name.endsWith(".scene"))
  .sort((a, b) => parseInt(a) - parseInt(b))
  .map((name) => ({
    scene: readScene(Deno.readFileSync(`${FOLDER}/${name}`)),
    truth: JSON.parse(Deno.readTextFileSync(`${FOLDER}/${name.replace(".scene", ".json")}`)),
  }));
if (CASES.length < 50) throw new Error(`only ${CASES.length} scenes`);

/** A test over all cases, told apart by name. */
export function everyCase(name, check) {
  Deno.test(name, async (t) => {
    for (const { scene, truth } of CASES) await t.step(truth.name, () => check(scene, truth));
  });
}

/** Every step with every unit. */
export function* moments({ T, H }) {
  for (let t = 1; t <= T; t++) for (let unit = 0; unit < H; unit++) yield [t, unit];
}

/** Scenes travel in float32, so numbers agree to about six digits. */
export function assertClose(actual, expected, what, tolerance = 2e-5) {
  const room = tolerance * Math.max(1, Math.abs(expected));
  if (!(Math.abs(actual - expected) <= room)) throw new Error(`${what}: ${actual} in place of ${expected}`);
}

/** The value of a gate or state after step t, by the engine. */
export function valueIn(scene, values, symbol, t, unit) {
  return values[symbol][scene.states.includes(symbol) ? t : t - 1][unit];
}

export function euclidean(values) {
  return Math.hypot(...values);
}
