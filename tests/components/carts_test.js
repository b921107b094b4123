import assert from "node:assert/strict";

import { linearDriver, networkDriver, observerDriver, personDriver } from "../../assets/components/carts/drivers.js";
import { forceOf, frameOf, hasFallen, moved } from "../../assets/components/carts/physics.js";
import { KICK, Race, SPREAD } from "../../assets/components/carts/race.js";
import { seeded } from "../../assets/components/carts/seeded.js";
import { alternative, darkness, outcome, record, seconds } from "../../assets/components/carts/words.js";
import { networkOf } from "../../assets/components/shared/network.js";
import { assertClose, FOLDER } from "./cases.js";

const { data, attempts, ticks } = JSON.parse(Deno.readTextFileSync(`${FOLDER}/carts.json`));
const { physics } = data;

function driverOf(name) {
  if (name === "observer") return observerDriver(physics);
  if (name === "linear") return linearDriver(data.rules.find(({ kind }) => kind === "linear").gains);
  return networkDriver(networkOf(data.networks.find(({ label }) => label === name)));
}

Deno.test("a tick from any state is the engine's", () => {
  ticks.states.forEach((state, i) => {
    moved(physics, state, forceOf(physics, ticks.pushes[i])).forEach((value, k) => {
      assertClose(value, ticks.after[i][k], `number ${k} of state ${i}`, 1e-13);
    });
  });
});

Deno.test("whole attempts have the states, frames and falls of Python's", () => {
  for (const { driver, states, frames, pushes, fell } of attempts) {
    let state = states[0];
    pushes.forEach((push, t) => {
      const frame = frameOf(physics, states[t], t ? pushes[t - 1] : 1, frames[t][3] === 1);
      frame.forEach((value, k) => assertClose(value, frames[t][k], `${driver}, frame ${t}`, 1e-7));
      state = moved(physics, state, forceOf(physics, push));
      state.forEach((value, k) => assertClose(value, states[t + 1][k], `${driver}, step ${t}`, 1e-9));
      assert.equal(hasFallen(physics, states[t + 1]), fell && t === pushes.length - 1);
    });
  }
});

Deno.test("every driver pushes as in Python, from the same frames", () => {
  assert.equal(attempts.length, 15);
  for (const { driver: name, frames, pushes } of attempts) {
    const driver = driverOf(name);
    driver.start();
    frames.forEach((frame, t) => assert.equal(driver.push(Float32Array.from(frame)), pushes[t], `${name}, step ${t}`));
  }
});

Deno.test("a driver that starts again remembers nothing", () => {
  for (const { driver: name, frames, pushes } of attempts.slice(5, 10)) {
    const driver = driverOf(name);
    driver.start();
    for (const frame of attempts[0].frames) driver.push(frame);
    driver.start();
    assert.deepEqual(frames.map((frame) => driver.push(Float32Array.from(frame))), pushes);
  }
});

Deno.test("a person's hands: the side that is held, or tapped; none or both in turn", () => {
  const driver = personDriver(), pushes = (count) => Array.from({ length: count }, () => driver.push());
  driver.start();
  assert.deepEqual(pushes(4), [1, 0, 1, 0]);
  driver.press("right");
  assert.deepEqual(pushes(3), [1, 1, 1]);
  driver.press("left");
  assert.deepEqual(pushes(3), [0, 1, 0]);
  driver.press("left");
  driver.release("right");
  assert.deepEqual(pushes(3), [0, 0, 0]);
  driver.release("left");
  driver.press("right");
  driver.release("right");
  assert.deepEqual(pushes(3), [1, 0, 1], "a tap between two pushes is one push");
  driver.press("right");
  driver.letGo();
  assert.deepEqual(pushes(2), [0, 1]);
});

const drivers = () => ["GRU", "linear", "observer"].map((name) => ({ driver: driverOf(name) }));

function raced(seed, steps, blackout = 0.7) {
  const race = new Race(physics, drivers(), seed);
  for (let t = 0; t < steps; t++) race.step(blackout);
  return race;
}

Deno.test("one seed plays one game, another another", () => {
  const places = (race) => race.lanes.map(({ state }) => [...state]);
  assert.deepEqual(places(raced(4, 300)), places(raced(4, 300)));
  assert.notDeepEqual(places(raced(4, 300)), places(raced(5, 300)));
});

