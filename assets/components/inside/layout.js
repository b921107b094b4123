// Where the parts of a cell stand, by what its equations are: a plain recurrence, a gated one, or an LSTM.
// Schematic in its places; thickness, colour, valves and numbers come from the run.

const VIEW = { width: 640, height: 372 };
const TOP = 56, BOX = 218, HRAIL = 298, XRAIL = 345;
const HALF = { width: 40, height: 31 };

/** Nodes and wires of the cell of a scene. */
function layoutOf(scene) {
  if (scene.states.includes("c")) return lstmLayout(scene);
  const mixed = scene.equations.find((equation) => equation.kind === "mixed" && equation.symbol === "h");
  const gated = mixed || scene.gates.length > 0;
  return gated ? gatedLayout(scene, mixed) : plainLayout(scene);
}

const previous = { kind: "state", symbol: "h", previous: true };
const input = { kind: "input" };
const gateOf = (symbol) => ({ kind: "equation", symbol });

function wire(id, points, what, paths, more = {}) {
  return { id, points, what, paths, tip: true, ...more };
}

function box(symbol, x, paths) {
  return { id: `box-${symbol}`, kind: "box", symbol, x, y: BOX, what: gateOf(symbol), paths };
}

function port(id, x, y, symbol, what, side, paths) {
  return { id, kind: "port", x, y, symbol, what, side, paths };
}

function plainLayout(scene) {
  const recurrent = scene.paths.map(({ name }) => name);
  return {
    nodes: [
      port("h-before", 12, HRAIL, "h", previous, "left", recurrent),
      port("x", 12, XRAIL, "x", input, "left", []),
      port("h-after", 628, 110, "h", gateOf("h"), "right", ["total"]),
      { ...box("h", 320, recurrent), states: true },
    ],
    wires: [
      wire("loop", [[570, 110], [570, 30], [52, 30], [52, HRAIL]], { kind: "loop" }, [], {
        schematic: true,
        tip: false,
      }),
      wire("x-h", [[12, XRAIL], [345, XRAIL], [345, BOX + HALF.height]], input, []),
      wire("h-h", [[12, HRAIL], [295, HRAIL], [295, BOX + HALF.height]], previous, recurrent),
      wire("h-out", [[320, BOX - HALF.height], [320, 110], [628, 110]], gateOf("h"), ["total"]),
    ],
    notes: [{ x: 311, y: 22, text: "the feedback loop: this step's h is the next step's input (schematic)" }],
  };
}

