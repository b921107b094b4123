import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz import CELLS, SCHEMES, gradient_flow, init_weights, lyapunov_exponents, record
from gruviz.data.signals import SIGNALS
from gruviz.validation import InvalidValue, TooLarge
from tests.runs import every_cell, few

every_scheme = pytest.mark.parametrize("scheme", SCHEMES)
seed = st.integers(0, 2**63 - 1)


def arrays(weights):
    return [array for array in weights.arrays.values() if array.size]


@every_cell
def test_default_weights_are_uniform_within_pytorchs_bounds(cell):
    weights = init_weights(cell, input_size=20, hidden_size=25, seeds=8)
    own = CELLS[cell].start_biases(np.random.default_rng(0), 25)
    usual = [bias for block, bias in weights.bias.items() if block not in own]
    for array in (weights.W, weights.U, weights.recurrent_bias, np.concatenate(usual) if usual else None):
        if array is None or not array.size:
            continue
        assert np.abs(array).max() <= 0.2
        assert np.abs(array).max() > 0.19
        assert abs(array.mean()) < 0.02
        assert array.std() == pytest.approx(0.2 / np.sqrt(3), rel=0.1)


@every_cell
@every_scheme
def test_shapes_and_blocks(cell, scheme):
    weights, kind = init_weights(cell, input_size=3, hidden_size=4, seeds=2, scheme=scheme), CELLS[cell]
    rows, recurrent = 4 * len(kind.block_names), 4 * len(kind.recurrent_blocks)
    assert (weights.cell, weights.blocks) == (cell, kind.block_names)
    assert (weights.seeds, weights.hidden_size, weights.input_size) == (2, 4, 3)
    assert (weights.W.shape, weights.U.shape, weights.b.shape) == ((2, rows, 3), (2, recurrent, 4), (2, rows))
    assert (weights.recurrent_bias is not None) == kind.has_recurrent_bias
    assert weights.recurrent.keys() == set(kind.recurrent_blocks)
    for i, block in enumerate(kind.recurrent_blocks):
        np.testing.assert_array_equal(weights.recurrent[block], weights.U[:, 4 * i : 4 * i + 4])
    for i, block in enumerate(kind.block_names):
        np.testing.assert_array_equal(weights.input[block], weights.W[:, 4 * i : 4 * i + 4])
        np.testing.assert_array_equal(weights.bias[block], weights.b[:, 4 * i : 4 * i + 4])


@every_cell
@given(seed=seed, size=st.integers(1, 9), gain=st.floats(0, 5))
def test_orthogonal_blocks_have_every_singular_value_at_the_gain(cell, seed, size, gain):
    weights = init_weights(cell, input_size=1, hidden_size=size, seed=seed, scheme="orthogonal", gain=gain)
    for block in weights.recurrent.values():
        np.testing.assert_allclose(np.linalg.svd(block)[1], gain, rtol=1e-12, atol=1e-15)


@every_cell
@given(seed=seed, size=st.integers(1, 9), gain=st.floats(0.01, 5))
def test_gaussian_blocks_have_their_spectral_radius_at_the_gain(cell, seed, size, gain):
    weights = init_weights(cell, input_size=1, hidden_size=size, seed=seed, scheme="gaussian", gain=gain)
    for block in weights.recurrent.values():
        np.testing.assert_allclose(np.abs(np.linalg.eigvals(block)).max(), gain, rtol=1e-9)


@every_cell
@given(seed=seed, size=st.integers(1, 9), gain=st.floats(0, 5))
def test_identity_blocks_are_the_gain_on_the_diagonal(cell, seed, size, gain):
    weights = init_weights(cell, input_size=1, hidden_size=size, seeds=2, seed=seed, scheme="identity", gain=gain)
    for block in weights.recurrent.values():
        np.testing.assert_array_equal(block, np.stack([gain * np.eye(size)] * 2))


