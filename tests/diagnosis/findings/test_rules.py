import functools
import re
from dataclasses import replace

import numpy as np
import pytest

from gruviz.diagnosis.findings import RULES, find
from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.rules import HISTORY_RULES
from gruviz.diagnosis.numbers import LayerNumbers, numbers_of
from gruviz.engine.gradients import flow_of
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import record
from gruviz.engine.records import Start
from gruviz.wording import share
from tests.diagnosis.layers import biased, layer, noise, run_of

FIGURES = {"", "decay", "truncation", "gates", "states", "units", "training"}


@functools.cache
def random_layer(seed):
    """A run and its numbers, of a small network, healthy or sick, of a cell, size, scale and loss drawn at random."""
    rng = np.random.default_rng([seed, 77])
    cell = str(rng.choice(["rnn", "irnn", "gru_reset_after", "lstm"]))
    seq_len = int(rng.choice([1, 2, 12, 40, 250], p=[0.1, 0.1, 0.3, 0.4, 0.1]))
    batch, size = int(rng.choice([1, 3])), int(rng.choice([1, 4, 9]))
    start = [{}, {"scheme": "orthogonal", "gain": float(rng.choice([0.5, 1.5, 30.0]))}][int(rng.integers(2))]
    weights = init_weights(cell, input_size=3, hidden_size=size, seed=seed, **start)
    weights = replace(weights, b=weights.b + float(rng.choice([0.0, 6.0, -6.0], p=[0.6, 0.2, 0.2])))
    lengths = tuple(int(length) for length in rng.integers(1, seq_len + 1, batch)) if rng.random() < 0.5 else None
    inputs = noise(seq_len, batch=batch, scale=float(rng.choice([0.0, 1.0, 300.0], p=[0.1, 0.7, 0.2])), seed=seed)
    run = run_of(weights, inputs, reads=str(rng.choice(["last", "every", "none"])), lengths=lengths)
    return run, LayerNumbers.of(run, truncation=True)


@pytest.mark.parametrize("seed", range(50))
def test_of_any_network_something_is_said_in_whole_sentences(seed):
    run, numbers = random_layer(seed)
    found = find([run], numbers=[numbers], needed_lag=[None, 3, 1000][seed % 3])
    assert found
    assert [(-one.severity, -one.cost) for one in found] == sorted((-one.severity, -one.cost) for one in found)
    for one in found:
        assert 0 <= one.cost <= 1
        assert one.figure in FIGURES
        assert bool(one.advice) == (one.severity > Severity.GOOD)
        for text in (one.title, one.evidence, *([one.advice] if one.advice else [])):
            assert text[0].isupper() or text[0].isdigit() or text.startswith(("gruviz.", "output["))
            assert text[-1] in ".?"
            assert not re.search(r"nan|None|\binf\b|undefined|  |\.\.|\{", text), text


@pytest.mark.parametrize("seed", range(50))
def test_numbers_in_sentences_are_those_that_were_measured(seed):
    run, numbers = random_layer(seed)
    said = {one.key: one for one in find([run], numbers=[numbers])}
    expected = {
        "vanishing": lambda: f"hears {numbers.horizon} step" if numbers.horizon else "hears nothing but its last step",
        "dead_units": lambda: f"{len(numbers.dead)} of {numbers.hidden_size} unit",
        "latched_units": lambda: f"{len(numbers.latched)} of {numbers.hidden_size} unit",
        "saturated_states": lambda: f"{share(max(numbers.saturated.values()))} of the values",
        "stuck_z_open": lambda: f"{share(numbers.gates['z'].open)} of the update gate's values are above .99",
        "stuck_z_shut": lambda: f"{share(numbers.gates['z'].shut)} of the update gate's values are below .01",
        "stuck_f_shut": lambda: f"{share(numbers.gates['f'].shut)} of the forget gate's values are below .01",
        "stuck_i_shut": lambda: f"{share(numbers.gates['i'].shut)} of the input gate's values are below .01",
        "stuck_o_shut": lambda: f"{share(numbers.gates['o'].shut)} of the output gate's values are below .01",
        "breakdown": lambda: f"at step {numbers.breakdown.step} in unit {numbers.breakdown.unit}.",
        "short_window": lambda: {1: "at every step"}.get(
            numbers.truncation.enough(), f"every {numbers.truncation.enough()} steps"
        ),
        "unreached": lambda: "no gradient at all",
    }
    for key in said.keys() & expected.keys():
        assert expected[key]() in said[key].title


