"""Gates and states as units by steps, from a recording written by hand."""

import numpy as np
import pytest

from gruviz import CELLS, Clamp, Recording, Weights, init_weights, record
from gruviz.engine.cells.names import name_of
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.drawing.palette import GATE_SCALE
from gruviz.figures.gradients.gates_and_states import gate_heatmap, heatmap_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import axes, check_chart, numbers
from tests.runs import Sizes, every_cell, random_run


def recording(h, z=None, cell="gru"):
    """One sequence of a run whose states (T, H) and update gates are given."""
    h = np.array(h, dtype=float)
    steps, size = h.shape
    z = np.full(h.shape, 0.5) if z is None else np.array(z, dtype=float)
    gates = {name: (z if name == "z" else np.zeros(h.shape))[:, None, None] for name in CELLS[cell].gate_names}
    state = np.concatenate([np.zeros((1, size)), h])[:, None, None]
    weights = init_weights(cell, input_size=1, hidden_size=size)
    return Recording(weights, np.zeros((steps, 1, 1)), state, {"h": state}, gates, {})


def test_each_gate_and_state_is_drawn_units_up_steps_along():
    z, h = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], [[-1.0, 0.5], [0.0, 0.25], [1.0, 0.0]]
    chart = check_chart(heatmap_chart(recording(h, z), label="GRU"))
    panels = dict(zip(("r", "z", "n", "h"), chart.figure.data, strict=True))
    np.testing.assert_allclose(numbers(panels["z"].z), np.transpose(z), rtol=1e-6)
    np.testing.assert_allclose(numbers(panels["h"].z), np.transpose(h))
    assert numbers(panels["z"].x).tolist() == [1, 2, 3]
    assert numbers(panels["z"].y).tolist() == [0, 1]
    headings = [heading.text for heading in chart.figure.layout.annotations]
    assert headings == [
        "<b>r, reset gate</b>",
        "<b>z, update gate (0 keeps, 1 writes)</b>",
        "<b>h̃, candidate</b>",
        "<b>h, hidden state</b>",
    ]
    assert {axis["title"]["text"] for axis in axes(chart.figure, "y").values()} == {"unit"}
    assert list(axes(chart.figure, "x").values())[-1]["title"]["text"] == "step"


def test_gates_run_from_0_to_1_and_states_around_0_on_their_own_scales():
    panels = dict(zip(("r", "z", "n", "h"), heatmap_chart(recording([[0.5]]), label="GRU").figure.data, strict=True))
    for name in ("r", "z"):
        assert (panels[name].zmin, panels[name].zmax) == (0, 1)
        assert panels[name].colorscale == GATE_SCALE
    for name in ("n", "h"):
        assert (panels[name].zmin, panels[name].zmax) == (-1, 1)
        assert panels[name].autocolorscale, "the theme's"
    assert [panel.showscale for panel in panels.values()] == [True, False, True, False]


def test_title_and_summary_say_the_means():
    chart = check_chart(heatmap_chart(recording([[0.99, -1.0], [0.5, 0.0]], [[0.1, 0.2], [0.3, 0.4]]), label="GRU (x)"))
    assert chart.title == "GRU (x): on average r is 0 and z is 0.25; 0% of the candidate is saturated"
    assert f"standard deviation {np.std([0.99, -1, 0.5, 0]):.2f}" in chart.summary


@pytest.mark.parametrize(
    ("cell", "ends", "meaning"),
    [
        ("light_gru", "on average z is 0.5; 100% of the candidate is shut off by the ReLU", "that is exactly 0"),
        ("irnn", "no gates; 25% of the state is shut off by the ReLU", "that is exactly 0"),
        (
            "rnn",
            "no gates; 50% of the state is saturated",
            "within 0.05 of ±1, where the state passes hardly any gradient.",
        ),
        (
            "mgu",
            "on average z is 0.5; 0% of the candidate is saturated",
            "hardly any gradient, though the leak passes on.",
        ),
        ("mingru", "on average z is 0.5", "The hidden state"),
    ],
)
def test_only_a_state_with_bounds_saturates(cell, ends, meaning):
    chart = check_chart(heatmap_chart(recording([[0.99, 1.0], [0.5, 0.0]], cell=cell), label="x"))
    assert chart.title == f"x: {ends}"
    assert meaning in chart.summary


