from dataclasses import FrozenInstanceError

import numpy as np
import pytest
import torch
from hypothesis import given

from gruviz import CELLS, Clamp, Weights, gradient_flow, record
from gruviz.engine.recording import run_of
from gruviz.validation import InvalidShape, InvalidValue, TooLarge
from tests.runs import Sizes, every_cell, random_inputs, random_run, random_weights, sizes

SIZE = Sizes()
NAN_INPUTS = random_inputs(SIZE)
NAN_INPUTS[3, 1, 0] = np.nan
INF_INPUTS = random_inputs(SIZE)
INF_INPUTS[0, 2, 1] = -np.inf


@every_cell
@given(size=sizes)
def test_shapes(cell, size):
    recording, kind = random_run(cell, size), CELLS[cell]
    assert recording.cell == cell
    assert recording.seq_len == size.T
    assert recording.state.shape == (size.T + 1, size.E, size.B, kind.state_size(size.H))
    assert all(array.shape == (size.T + 1, size.E, size.B, size.H) for array in recording.states.values())
    assert all(array.shape == (size.T, size.E, size.B, size.H) for array in recording.gates.values())
    np.testing.assert_array_equal(np.concatenate([*recording.states.values()], -1), recording.state)


@every_cell
def test_row_0_is_the_initial_state_for_all_seeds_or_each(cell):
    weights, state = random_weights(cell, SIZE), random_run(cell).state[0]
    each = record(cell, weights, random_inputs(SIZE), initial_state=state)
    same = record(cell, weights, random_inputs(SIZE), initial_state=state[1].tolist())
    zero = record(cell, weights, random_inputs(SIZE))
    np.testing.assert_array_equal(each.state[0], state)
    np.testing.assert_array_equal(same.state[0], np.stack([state[1], state[1]]))
    np.testing.assert_array_equal(same.state[:, 1], each.state[:, 1])
    assert not zero.state[0].any()


@every_cell
def test_nothing_recorded_can_be_changed(cell):
    weights, inputs = random_weights(cell, SIZE), random_inputs(SIZE)
    recording = record(cell, weights, inputs)
    before = recording.inputs.copy()
    inputs += 1
    np.testing.assert_array_equal(recording.inputs, before)
    arrays = [recording.inputs, recording.state, *recording.states.values(), *recording.gates.values(), weights.U]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(FrozenInstanceError):
        recording.state = before


@every_cell
@given(size=sizes)
def test_a_member_of_the_ensemble_runs_as_if_alone(cell, size):
    together = random_run(cell, size)
    w = together.weights
    for e in range(size.E):
        own = {name: array[e : e + 1] for name, array in w.arrays.items()}
        alone = Weights(cell, w.blocks, **own, input_only=w.input_only)
        own = record(cell, alone, together.inputs, initial_state=together.state[0, e])
        np.testing.assert_allclose(own.state[:, 0], together.state[:, e], rtol=0, atol=1e-14)


@every_cell
@given(size=sizes)
def test_each_seed_may_read_sequences_of_its_own(cell, size):
    shared = random_run(cell, size)
    inputs = np.random.default_rng([8, size.seed]).standard_normal((size.T, size.E, size.B, size.D))
    own = record(cell, shared.weights, inputs, initial_state=shared.state[0])
    assert own.batch_size == size.B
    assert own.state.shape == shared.state.shape
    np.testing.assert_array_equal(own.inputs, inputs)
    for e in range(size.E):
        alone = record(cell, shared.weights.member(e), inputs[:, e], initial_state=shared.state[0, e])
        np.testing.assert_allclose(own.state[:, e], alone.state[:, 0], rtol=0, atol=1e-14)
    same = record(cell, shared.weights, np.stack([shared.inputs] * size.E, axis=1), initial_state=shared.state[0])
    np.testing.assert_allclose(same.state, shared.state, rtol=0, atol=1e-14)


