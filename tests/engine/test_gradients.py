"""The gradient with respect to every state: total derivatives, readouts, losses, cuts, ratios."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz import CELLS, Clamp, gradient_flow, init_weights, record
from gruviz.engine.gradients import LOSSES
from gruviz.engine.readouts import random_readout
from gruviz.validation import InvalidShape, InvalidValue
from tests.engine.autograd import close, flow_and_loss
from tests.runs import Sizes, every_cell, few, measured, random_run, sizes
from tests.truth import grads

clamped = st.booleans()


@every_cell
@pytest.mark.parametrize("loss", LOSSES)
@few
@given(size=sizes, clamped=clamped)
def test_every_state_of_every_step(cell, loss, size, clamped):
    flow, runs = flow_and_loss(cell, size, clamped, loss)
    for e, (_, _, states, total) in enumerate(runs):
        true = np.stack(grads(total, states))
        close(flow.gradients[:, e], true)
        close(flow.norms["state"][:, e], np.linalg.norm(true, axis=-1))
        for i, name in enumerate(CELLS[cell].state_names):
            close(flow.norms[name][:, e], np.linalg.norm(true[..., i * size.H : (i + 1) * size.H], axis=-1))


@every_cell
def test_the_default_readout_is_a_unit_vector_on_h_shared_by_all_cells(cell):
    readout = random_readout(random_run(cell))
    on_h, rest = readout[..., :4], readout[..., 4:]
    np.testing.assert_allclose(np.linalg.norm(on_h, axis=-1), 1, rtol=1e-14)
    assert not rest.any()
    np.testing.assert_array_equal(on_h, random_readout(random_run("rnn")))
    np.testing.assert_array_equal(gradient_flow(random_run(cell)).gradients[-1], readout)
    assert len(np.unique(readout[..., 0])) == 6


def test_a_readout_for_all_seeds_is_that_of_each():
    recording, grad = random_run("gru"), np.random.default_rng(0).standard_normal((3, 4))
    same = gradient_flow(recording, grad_final=grad)
    each = gradient_flow(recording, grad_final=np.stack([grad, grad]))
    np.testing.assert_array_equal(same.gradients, each.gradients)


def test_ratio_is_the_median_and_quartiles_of_each_sequences_own():
    flow = gradient_flow(random_run("lstm", Sizes(E=3, B=4)))
    own = (flow.norms["c"] / flow.norms["state"][-1]).reshape(6, 12)
    band = flow.ratio("c")
    np.testing.assert_allclose(band.median, np.median(own, axis=1), rtol=1e-14)
    np.testing.assert_allclose([band.lower, band.upper], np.percentile(own, [25, 75], axis=1), rtol=1e-14)
    assert flow.ratio().median[-1] == 1


@every_cell
def test_the_ratio_of_one_seed_is_that_of_the_seed_alone(cell):
    recording = random_run(cell, Sizes(T=9, E=3, B=2))
    flow = gradient_flow(recording)
    for member in range(3):
        state = recording.state[0, member : member + 1]
        alone = record(cell, recording.weights.member(member), recording.inputs, initial_state=state)
        own = gradient_flow(alone, grad_final=flow.gradients[-1, member : member + 1])
        np.testing.assert_allclose(flow.ratio(member=member).median, own.ratio().median, rtol=1e-12)
        assert flow.decay(member=member).factor == pytest.approx(own.decay().factor, rel=1e-9, nan_ok=True)
    with pytest.raises(InvalidValue, match=r"^member = 3 is not possible: a whole number from 0 to 2"):
        flow.ratio(member=3)


def test_a_sequence_without_a_gradient_is_left_out_of_the_ratio():
    recording, grad = random_run("gru"), np.random.default_rng(0).standard_normal((2, 3, 4))
    grad[1, 2] = 0
    flow = gradient_flow(recording, grad_final=grad)
    own = np.delete((flow.norms["state"] / np.maximum(flow.norms["state"][-1], 1e-300)).reshape(6, 6), 5, axis=1)
    np.testing.assert_allclose(flow.ratio().median, np.median(own, axis=1), rtol=1e-14)
    with pytest.raises(InvalidValue, match="grad_final = 'zero for every sequence'"):
        gradient_flow(recording, grad_final=0 * grad).decay()


@pytest.mark.parametrize(
    ("dtype", "size"), [("float64", 1e200), ("float64", 1e-200), ("float32", 1e30), ("float32", 1e-25)]
)
def test_a_verdict_does_not_depend_on_the_size_of_the_loss_gradient(dtype, size):
    recording = measured("gru", T=20, E=2, dtype=dtype)
    readout = np.random.default_rng(0).standard_normal((4, 32))
    usual, other = (gradient_flow(recording, grad_final=scale * readout) for scale in (1.0, size))
    np.testing.assert_allclose(other.ratio().median, usual.ratio().median, rtol=1e-5 if dtype == "float32" else 1e-12)
    assert other.decay().verdict == usual.decay().verdict
    for name, norms in usual.weight_norms.items():
        np.testing.assert_allclose(other.weight_norms[name] / size, norms, rtol=1e-4)


def test_a_loss_at_every_step_looks_flat_even_without_any_memory():
    weights = init_weights("rnn", input_size=2, hidden_size=4, gain=0.0)
    recording = record("rnn", weights, np.random.default_rng(0).standard_normal((30, 3, 2)))
    np.testing.assert_array_equal(gradient_flow(recording, loss="every").ratio().median[1:], 1)
    last = gradient_flow(recording)
    assert not last.ratio().median[:-1].any()
    assert last.decay().regime == "zero"


def test_a_state_the_loss_does_not_read_is_not_cut_thereby():
    decay = gradient_flow(random_run("lstm", Sizes(T=30))).decay("c")
    assert decay.regime in ("vanishes", "fades", "holds")
    assert decay.horizon > 0


def test_a_gate_that_forgets_everything_passes_exactly_nothing():
    shut = [Clamp("f", 0.0, first=3, last=3), Clamp("o", 0.0, first=2, last=2)]
    decay = gradient_flow(random_run("lstm", Sizes(T=6), shut)).decay()
    assert decay.regime == "zero"
    assert decay.verdict == "is exactly zero from 5 steps before the loss"


@pytest.mark.parametrize("by", [{"cuts": [4]}, {"resets": [4]}])
def test_a_cut_is_told_from_a_true_zero_and_from_a_number_too_small(by):
    """A ReLU that is shut gives true zeros; a tanh only numbers too small for the precision."""
    size = Sizes(T=8)
    cut = gradient_flow(random_run("rnn", size, resets=by.get("resets", ())), cuts=by.get("cuts", ())).decay()
    assert cut.verdict == "is cut: exactly zero from 5 steps before the loss"
    shut = init_weights("irnn", input_size=2, hidden_size=4)
    dark = replace(shut, b=shut.b - 100)
    assert gradient_flow(record("irnn", dark, np.ones((8, 3, 2)))).decay().regime == "zero"
    deep = init_weights("rnn", input_size=2, hidden_size=4, gain=1e-200)
    assert gradient_flow(record("rnn", deep, np.ones((8, 3, 2)))).decay().regime == "underflows"


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"loss": "first"}, InvalidValue, "loss = 'first' .* last, every"),
        ({"grad_final": np.ones(4)}, InvalidShape, r"grad_final.ndim = 1 .* \(B, S\) or \(E, B, S\)"),
        ({"grad_final": [[1, 2], [1]]}, InvalidShape, "grad_final = 'a ragged sequence'"),
        ({"grad_final": np.ones((3, 5))}, InvalidShape, r"grad_final.shape = \(3, 5\) .* \(3, 4\)"),
        ({"grad_final": np.ones((1, 3, 4))}, InvalidShape, r"grad_final.shape = \(1, 3, 4\) .* \(2, 3, 4\)"),
        ({"grad_final": np.full((3, 4), np.inf)}, InvalidValue, r"grad_final\[0, 0\] = inf .* finite"),
    ],
)
def test_a_wrong_request_is_refused_with_what_would_be_right(arguments, error, message):
    with pytest.raises(error, match=message):
        gradient_flow(random_run("gru"), **arguments)


def test_an_unknown_state_is_refused_with_the_known_ones():
    with pytest.raises(InvalidValue, match=r"name = 'c' .* h, state"):
        gradient_flow(random_run("gru")).ratio("c")


def test_nothing_that_arrives_one_step_back_is_no_error():
    """Gain 0: the only gradient is that of the last state."""
    weights = init_weights("rnn", input_size=2, hidden_size=4, gain=0.0)
    flow = gradient_flow(record("rnn", weights, np.ones((5, 1, 2))))
    assert flow.reaches(0)
    assert not flow.reaches(1)
    assert not flow.reaches(6)
    assert flow.decay(since=1).kept == 0
    lstm = init_weights("lstm", input_size=2, hidden_size=4)
    shut = record("lstm", lstm, np.ones((5, 1, 2)), clamps=[Clamp("o", 0.0), Clamp("f", 0.0)])
    assert gradient_flow(shut).decay().rest is None