def test_of_an_lstm_it_is_the_tanh_of_c_that_blocks():
    """|h| is held below 1 by the output gate, however far c has gone."""
    [run] = run_experiment(
        Experiment(
            cells=("lstm",), reference=False, seeds=1, inputs="constant", scale=3.0, forget_bias=8.0, seq_len=100
        )
    )
    c = run.flow.recording.states["c"][1:, 0, 0]
    shut = (np.abs(np.tanh(c)) > 0.95).mean()
    assert shut > 0.8
    assert f"; {shut:.0%} of tanh(c) is saturated" in heatmap_chart(run.flow.recording, label="LSTM").title


def test_a_state_that_overflows_is_said_to():
    weights = Weights("irnn", ("h",), np.ones((1, 1, 1)), 4 * np.ones((1, 1, 1)), np.zeros((1, 1))).astype("float32")
    chart = check_chart(heatmap_chart(record("irnn", weights, np.ones((80, 1, 1))), label="X"))
    assert chart.title == "X: the state overflows at step 65 (unit 0)"
    assert "undefined" not in chart.summary


def test_a_candidate_without_bounds_has_a_scale_of_its_own():
    run = random_run("mingru", Sizes(T=3, E=1, B=1), [Clamp("n", 7.2)])
    panels = dict(zip(("z", "n", "h"), heatmap_chart(run, label="minGRU").figure.data, strict=True))
    assert (panels["z"].zmin, panels["z"].zmax) == (0, 1)
    assert (panels["n"].zmin, panels["n"].zmax, panels["n"].showscale) == (-8, 8, True)


def test_a_gate_that_does_two_things_says_so():
    headings = heatmap_chart(random_run("mgu"), label="MGU").figure.layout.annotations
    assert headings[0].text == "<b>z, the one gate (0 keeps, 1 writes and looks back)</b>"


def test_the_table_has_a_row_for_every_unit_at_every_step():
    table = heatmap_chart(recording([[1, 2], [3, 4], [5, 6]]), label="GRU").table
    assert table["step"] == [1, 1, 2, 2, 3, 3]
    assert table["unit"] == [0, 1, 0, 1, 0, 1]
    assert table["h"] == [1, 2, 3, 4, 5, 6]


def test_a_state_beyond_one_widens_its_scale_and_shows_it():
    h = heatmap_chart(recording([[2.5, -0.1]]), label="GRU").figure.data[-1]
    assert (h.zmin, h.zmax, h.showscale) == (-3, 3, True)


def test_one_wide_unit_does_not_rule_the_colours_and_is_told():
    values = np.full((100, 4), 0.5)
    values[0] = [40.0, 1.2, -0.2, -1.7]
    chart = check_chart(heatmap_chart(recording(values), label="GRU"))
    h = chart.figure.data[-1]
    assert (h.zmin, h.zmax) == (-1, 1)
    values[:20] = 2.2
    values[20] = 40
    h = check_chart(heatmap_chart(recording(values), label="GRU")).figure.data[-1]
    assert (h.zmin, h.zmax, h.colorbar.ticktext) == (-3, 3, ("≤ −3", "0", "≥ 3"))
    assert numbers(h.z).max() == 40, "the pointer finds the value itself"
    assert (
        "The colours end for h at ±3; a few values lie beyond." in heatmap_chart(recording(values), label="x").summary
    )


@pytest.mark.parametrize("value", [0.0, 1e30, 1e300, np.inf, np.nan])
def test_extremes_keep_a_finite_scale(value):
    chart = check_chart(heatmap_chart(recording([[value, 0.5]]), label="GRU"))
    h = chart.figure.data[-1]
    assert np.isfinite([h.zmin, h.zmax]).all()
    assert not np.isinf(numbers(h.z)).any()
    np.testing.assert_array_equal(chart.table["h"], [value, 0.5])


@every_cell
def test_every_cell_names_its_gates(cell):
    kind, run = CELLS[cell], random_run(cell, Sizes(T=3, E=2, B=2, H=3))
    missing = [name for name in (*kind.gate_names, *kind.state_names) if name_of(kind, name) in ("gate", "state")]
    assert not missing, f"give {missing} of {cell} a name in engine/cells/names.py"
    chart = check_chart(heatmap_chart(run, label=kind.title, member=1))
    names = ["h_tilde" if gate == "n" else gate for gate in kind.gate_names]
    assert list(chart.table) == ["step", "unit", *names, *kind.state_names]
    np.testing.assert_array_equal(chart.table["h"], run.states["h"][1:, 1, 0].ravel())
    assert gate_heatmap(run).layout.title.text.startswith(kind.title)


def test_a_seed_that_does_not_exist_is_refused_by_name():
    with pytest.raises(InvalidValue, match="member = 2 is not possible: a whole number from 0 to 1"):
        gate_heatmap(random_run("rnn"), member=2)