function gatedLayout(scene, mixed) {
  const activated = scene.equations.filter((equation) => equation.kind === "activated");
  const candidate = activated[activated.length - 1];
  const gates = activated.slice(0, -1);
  const write = mixed?.products.flat().find(({ symbol, previous }) =>
    !previous && gates.some((g) => g.symbol === symbol)
  );
  const z = write?.symbol;
  const keep = mixed?.products.find((product) => product.some((factor) => factor.previous));
  const added = mixed?.products.find((product) => product !== keep);
  const r = candidate.reset ?? candidate.resetAfter;
  const n = candidate.symbol;
  const has = (name) => scene.paths.some((path) => path.name === name);
  const only = (...names) => names.filter(has);
  const nodes = [
    port("h-before", 12, TOP, "h", previous, "left", ["out"]),
    port("x", 12, XRAIL, "x", input, "left", []),
    port("h-after", 628, TOP, "h", gateOf("h"), "right", ["total"]),
    box(n, 450, only("candidate")),
  ];
  const wires = [];
  const shared = z && z === r;
  const place = { [z ?? ""]: shared ? 200 : 140, [r ?? ""]: shared ? 200 : 270 };
  for (const gate of new Set([z, r].filter(Boolean))) {
    const paths = shared ? only("update", "reset") : only(gate === z ? "update" : "reset");
    const x = place[gate];
    nodes.push(box(gate, x, paths));
    wires.push(wire(`x-${gate}`, [[12, XRAIL], [x + 22, XRAIL], [x + 22, BOX + HALF.height]], input, []));
    if (scene.equation.get(gate).readsState) {
      wires.push(wire(`h-${gate}`, [[62, HRAIL], [x - 22, HRAIL], [x - 22, BOX + HALF.height]], previous, paths));
    }
  }
  wires.push(wire(`x-${n}`, [[12, XRAIL], [475, XRAIL], [475, BOX + HALF.height]], input, []));
  if (candidate.readsState) {
    const goesOn = only("candidate");
    if (r) {
      const valve = candidate.resetAfter ? 395 : 370;
      nodes.push({
        id: "valve-r",
        kind: "valve",
        gate: r,
        complement: candidate.resetTurned,
        x: valve,
        y: HRAIL,
        flat: true,
        what: { kind: "reset", symbol: n },
        paths: only("reset", "candidate"),
      });
      wires.push(
        wire(
          `h-valve`,
          [[62, HRAIL], [valve - 15, HRAIL]],
          candidate.resetAfter ? { kind: "recurrent", symbol: n } : previous,
          goesOn,
          { tip: false },
        ),
      );
      if (candidate.resetAfter) {
        nodes.push({
          id: "product",
          kind: "label",
          x: 330,
          y: HRAIL,
          text: candidate.stateBias ? "U h + c" : "U h",
          what: { kind: "recurrent", symbol: n },
          paths: goesOn,
        });
      }
      wires.push(
        wire(
          "valve-n",
          [[valve + 15, HRAIL], [430, HRAIL], [430, BOX + HALF.height]],
          { kind: "reset", symbol: n },
          goesOn,
        ),
      );
      wires.push(
        wire(
          "r-valve",
          [[place[r] + (shared ? 12 : 0), BOX - HALF.height], [place[r] + (shared ? 12 : 0), 158], [valve, 158], [
            valve,
            HRAIL - 15,
          ]],
          gateOf(r),
          only("reset"),
        ),
      );
    } else {
      wires.push(wire(`h-${n}`, [[62, HRAIL], [430, HRAIL], [430, BOX + HALF.height]], previous, goesOn));
    }
  }
  if (activated.some(({ readsState }) => readsState)) {
    wires.push(wire("h-down", [[62, TOP], [62, HRAIL]], previous, ["detour"], { tip: false }));
  }
  if (mixed) {
    const zx = shared ? place[z] - 12 : place[z];
    nodes.push({
      id: "valve-keep",
      kind: "valve",
      gate: z,
      complement: keep.find((f) => f.symbol === z).complement,
      x: 345,
      y: TOP,
      flat: true,
      what: { kind: "product", factors: keep },
      paths: only("leak", "update"),
    });
    nodes.push({
      id: "valve-write",
      kind: "valve",
      gate: z,
      complement: added.find((f) => f.symbol === z).complement,
      x: 515,
      y: 148,
      flat: true,
      what: { kind: "product", factors: added },
      paths: only("candidate", "update"),
    });
    nodes.push({ id: "plus", kind: "plus", x: 578, y: TOP, what: gateOf("h"), paths: ["total"] });
    wires.push(
      wire("keep-in", [[12, TOP], [330, TOP]], previous, only("leak"), { tip: false }),
      wire("keep-out", [[360, TOP], [564, TOP]], { kind: "product", factors: keep }, only("leak")),
      wire("z-write", [[zx, BOX - HALF.height], [zx, 106], [515, 106], [515, 133]], gateOf(z), only("update")),
      wire("z-keep", [[345, 106], [345, 71]], gateOf(z), only("update")),
      wire("n-write", [[450, BOX - HALF.height], [450, 148], [500, 148]], gateOf(n), only("candidate"), { tip: false }),
      wire("write-plus", [[530, 148], [578, 148], [578, 70]], { kind: "product", factors: added }, only("candidate")),
      wire("h-out", [[592, TOP], [628, TOP]], gateOf("h"), ["total"]),
    );
  } else {
    wires.push(
      wire("h-in", [[12, TOP], [62, TOP]], previous, ["out"], { tip: false }),
      wire("n-out", [[450, BOX - HALF.height], [450, TOP], [628, TOP]], gateOf("h"), ["total"]),
    );
  }
  return { nodes, wires, notes: [] };
}