@every_cell
def test_float32_stays_float32(cell):
    double = random_run(cell, SIZE)
    clamps = [Clamp(gate, 0.3, last=1) for gate in CELLS[cell].gate_names]
    weights = double.weights.astype("float32")
    single = record(cell, weights, double.inputs, initial_state=double.state[0])
    held = record(cell, weights, double.inputs, clamps=clamps)
    arrays = [single.inputs, single.state, held.state, *single.gates.values(), *held.gates.values()]
    assert {array.dtype.name for array in arrays} == {"float32"}
    np.testing.assert_allclose(single.state, double.state, atol=1e-5)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"cell": "lstm"}, InvalidValue, ["cell", "'lstm'", "the weights are for gru"]),
        ({"cell": "elman"}, InvalidValue, ["cell", "'elman'", "rnn, gru"]),
        ({"inputs": np.ones((5, 3))}, InvalidShape, ["inputs.shape", "(5, 3)", "(T, B, 2)"]),
        ({"inputs": np.ones((5, 3, 4))}, InvalidShape, ["inputs.shape", "(5, 3, 4)", "(T, B, 2)"]),
        ({"inputs": np.ones((5, 1, 3, 2))}, InvalidShape, ["inputs.shape", "(5, 1, 3, 2)", "(T, 2, B, 2)"]),
        ({"inputs": np.ones((5, 1, 1, 3, 2))}, InvalidShape, ["inputs.shape", "(5, 1, 1, 3, 2)", "(T, B, 2)"]),
        ({"inputs": np.ones((0, 3, 2))}, InvalidShape, ["inputs.shape", "(0, 3, 2)", "none empty"]),
        ({"inputs": np.ones((5, 0, 2))}, InvalidShape, ["inputs.shape", "(5, 0, 2)", "none empty"]),
        ({"inputs": [[[1, 2]], [[1]]]}, InvalidShape, ["inputs", "ragged", "(T, B, 2)"]),
        ({"inputs": [[["a", "b"]]]}, InvalidValue, ["inputs", "<U1", "real numbers"]),
        ({"inputs": np.ones((5, 3, 2), complex)}, InvalidValue, ["inputs", "complex128", "real numbers"]),
        ({"inputs": None}, InvalidValue, ["inputs", "object", "real numbers"]),
        ({"inputs": NAN_INPUTS}, InvalidValue, ["inputs[3, 1, 0]", "nan", "finite"]),
        ({"inputs": INF_INPUTS}, InvalidValue, ["inputs[0, 2, 1]", "-inf", "finite"]),
        ({"initial_state": np.zeros(4)}, InvalidShape, ["initial_state.ndim", "1", "(B, S) or (E, B, S)"]),
        ({"initial_state": [[1, 2], [1]]}, InvalidShape, ["initial_state", "ragged", "(B, S) or (E, B, S)"]),
        ({"initial_state": np.zeros((3, 5))}, InvalidShape, ["initial_state.shape", "(3, 5)", "(3, 4)"]),
        ({"initial_state": np.zeros((1, 3, 4))}, InvalidShape, ["initial_state.shape", "(1, 3, 4)", "(2, 3, 4)"]),
        ({"initial_state": np.full((3, 4), np.nan)}, InvalidValue, ["initial_state[0, 0]", "nan", "finite"]),
        ({"clamps": [Clamp("f", 0.5)]}, InvalidValue, ["clamp.gate", "'f'", "r, z, n"]),
        ({"clamps": [Clamp("z", 1.5)]}, InvalidValue, ["clamp.value", "1.5", "from 0 to 1"]),
        ({"clamps": [Clamp("n", -1.5)]}, InvalidValue, ["clamp.value", "-1.5", "from -1 to 1"]),
        ({"clamps": [Clamp("z", np.nan)]}, InvalidValue, ["clamp.value", "nan", "from 0 to 1"]),
        ({"clamps": [Clamp("z", 0.5, first=0)]}, InvalidValue, ["clamp.first", "0", "from 1 to 5"]),
        ({"clamps": [Clamp("z", 0.5, first=6)]}, InvalidValue, ["clamp.first", "6", "from 1 to 5"]),
        ({"clamps": [Clamp("z", 0.5, first=3, last=2)]}, InvalidValue, ["clamp.last", "2", "from 3 to 5"]),
        ({"clamps": [Clamp("z", 0.5, last=6)]}, InvalidValue, ["clamp.last", "6", "from 1 to 5"]),
        ({"clamps": [Clamp("z", 0.5, units=(0, 4))]}, InvalidValue, ["clamp.units", "4", "from 0 to 3"]),
        ({"clamps": [Clamp("z", 0.5, units=(-1,))]}, InvalidValue, ["clamp.units", "-1", "from 0 to 3"]),
    ],
)
def test_a_wrong_request_is_refused_with_what_would_be_right(change, error, words):
    arguments = {"cell": "gru", "weights": random_weights("gru", SIZE), "inputs": random_inputs(SIZE)} | change
    with pytest.raises(error) as caught:
        record(arguments.pop("cell"), arguments.pop("weights"), arguments.pop("inputs"), **arguments)
    assert caught.value.field == words[0]
    for word in words:
        assert word in str(caught.value)


def test_a_number_too_large_for_float32_is_named_without_a_warning():
    with pytest.raises(InvalidValue, match=r"inputs\[0, 0, 1\] = 1e\+300 .*float32"):
        record("rnn", random_weights("rnn", SIZE).astype(np.float32), [[[1.0, 1e300]]])


def test_too_large_a_run_is_refused_before_it_starts(monkeypatch):
    weights = random_weights("gru", SIZE)
    monkeypatch.setattr("gruviz.validation.MEMORY_LIMIT", 2**20)
    record("gru", weights, np.zeros((100, 3, 2)))
    with pytest.raises(TooLarge, match=r"inputs = [\d,]+ MiB is not possible: at most 1 MiB; use fewer steps"):
        record("gru", weights, np.zeros((10_000, 3, 2)))


@pytest.mark.parametrize("weights", [None, "gru", {"W": 1}])
def test_weights_that_are_none_are_named(weights):
    with pytest.raises(InvalidValue, match=r"weights = .* is not possible: Weights, from init_weights or from_module"):
        record("gru", weights, random_inputs(SIZE))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_inputs_and_states_may_be_tensors_of_any_precision_that_carry_a_gradient(dtype):
    weights, inputs = random_weights("gru", SIZE), torch.tensor(random_inputs(SIZE)).to(dtype).requires_grad_()
    state = torch.full((3, 4), 0.5, dtype=dtype, requires_grad=True)
    ours = record("gru", weights, inputs * 1, initial_state=state)
    true = record("gru", weights, inputs.detach().double().numpy(), initial_state=np.full((3, 4), 0.5))
    np.testing.assert_array_equal(ours.state, true.state)
    flow = gradient_flow(ours, grad_final=state)
    np.testing.assert_array_equal(flow.gradients[-1], np.full((2, 3, 4), 0.5))


@every_cell
def test_a_run_of_what_is_no_number_ends_in_no_number(cell):
    run = random_run(cell)
    inputs = np.array(run.inputs)
    inputs[2, 1] = np.inf
    broken = run_of(run.weights, inputs, run.state[0])
    for sequence in (0, 2):
        np.testing.assert_array_equal(broken.state[:, :, sequence], run.state[:, :, sequence])
    assert np.isfinite(broken.state[:3]).all()
    assert gradient_flow(broken).gradients.shape == run.state.shape