def test_orthogonal_blocks_are_drawn_evenly():
    traces = [
        np.trace(block) for block in init_weights("rnn", input_size=1, hidden_size=6, seeds=400, scheme="orthogonal").U
    ]
    assert abs(np.mean(traces)) < 0.2
    assert np.var(traces) == pytest.approx(1, abs=0.25)


@every_cell
def test_the_scheme_and_gain_change_nothing_but_U(cell):
    plain = init_weights(cell, input_size=3, hidden_size=4)
    np.testing.assert_array_equal(init_weights(cell, input_size=3, hidden_size=4, gain=3.0).U, 3 * plain.U)
    for scheme in SCHEMES:
        other = init_weights(cell, input_size=3, hidden_size=4, scheme=scheme, gain=0.5)
        np.testing.assert_array_equal(other.W, plain.W)
        assert np.array_equal(other.U, plain.U) == (plain.U.size == 0)


@pytest.mark.parametrize(
    ("cell", "field", "block"),
    [
        ("gru", "update_bias", "z"),
        ("gru_reset_after", "update_bias", "z"),
        ("lstm", "forget_bias", "f"),
        ("mgu", "update_bias", "z"),
        ("mingru", "update_bias", "z"),
        ("light_gru", "update_bias", "z"),
        ("gru_no_reset", "update_bias", "z"),
        ("lstm_coupled", "forget_bias", "f"),
        ("own_after_input_relu_bias", "update_bias", "z"),
    ],
)
def test_a_gate_bias_moves_the_centre_of_its_block_only(cell, field, block):
    plain = init_weights(cell, input_size=3, hidden_size=16, seeds=3)
    moved = init_weights(cell, input_size=3, hidden_size=16, seeds=3, **{field: -4.0})
    for name in plain.blocks:
        np.testing.assert_allclose(moved.bias[name] - plain.bias[name], -4.0 if name == block else 0, atol=1e-15)
    assert np.abs(moved.bias[block] + 4).max() <= 0.25
    np.testing.assert_array_equal(moved.U, plain.U)


@pytest.mark.parametrize("lag", [3, 50, 1000])
def test_chrono_spreads_the_time_constants(lag):
    settings = {"input_size": 1, "hidden_size": 200, "seeds": 10, "chrono": lag}
    writing = ("gru", "gru_reset_after", "mgu", "mingru", "light_gru", "gru_no_reset", "own_none_input_tanh")
    for cell, block, sign in (*((cell, "z", -1) for cell in writing), ("lstm", "f", 1), ("lstm_coupled", "f", 1)):
        u = np.exp(sign * init_weights(cell, **settings).bias[block])
        assert 1 <= u.min() < 1 + 0.02 * lag
        assert 0.98 * (lag - 1) < u.max() <= lag - 1 + 1e-9
        assert u.mean() == pytest.approx(lag / 2, rel=0.05)
    lstm = init_weights("lstm", **settings)
    np.testing.assert_array_equal(lstm.bias["i"], -lstm.bias["f"])
    assert np.abs(lstm.bias["o"]).max() <= 1 / np.sqrt(200)


@every_cell
@every_scheme
@few
@given(seed=seed, more=st.integers(2, 5))
def test_a_seed_is_the_same_however_many_there_are(cell, scheme, seed, more):
    settings = {"input_size": 2, "hidden_size": 3, "seed": seed, "scheme": scheme}
    one, again, many = (init_weights(cell, **settings, seeds=seeds) for seeds in (1, 1, more))
    for a, b, c in zip(arrays(one), arrays(again), arrays(many), strict=True):
        np.testing.assert_array_equal(a, b)
        np.testing.assert_array_equal(a[0], c[0])
        drawn = (scheme != "identity" or c is not many.U) and c.any() and not (cell == "ssm" and c is many.constants)
        assert len(np.unique(c.reshape(more, -1), axis=0)) == (more if drawn else 1)