function lstmLayout(scene) {
  const sum = scene.equation.get("c").products;
  const keep = sum.find((product) => product.some((factor) => factor.previous));
  const added = sum.find((product) => product !== keep);
  const shown = scene.equation.get("h").products[0];
  const before = { kind: "state", symbol: "c", previous: true };
  const gates = ["f", "i", "g", "o"].filter((symbol) => scene.equation.has(symbol));
  const place = Object.fromEntries(gates.map((symbol, k) => [symbol, 150 + k * 100]));
  const path = { f: "forget", i: "input", g: "candidate", o: "output" };
  const has = (name) => scene.paths.some((p) => p.name === name);
  const only = (...names) => names.filter(has);
  const writes = added.find((factor) => factor.symbol !== "g");
  const nodes = [
    port("c-before", 12, TOP, "c", before, "left", only("leak")),
    port("h-before", 12, HRAIL, "h", previous, "left", ["detour"]),
    port("x", 12, XRAIL, "x", input, "left", []),
    port("c-after", 628, TOP, "c", gateOf("c"), "right", ["total:c"]),
    port("h-after", 628, 160, "h", gateOf("h"), "right", ["total:h"]),
    {
      id: "valve-f",
      kind: "valve",
      gate: "f",
      x: place.f,
      y: TOP,
      flat: true,
      what: { kind: "product", factors: keep },
      paths: only("leak", "forget"),
    },
    { id: "plus", kind: "plus", x: 298, y: TOP, what: gateOf("c"), paths: ["total:c"] },
    {
      id: "valve-i",
      kind: "valve",
      gate: writes.symbol,
      complement: writes.complement,
      x: 298,
      y: 125,
      flat: false,
      what: { kind: "product", factors: added },
      paths: only("input", "candidate"),
    },
    {
      id: "tanh",
      kind: "label",
      x: 535,
      y: 108,
      text: "tanh",
      what: { kind: "factor", factor: shown.find((f) => f.tanh) },
      paths: ["show"],
    },
    { id: "valve-o", kind: "valve", gate: "o", x: 535, y: 160, flat: true, what: gateOf("h"), paths: only("output") },
  ];
  const wires = [
    wire("c-in", [[12, TOP], [place.f - 15, TOP]], before, only("leak"), { tip: false }),
    wire("c-kept", [[place.f + 15, TOP], [284, TOP]], { kind: "product", factors: keep }, only("leak")),
    wire("c-out", [[312, TOP], [628, TOP]], gateOf("c"), ["total:c"]),
    wire("c-down", [[535, TOP], [535, 96]], gateOf("c"), ["show"]),
    wire("tanh-o", [[535, 120], [535, 145]], { kind: "factor", factor: shown.find((f) => f.tanh) }, ["show"], {
      tip: false,
    }),
    wire("h-out", [[550, 160], [628, 160]], gateOf("h"), ["total:h"]),
    wire("f-valve", [[place.f, BOX - HALF.height], [place.f, 71]], gateOf("f"), only("forget")),
    wire(
      "g-valve",
      [[place.g, BOX - HALF.height], [place.g, 152], [298, 152], [298, 140]],
      gateOf("g"),
      only("candidate"),
      { tip: false },
    ),
    wire("ig-plus", [[298, 110], [298, 70]], { kind: "product", factors: added }, only("input", "candidate")),
    wire("o-valve", [[place.o, BOX - HALF.height], [place.o, 160], [520, 160]], gateOf("o"), only("output")),
  ];
  if (place.i) {
    wires.push(wire("i-valve", [[place.i, BOX - HALF.height], [place.i, 125], [283, 125]], gateOf("i"), only("input")));
  } else wires.push(wire("i-valve", [[place.f, 125], [283, 125]], gateOf("f"), only("forget")));
  for (const symbol of gates) {
    const x = place[symbol];
    nodes.push(box(symbol, x, only(path[symbol])));
    wires.push(
      wire(`x-${symbol}`, [[12, XRAIL], [x + 22, XRAIL], [x + 22, BOX + HALF.height]], input, []),
      wire(`h-${symbol}`, [[12, HRAIL], [x - 22, HRAIL], [x - 22, BOX + HALF.height]], previous, only(path[symbol])),
    );
  }
  return { nodes, wires, notes: [] };
}
