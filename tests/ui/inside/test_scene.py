"""What the browser gets: its sums, in every convention, are the recording."""

import re
from functools import reduce

import numpy as np
import pytest

from gruviz import CELLS, Experiment, gradient_flow, init_weights, record
from gruviz.applications.offered import OFFERED
from gruviz.closeup.follow import Closeup, follow
from gruviz.closeup.interventions import Interventions
from gruviz.closeup.reading import Reading, last_steps
from gruviz.models.shipped import application_models
from gruviz.ui.inside.scene import FEWEST, LIMIT, pack_scene, steps_that_fit
from gruviz.ui.inside.scene_arrays import exact
from tests.runs import every_cell
from tests.ui.inside.scenes import unpacked

START = {"serial": 1, "at": {"step": 3}}
FUNCTIONS = {
    "identity": lambda a: a,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0),
    "softplus": lambda a: np.log1p(np.exp(a)),
    "log_sigmoid": lambda a: -np.log1p(np.exp(-a)),
    "exp": np.exp,
    "exp_minus": lambda a: np.exp(-a),
    "cos": np.cos,
    "sin": np.sin,
    "complement": lambda a: 1 - a,
    "inverse": lambda a: 1 / a,
    "root": lambda a: np.sqrt(1 - a**2),
}
every_convention = pytest.mark.parametrize("keeps", [False, True], ids=["write", "keep"])


def scene(cell, keeps=False, text="", **settings):
    settings = {"hidden_size": 5, "seq_len": 9, "seed": 4, "gain": 2.0} | settings
    closeup = Closeup(Experiment(cells=(cell,), reference=False, seeds=1, **settings), Interventions.parse(text))
    run = follow(closeup)
    return run, *unpacked(pack_scene(run, keeps=keeps, start=START))


def sums(header, arrays, equation):
    """The equation once more, with the numbers sent, at every step and unit, (T, H)."""
    size, states = header["H"], {name: arrays[f"value:{name}"] for name in header["states"]}
    before = {name: state[:-1].copy() for name, state in states.items()}
    for step in header["resets"]:
        for state in before.values():
            state[step - 1] = 0

    def factor(given):
        symbol = given["symbol"]
        if given["constant"]:
            return FUNCTIONS[given["function"]](arrays[f"constant:{symbol}"])
        value = before[symbol] if given["previous"] else arrays[f"value:{symbol}"]
        value = value[1:] if symbol in states and not given["previous"] else value
        return FUNCTIONS[given["function"]](value)

    if equation["kind"] == "mixed":
        terms = zip(equation["coefficients"], equation["products"], strict=True)
        added = sum(number * reduce(np.multiply, map(factor, product)) for number, product in terms)
        return FUNCTIONS[equation["function"]](added)

    def rows(array, blocks):
        place = header[blocks].index(equation["block"]) * size
        return arrays[array][place : place + size]

    gate = equation["reset"] or equation["resetAfter"]
    reset = arrays[f"value:{gate}"] if gate else 1
    reset = 1 - reset if equation["resetTurned"] else reset
    recurrent = 0
    if equation["readsState"]:
        recurrent = (before["h"] * (reset if equation["reset"] else 1)) @ rows("U", "recurrentBlocks").T
        recurrent = recurrent + (arrays["c"] if equation["stateBias"] else 0)
        recurrent = recurrent * (reset if equation["resetAfter"] else 1)
    driven = arrays["inputs"] @ rows("W", "blocks").T + rows("b", "blocks")
    return FUNCTIONS[equation["activation"]](driven + recurrent)


@every_cell
@every_convention
@pytest.mark.parametrize("text", ["", "reset@4;cut@7"])
def test_the_equations_with_the_numbers_sent_give_the_values_sent(cell, keeps, text):
    _, header, arrays = scene(cell, keeps, text)
    assert [equation["symbol"] for equation in header["equations"]] == [e.symbol for e in CELLS[cell].equations]
    for equation in header["equations"]:
        symbol = equation["symbol"]
        value = arrays[f"value:{symbol}"]
        value = value[1:] if symbol in header["states"] else value
        same = np.broadcast_to(sums(header, arrays, equation), value.shape)  # what reads nothing is so at every step
        np.testing.assert_allclose(same, value, rtol=1e-4, atol=2e-6)