def test_starts_are_ascribed_to_those_who_found_them():
    text = init_weights.__doc__
    assert "Saxe, McClelland & Ganguli 2013, arXiv:1312.6120 (orthogonal)" in text
    assert "1504.00941 (identity" in text


def test_another_seed_is_another_draw():
    first, second = (init_weights("gru", input_size=2, hidden_size=3, seed=seed) for seed in (0, 1))
    assert not np.isin(first.W, second.W).any()


def test_float32_is_the_same_draw_rounded():
    double = init_weights("gru_reset_after", input_size=2, hidden_size=3)
    single = init_weights("gru_reset_after", input_size=2, hidden_size=3, dtype="float32")
    for a, b in zip(arrays(single), arrays(double), strict=True):
        assert a.dtype == np.float32
        np.testing.assert_array_equal(a, b.astype(np.float32))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cell": "elman"}, "cell = 'elman' .* rnn, gru"),
        ({"input_size": 0}, "input_size = 0 .* from 1"),
        ({"hidden_size": 2.5}, "hidden_size = 2.5 .* whole number from 1 to 4096"),
        ({"hidden_size": True}, "hidden_size = True .* whole number"),
        ({"seeds": 0}, "seeds = 0 .* from 1 to 1024"),
        ({"seed": -1}, "seed = -1 .* from 0"),
        ({"scheme": "xavier"}, "scheme = 'xavier' .* default, orthogonal, gaussian, identity"),
        ({"gain": -1.0}, "gain = -1.0 .* from 0 to 100"),
        ({"gain": np.nan}, "gain = nan .* from 0 to 100"),
        ({"update_bias": 51}, "update_bias = 51 .* from -50 to 50"),
        ({"forget_bias": 1.0}, "forget_bias = 1.0 .* None, since the cell gru has no such gate"),
        ({"cell": "lstm", "update_bias": 1.0}, "update_bias = 1.0 .* None, since the cell lstm has no such gate"),
        ({"chrono": 2}, "chrono = 2 .* from 3"),
        ({"cell": "rnn", "chrono": 50}, "chrono = 50 .* None, since the cell rnn has no gate to bias"),
        ({"cell": "irnn", "chrono": 50}, "chrono = 50 .* None, since the cell irnn has no gate to bias"),
        ({"cell": "gru_no_update", "update_bias": 1.0}, "update_bias = 1.0 .* gru_no_update has no such gate"),
        ({"cell": "own_before_none_tanh", "chrono": 9}, "chrono = 9 .* own_before_none_tanh has no gate to bias"),
        ({"dtype": "int64"}, "dtype = 'int64' .* float32 or float64"),
    ],
)
def test_a_wrong_request_is_refused_with_what_would_be_right(change, message):
    settings = {"cell": "gru", "input_size": 2, "hidden_size": 3} | change
    with pytest.raises(InvalidValue, match=message):
        init_weights(settings.pop("cell"), **settings)


def test_too_many_weights_are_refused():
    with pytest.raises(TooLarge, match=r"seeds = .* use fewer seeds or hidden units"):
        init_weights("lstm", input_size=1, hidden_size=4096, seeds=1024)


def test_nothing_else_draws_from_the_stream_of_a_weight(monkeypatch):
    used, make = [], np.random.default_rng

    def spy(entropy):
        used.append(tuple(np.random.SeedSequence(entropy).generate_state(4)))
        return make(entropy)

    monkeypatch.setattr(np.random, "default_rng", spy)
    for root in (0, 7, 11):
        weights = init_weights("rnn", input_size=8, hidden_size=4, seeds=12, seed=root)
    drawn = set(used)
    used.clear()
    for root in (0, 7, 11):
        recording = record("rnn", weights, SIGNALS["noise"](20, root))
        gradient_flow(recording)
        lyapunov_exponents(recording, count=1)
    assert len(drawn) == 36
    assert used
    assert not drawn & set(used)
