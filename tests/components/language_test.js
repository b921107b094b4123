import assert from "node:assert/strict";

import { networkOf } from "../../assets/components/shared/network.js";
import { ruleOf } from "../../assets/components/language/rule.js";
import { drawn, likeliest, randomOf, readingRule, Writer } from "../../assets/components/language/writer.js";
import { assertClose, FOLDER } from "./cases.js";

const CASE = JSON.parse(Deno.readTextFileSync(`${FOLDER}/letters.json`));
const { symbols } = CASE;

Deno.test("the rule expects what Python's counting expects", () => {
  const rule = ruleOf(CASE.rule);
  CASE.chances.forEach((chances, i) => {
    const told = rule.chances(symbols.slice(0, i + 4));
    chances.forEach((chance, symbol) => assertClose(told[symbol], chance, `${symbol} at ${i}`, 1e-9));
  });
  assertClose(rule.chances([]).reduce((sum, one) => sum + one), 1, "before anything was read", 1e-9);
});

Deno.test("a letter costs what Python says, however the text came about", () => {
  const writer = new Writer(networkOf(CASE.network));
  writer.read(symbols.slice(0, 40));
  writer.read([...symbols.slice(0, 20), 3, 1, 2]);
  writer.read(symbols);
  const costs = writer.surprises();
  assert.equal(costs[0], 0);
  CASE.surprises.forEach((bits, i) => assertClose(costs[i + 1], bits, `letter ${i + 1}`, 1e-4));
});

Deno.test("a cold network goes on as Python's does, and from one place in the same way", () => {
  const writer = new Writer(networkOf(CASE.network));
  writer.read(symbols);
  const take = (temperature, seed) => {
    const coming = writer.goOn(temperature, randomOf("text", seed));
    return CASE.likeliest.map(() => coming.next().value);
  };
  assert.deepEqual(take(1e-4, 1), CASE.likeliest);
  assert.deepEqual(take(1, 1), take(1, 1));
  assert.notDeepEqual(take(1, 1), take(1, 2));
  assert.deepEqual(symbols, writer.symbols, "what was read is left alone");
});

Deno.test("the rule is warmed as a network is", () => {
  const rule = readingRule(ruleOf(CASE.rule)), state = symbols.slice(0, 9).reduce(rule.step, rule.start());
  const chances = rule.chances(state), warm = rule.chances(state, 2);
  assertClose(warm.reduce((sum, one) => sum + one), 1, "sum", 1e-9);
  assertClose(warm[1] / warm[2], Math.sqrt(chances[1] / chances[2]), "odds", 1e-9);
});

Deno.test("symbols are drawn as often as their chances say", () => {
  const random = randomOf("a", 7), counts = [0, 0, 0], chances = new Float64Array([0.2, 0.5, 0.3]);
  for (let i = 0; i < 20000; i++) counts[drawn(chances, random())] += 1;
  counts.forEach((count, symbol) => assertClose(count / 20000, chances[symbol], `${symbol}`, 0.05));
  assert.notEqual(randomOf("a", 7)(), randomOf("a", 8)());
  assert.notEqual(randomOf("a", 7)(), randomOf("b", 7)());
  assert.deepEqual(likeliest(chances, 2), [1, 2]);
});
