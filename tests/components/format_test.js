import assert from "node:assert/strict";

import {
  bracketed,
  colorAt,
  percent,
  powerOfTen,
  subscript,
  threeDigits,
  twoDecimals,
  twoDigits,
  visible,
} from "../../assets/components/inside/format.js";
import { numberIn } from "./reading.js";

Deno.test("three digits can be read back", () => {
  for (let exponent = -70; exponent <= 9; exponent++) {
    for (const mantissa of [1, -1, 1.2345, -2.5, 9.4999, 9.99]) {
      const value = mantissa * 10 ** exponent;
      const digits = Math.abs(value) < 0.001 || Math.abs(value) >= 10000 ? 2 : 3;
      const error = Math.abs(numberIn(threeDigits(value)) - value) / Math.abs(value);
      assert(error <= 0.5 * 10 ** (1 - digits), `${value} as ${threeDigits(value)}`);
    }
  }
});

Deno.test("numbers that are none have names", () => {
  assert.deepEqual([0, -0, NaN, Infinity, -Infinity].map(threeDigits), ["0", "0", "undefined", "∞", "−∞"]);
});

Deno.test("a true minus, and brackets only around negative numbers", () => {
  assert.deepEqual([-0.25, 0.25, -1e-7].map(bracketed), ["(−0.250)", "0.250", "(−1.0 × 10⁻⁷)"]);
});

Deno.test("a box shows no negative zero", () => {
  assert.deepEqual([-0.001, -0.006, 3, -Infinity].map(twoDecimals), ["0.00", "−0.01", "3.00", "−∞"]);
});

Deno.test("ends of a scale have no zeros behind them", () => {
  assert.deepEqual([-1, 1.26, 1234, 0.5].map(twoDigits), ["−1", "1.3", "1200", "0.5"]);
});

Deno.test("shares in whole per cent", () => {
  assert.deepEqual([0.126, -0.126, -0.001, 2].map(percent), ["13%", "−13%", "0%", "200%"]);
});

Deno.test("powers and indices are set above and below the line", () => {
  assert.deepEqual([-120, 0, 36].map(powerOfTen), ["10⁻¹²⁰", "10⁰", "10³⁶"]);
  assert.equal(subscript(1203), "₁₂₀₃");
});

Deno.test("a space gets a sign", () => {
  assert.deepEqual([" ", "\n", "a", "…"].map(visible), ["␣", "␣", "a", "…"]);
});

Deno.test("a scale of colours is exact at its stops and linear between them", () => {
  const scale = [[0, [0, 0, 0]], [0.25, [100, 0, 200]], [1, [200, 60, 0]]];
  for (const [place, color] of scale) assert.deepEqual(colorAt(scale, place), color);
  assert.deepEqual(colorAt(scale, 0.125), [50, 0, 100]);
  assert.deepEqual(colorAt(scale, 0.625), [150, 30, 100]);
  assert.deepEqual([-3, 7].map((x) => colorAt(scale, x)), [[0, 0, 0], [200, 60, 0]]);
});
