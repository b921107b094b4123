// A scene is one run as Python recorded it: a JSON header, then the arrays it names.
// Everything shown is read or summed up from these numbers; nothing here runs a cell.

const KINDS = { f2: Uint16Array, f4: Float32Array, f8: Float64Array, u2: Uint16Array };

/** Bytes → scene. The arrays are views, not copies, but those in half precision. */
function readScene(bytes) {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const arrays = {};
  for (const [name, { kind, shape, offset }] of Object.entries(header.arrays)) {
    const size = shape.reduce((product, axis) => product * axis, 1);
    const numbers = new KINDS[kind](buffer, offset, size);
    arrays[name] = Object.assign(kind === "f2" ? Float32Array.from(numbers, half) : numbers, { shape });
  }
  return new Scene(header, arrays);
}

/** A number in half precision, from its bits. */
function half(bits) {
  const exponent = (bits >> 10) & 31, fraction = bits & 1023;
  const size = exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24;
  return bits & 0x8000 ? -size : size;
}

class Scene {
  constructor(header, arrays) {
    Object.assign(this, header);
    this.arrays = arrays;
    this.gate = new Map(this.gates.map((gate) => [gate.symbol, gate]));
    this.equation = new Map(this.equations.map((equation) => [equation.symbol, equation]));
    this.block = new Map(this.blocks.map((name, index) => [name, index]));
    this.recurrentBlock = new Map(this.recurrentBlocks.map((name, index) => [name, index]));
    this.reset = new Set(this.resets);
    this.cut = new Set([...this.cuts, ...this.resets]);
  }

  /** Value of a gate or state after step t, of one unit. */
  value(symbol, t, unit) {
    const array = this.arrays[`value:${symbol}`];
    return array[(this.isState(symbol) ? t : t - 1) * this.H + unit];
  }

  /** A state as step t finds it: the state after the step before, or 0 where it was reset. */
  previous(symbol, t, unit) {
    return this.reset.has(t) ? 0 : this.arrays[`value:${symbol}`][(t - 1) * this.H + unit];
  }

  /** The same of the run without interventions, which travels in 16 bits. */
  untouched(symbol, t, unit) {
    const array = this.arrays[`base:${symbol}`];
    if (!array) return this.value(symbol, t, unit);
    const [low, high] = this.baseRanges[symbol];
    return low + ((high - low) * array[(this.isState(symbol) ? t : t - 1) * this.H + unit]) / 65535;
  }

  input(t, channel) {
    return this.arrays.inputs[(t - 1) * this.D + channel];
  }

  isState(symbol) {
    return this.states.includes(symbol);
  }

  isHeld(symbol, t, unit) {
    return (this.held[symbol] ?? []).some(
      ({ first, last, units }) => t >= first && t <= last && (unit === null || !units || units.includes(unit)),
    );
  }

  /** The sum inside an activation, part by part, for one unit at step t. */
  parts(equation, t, unit) {
    const { W, b, c } = this.arrays;
    const row = this.block.get(equation.block) * this.H + unit;
    let driven = 0;
    for (let j = 0; j < this.D; j++) driven += W[row * this.D + j] * this.input(t, j);
    let recurrent = 0;
    if (equation.readsState) {
      for (let j = 0; j < this.H; j++) {
        recurrent += this.recurrentWeight(equation, unit, j) * this.operand(equation, t, j);
      }
    }
    const inside = equation.stateBias ? c[unit] : 0;
    const gate = equation.resetAfter ? this.resetGate(equation, t, unit) : 1;
    const bias = b[row];
    return { driven, recurrent, bias, inside, gate, sum: driven + bias + gate * (recurrent + inside) };
  }

  recurrentWeight(equation, unit, from) {
    return this.arrays.U[(this.recurrentBlock.get(equation.block) * this.H + unit) * this.H + from];
  }

  /** What a reset multiplies with: a gate, or 1 − it where z is named the other way round. */
  resetGate(equation, t, unit) {
    const value = this.value(equation.reset ?? equation.resetAfter, t, unit);
    return equation.resetTurned ? 1 - value : value;
  }

  /** What U multiplies. */
  operand(equation, t, unit) {
    const state = this.previous("h", t, unit);
    return equation.reset ? this.resetGate(equation, t, unit) * state : state;
  }

  /** The largest terms of W x and U h of one unit, by size. */
  largest(equation, t, unit, count) {
    const row = this.block.get(equation.block) * this.H + unit;
    const terms = [];
    for (let j = 0; j < this.D; j++) terms.push(["x", j, this.arrays.W[row * this.D + j], this.input(t, j)]);
    if (equation.readsState) {
      for (let j = 0; j < this.H; j++) {
        terms.push(["h", j, this.recurrentWeight(equation, unit, j), this.operand(equation, t, j)]);
      }
    }
    return terms.sort((a, b) => Math.abs(b[2] * b[3]) - Math.abs(a[2] * a[3])).slice(0, count);
  }

  /** A factor of a product: a gate, 1 − it, a state before the step, tanh of a state. */
  factor({ symbol, complement, previous, tanh }, t, unit) {
    const value = previous ? this.previous(symbol, t, unit) : this.value(symbol, t, unit);
    if (complement) return 1 - value;
    return tanh ? Math.tanh(value) : value;
  }

  product(factors, t, unit) {
    return factors.reduce((product, factor) => product * this.factor(factor, t, unit), 1);
  }

  // Gradients travel as directions, each step's scaled by the norm that arrives there, since the norm itself
  // may be 1e-60.

  /** What reaches the state before step t by one path, as a share of the norm that arrives at step t. */
  path(name, t, unit) {
    return this.arrays[`path:${name}`][(t - 1) * this.H + unit];
  }

  /** ‖∂L/∂s_t‖ over all states. */
  norm(t) {
    return this.arrays.norms[t];
  }

  isClosed(t) {
    return this.cut.has(t);
  }

  /** All paths through step t for one unit, with their sum, in units of the gradient itself. */
  way(t, unit) {
    const scale = this.norm(t);
    const parts = this.paths.map(({ name, into }) => ({ name, into, value: this.path(name, t, unit) * scale }));
    return { parts, closed: this.isClosed(t) };
  }

  /** Signed share of each path at step t over all units: ⟨path, total⟩ / ‖total‖². */
  shares(t) {
    const total = {};
    for (const state of this.states) {
      const paths = this.paths.filter(({ into }) => into === state);
      total[state] = Array.from(
        { length: this.H },
        (_, j) => paths.reduce((sum, p) => sum + this.path(p.name, t, j), 0),
      );
    }
    const square = Object.values(total).flat().reduce((sum, value) => sum + value * value, 0);
    return this.paths.map(({ name, into }) => {
      let dot = 0;
      for (let j = 0; j < this.H; j++) dot += this.path(name, t, j) * total[into][j];
      return { name, share: square > 0 ? dot / square : NaN };
    });
  }
}

/** Mean over units of a function of the unit, or its value for one. */
function over(scene, unit, value) {
  if (unit !== null) return value(unit);
  let sum = 0;
  for (let j = 0; j < scene.H; j++) sum += value(j);
  return sum / scene.H;
}

/** Root mean square over units, or the value itself for one: what a wire shows. */
function size(scene, unit, value) {
  if (unit !== null) return value(unit);
  let sum = 0;
  for (let j = 0; j < scene.H; j++) sum += value(j) ** 2;
  return Math.sqrt(sum / scene.H);
}