@every_cell
@every_convention
def test_the_values_are_the_recording_and_only_z_turns(cell, keeps):
    run, header, arrays = scene(cell, keeps)
    for name, gate in run.flow.recording.gates.items():
        shown = 1 - gate if keeps and name == "z" else gate
        np.testing.assert_allclose(arrays[f"value:{name}"], shown[:, 0, 0], rtol=1e-6, atol=1e-7)
    for name, state in run.flow.recording.states.items():
        np.testing.assert_allclose(arrays[f"value:{name}"], state[:, 0, 0], rtol=1e-6)
    ends = {gate["symbol"]: gate["ends"] for gate in header["gates"]}
    assert ends.get("z", ["keeps", "writes"]) == (["writes", "keeps"] if keeps and "z" in ends else ["keeps", "writes"])
    assert ends.get("f") == (["forgets", "keeps"] if cell in ("lstm", "lstm_coupled") else None)
    assert header["start"] == START


@every_cell
def test_paths_times_the_norm_that_arrives_are_the_gradient(cell):
    run, header, arrays = scene(cell, text="cut@3")
    size, names = header["H"], header["states"]
    gradients = run.flow.gradients[:, 0, 0]
    np.testing.assert_allclose(arrays["norms"], np.linalg.norm(gradients, axis=1))
    for t in range(1, header["T"] + 1):
        for i, state in enumerate(names):
            into = [path["name"] for path in header["paths"] if state in path["into"]]
            paths = [arrays[f"path:{name}:{state}"][t - 1] for name in into]
            total = sum(paths) * arrays["norms"][t]
            true = gradients[t - 1, i * size : (i + 1) * size]
            np.testing.assert_allclose(total, 0 * true if t == 3 else true, rtol=1e-3, atol=1e-6 * arrays["norms"][t])
    assert header["cuts"] == [3]
    assert header["status"][:3] == ["cut"] * 3


def test_gradients_too_small_for_float32_travel():
    run, header, arrays = scene("rnn", seq_len=200, gain=0.5)
    assert arrays["norms"][1] < 1e-100
    assert np.abs(arrays["path:recurrent:h"][0]).max() > 1e-3
    assert header["gradientRange"][0] <= np.log10(arrays["norms"][1])
    assert run.flow.norms["state"][1, 0, 0] == arrays["norms"][1]


def test_the_untouched_run_travels_beside_a_touched_one():
    run, header, arrays = scene("lstm", text="f=0@2-5")
    assert header["touched"]
    for name, state in run.untouched.recording.states.items():
        low, high = header["baseRanges"][name]
        shown = low + (high - low) * arrays[f"base:{name}"] / 65535
        np.testing.assert_allclose(shown, state[:, 0, 0], atol=1e-4)
    np.testing.assert_allclose(arrays["baseNorms"], run.untouched.norms["state"][:, 0, 0])
    assert header["held"] == {"f": [{"first": 2, "last": 5, "units": None, "value": 0.0, "text": "f=0@2-5"}]}
    assert header["interventions"] == [{"words": "f held at 0 in steps 2–5", "text": "f=0@2-5"}]
    plain = scene("lstm")
    assert not plain[1]["touched"]
    assert not [name for name in plain[2] if name.startswith("base")]


@every_cell
@every_convention
def test_formulas_are_mathml_of_what_is_computed(cell, keeps):
    _, header, _ = scene(cell, keeps)
    for part in (*header["equations"], *header["paths"]):
        assert part["mathml"].startswith("<math")
        assert not re.search(r"<script|onload|\\[a-z]", part["mathml"])
    assert all(gate["color"].startswith("#") for gate in header["gates"])