@pytest.mark.parametrize("cell", ["rnn", "irnn", "gru", "gru_reset_after", "lstm", "mgu", "mingru"])
@pytest.mark.parametrize("reads", ["last", "every", "none"])
def test_no_rule_fails_on_the_smallest_and_the_emptiest(cell, reads):
    weights = init_weights(cell, input_size=3, hidden_size=1)
    for inputs in (np.zeros((1, 1, 3)), np.zeros((5, 2, 3)), noise(1, batch=1)):
        assert find([run_of(weights, inputs, reads=reads)], needed_lag=4)


def test_no_rule_fails_on_a_gradient_that_is_no_number():
    run = layer("lstm")
    broken = replace(run, flow=flow_of(run.recording, np.full(run.recording.state.shape, np.nan)))
    assert [one.key for one in find([broken])] == ["bad_gradient"]


def test_what_is_said_of_several_layers_is_said_once_with_the_others_behind():
    layers = [replace(layer(seq_len=60, seed=seed), name=f"rnn{seed}") for seed in range(6)]
    found = [one for one in find(layers) if one.key == "vanishing"]
    horizons = [numbers.horizon for numbers in numbers_of(layers)]
    assert len(found) == 1
    assert f"hears {min(horizons)} steps back" in found[0].title
    assert found[0].evidence.count("steps back; your sequences have 60") == 3
    assert found[0].evidence.endswith("The same goes for 2 more layers.")


@pytest.mark.parametrize(("reads", "told"), [("every", False), ("last", True)])
def test_a_module_below_one_that_hears_far_enough_is_not_told(reads, told):
    deaf, far = layer(seq_len=60, reads=reads), layer(seq_len=60, reads=reads, update_bias=-5.0)
    keys = {one.key for one in find([replace(deaf, name="below"), replace(far, name="above")])}
    assert ("vanishing" in keys) == told


def test_a_fault_with_a_known_cause_is_told_by_its_cause_and_as_gravely():
    run = run_of(biased("gru_reset_after", z=9.0), noise(60))
    found = {one.key: one for one in find([run], needed_lag=59)}
    assert "vanishing" not in found
    assert found["stuck_z_open"].severity == Severity.BROKEN
    assert "That is why the layer rnn hears" in found["stuck_z_open"].evidence


@pytest.mark.parametrize("cell", ["rnn", "gru_reset_after", "lstm"])
@pytest.mark.parametrize("reads", ["last", "every"])
@pytest.mark.parametrize("scale", [0.1, 1.0, 3.0])
def test_a_fresh_network_has_no_fault_but_that_it_does_not_hear_far(cell, reads, scale):
    run = layer(cell, seq_len=20, size=16, batch=8, reads=reads, scale=scale)
    assert {one.key for one in find([run])} <= {"vanishing", "short_window", "nothing_wrong"}
    assert [one.key for one in find([layer(cell, seq_len=9, size=16, reads=reads, scale=scale)])] == ["nothing_wrong"]


def test_measured_numbers_are_not_measured_again(monkeypatch):
    run = layer()
    numbers = numbers_of([run], truncation=True)
    monkeypatch.setitem(find.__globals__, "numbers_of", None)
    assert find([run], numbers=numbers)


def test_a_network_that_nothing_ran_through_has_no_findings():
    assert find([]) == ()


def test_every_rule_is_in_a_table():
    assert len({*RULES}) == len(RULES)
    assert HISTORY_RULES


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
@pytest.mark.parametrize("reads", ["last", "every"])
@pytest.mark.parametrize("steps", [[20], [1], [19, 20], [*range(1, 21)]])
def test_no_rule_fails_on_pieces_of_one_step(cell, reads, steps):
    run = layer(cell, reads=reads, batch=2)
    weights, zeros = run.recording.weights, np.zeros_like(run.recording.state[0, 0])
    begun = record(cell, weights, run.recording.inputs, starts=[Start(step, zeros) for step in steps])
    for lengths in ((20, 20), (1, 20), (1, 1)):
        anew = replace(run, recording=begun, flow=flow_of(begun, run.flow.direct), lengths=lengths)
        cut = replace(run, flow=run.flow.on(run.recording, cuts=steps), lengths=lengths)
        assert find([anew, cut], needed_lag=5)