Deno.test("all start alike, and so does each attempt of the same number", () => {
  const race = new Race(physics, drivers(), 3);
  for (const { state } of race.lanes) assert.deepEqual([...state], [...race.lanes[0].state]);
  assert(race.lanes[0].state.every((value) => Math.abs(value) <= SPREAD));
  const first = [...race.lanes[0].state];
  for (const lane of race.lanes) race.send(lane, 2);
  for (const { state } of race.lanes) assert.deepEqual([...state], [...race.lanes[0].state]);
  assert.notDeepEqual([...race.lanes[0].state], first);
});

Deno.test("who has fallen lies for a second and starts again, unless it waits", () => {
  const fallen = { start() {}, push: () => 1 };
  const race = new Race(physics, [{ driver: fallen }, { driver: fallen, waits: true }], 0);
  while (race.lanes[0].attempt === 0) race.step(0);
  assert(race.ticks > 50 && race.ticks < 80);
  const [again, waiting] = race.lanes;
  assert.deepEqual([again.falls, again.attempt, again.lying], [1, 1, 0]);
  assert.equal(again.longest, waiting.upright);
  assert(waiting.lying > 50 && waiting.falls === 1 && waiting.attempt === 0);
  assert(Math.abs(waiting.state[2]) <= Math.PI / 2);
  race.restart(1);
  assert.deepEqual([again.attempt, again.lying, waiting.lying, waiting.longest], [0, 0, 0, again.longest]);
});

Deno.test("memory stands in the dark and a single frame does not", () => {
  const [gru, single, observer] = raced(0, 2000).lanes;
  assert(single.falls > 5 && single.longest < 400, `${single.falls} falls`);
  assert(gru.longest > 900 && observer.falls === 0);
});

Deno.test("a kick pushes all poles that stand to one side", () => {
  const race = raced(0, 20);
  race.lanes[1].lying = 1;
  const before = race.lanes.map(({ state }) => state[3]);
  const side = race.kick();
  const kicked = race.lanes.map(({ state }, i) => state[3] - before[i]);
  [side * KICK, 0, side * KICK].forEach((wanted, i) => assertClose(kicked[i], wanted, `lane ${i}`, 1e-12));
});

Deno.test("seeded numbers are even, and as dark as asked for", () => {
  const random = seeded(7, 1, 0), counts = new Array(10).fill(0);
  for (let i = 0; i < 20000; i++) counts[Math.floor(10 * random())]++;
  for (const count of counts) assert(Math.abs(count - 2000) < 5 * Math.sqrt(1800), String(counts));
  const race = new Race(physics, [], 2);
  let dark = 0;
  for (let t = 0; t < 5000; t++) {
    race.step(0.9);
    dark += Number(!race.arrives);
  }
  assert(Math.abs(dark / 5000 - 0.9) < 0.02);
});

Deno.test("words follow the numbers", () => {
  assert.equal(seconds(205, 0.02), "4.1 s");
  assert.equal(seconds(45000, 0.02), "15 min");
  assert.equal(record({ longest: 50, falls: 0 }, 0.02), "longest 1.0 s, not fallen yet");
  assert.equal(record({ longest: 50, falls: 1 }, 0.02), "longest 1.0 s, fell once");
  assert.equal(record({ longest: 50, falls: 3 }, 0.02), "longest 1.0 s, fell 3 times");
  assert.match(darkness(0), /^The camera always sees/);
  assert.match(darkness(0.55), /^In 55% of the frames/);
  const others = [{ label: "RNN", steps: 60 }, { label: "GRU", steps: 400 }];
  const said = (steps, best) => outcome({ steps, best, isBest: steps === best, others, tick: 0.02 });
  assert.equal(said(50, 80), "You: 1.0 s. Your best here: 1.6 s. All the others stood longer.");
  assert.equal(said(100, 100), "You: 2.0 s, your best here. Longer than RNN.");
  assert.equal(said(500, 500), "You: 10.0 s, your best here. Longer than all the others!");
  const lanes = [{ label: "RNN", upright: 50, lying: 3 }, { label: "GRU", upright: 100, lying: 0 }];
  assert.equal(
    alternative(lanes, 0.02),
    "Simulated carts with poles, all in the same darkness: RNN fell after 1.0 s, GRU has stood for 2.0 s.",
  );
});