def test_text_is_sent_with_its_characters():
    _, header, _ = scene_of_text("añ 🦁ب<b>")
    assert header["labels"] == list("añ 🦁ب<b>")
    assert header["channels"] == list(dict.fromkeys("añ 🦁ب<b>"))
    assert header["oneHot"]


def scene_of_text(text):
    experiment = Experiment(cells=("gru",), reference=False, seeds=1, hidden_size=3, inputs="text", text=text)
    run = follow(Closeup(experiment))
    return run, *unpacked(pack_scene(run, keeps=False, start=START))


@pytest.mark.parametrize("cell", CELLS)
def test_the_largest_run_stays_under_780_kilobytes(cell):
    gates = CELLS[cell].gate_names
    text = f"{gates[0]}=0.5@10-20;reset@50;cut@80" if gates else "reset@50;cut@80"
    rows = tuple(tuple(row) for row in np.random.default_rng(0).standard_normal((200, 64)).tolist())
    wide = {"inputs": "table", "table": rows, "seq_len": 200, "hidden_size": 32}
    run, header, _ = scene(cell, text=text, **wide)
    assert header["D"] == 64
    assert len(pack_scene(run, keeps=True, start=START)) < 780_000


def test_weights_travel_in_the_shortest_precision_that_loses_nothing():
    rng = np.random.default_rng(0)
    weights = rng.standard_normal((6, 4)).astype(np.float16)
    weights[0] = [0, -0.0, 6e-8, -6e4]
    for longer, expected in (
        (weights.astype(np.float32), np.float16),
        (weights.astype(np.float64), np.float16),
        (weights + np.float32(1e-6), np.float32),
        (np.array([1e6]), np.float32),
        (np.array([0.1]), np.float64),
        (np.array([1e60]), np.float64),
    ):
        sent = exact(longer)
        assert sent.dtype == expected
        np.testing.assert_array_equal(sent, longer)


def test_a_large_network_trained_on_the_page_stays_under_the_limit():
    fresh = init_weights("lstm", input_size=229, hidden_size=128, dtype=np.float32).rounded()
    inputs = np.eye(229, dtype=np.float32)[np.arange(100) % 229][:, None]
    whole = gradient_flow(record("lstm", fresh, inputs))
    steps = steps_that_fit(whole.recording)
    assert steps >= FEWEST
    reading = Reading("LSTM", last_steps(whole, steps), "log p(“4”)", tuple(map(str, range(229))))
    experiment = Experiment(cells=("lstm",), reference=False, seeds=1)
    run = follow(Closeup(experiment, Interventions.parse("reset@3"), reading=reading))
    assert len(pack_scene(run, keeps=True, start=START)) < LIMIT


@pytest.mark.parametrize("application", OFFERED)
def test_what_an_application_brings_stays_under_the_limit(application):
    for label, model in application_models(application).items():
        rng = np.random.default_rng(0)
        inputs = rng.standard_normal((200, 1, model.weights.input_size))
        whole = gradient_flow(record(model.weights.cell, model.weights, inputs))
        steps = steps_that_fit(whole.recording)
        assert steps > FEWEST
        reading = Reading(
            label, last_steps(whole, steps), "log p(“4”)", tuple(map(str, range(model.weights.input_size)))
        )
        experiment = Experiment(cells=(model.weights.cell,), reference=False, seeds=1)
        run = follow(Closeup(experiment, Interventions.parse("reset@3;reset@9;cut@20"), reading=reading))
        size = len(pack_scene(run, keeps=True, start=START))
        assert size < LIMIT
        assert steps == 200 or size > 0.85 * LIMIT, "room is not wasted"


def test_overflow_is_a_number_that_json_can_carry():
    run, header, arrays = scene("rnn", gain=0.0)
    assert header["status"][0] == "exactly zero"
    assert header["gradientRange"][1] - header["gradientRange"][0] >= 3
    assert np.isfinite(arrays["path:recurrent:h"]).all()
    assert run.label.startswith("RNN")
