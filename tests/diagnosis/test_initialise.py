"""Gates, matrices and the gradient itself after `initialise`, by PyTorch's own numbers and by the engine's."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations

from gruviz import GruvizError, from_module, gradient_flow, record
from gruviz.diagnosis.initialise import initialise

LAG, SIZE = 60, 12


def fresh(kind, *args, **kwargs):
    torch.manual_seed(1)
    return kind(*args, **kwargs)


def kept(module, steps=LAG):
    """Share of the gradient at the loss that arrives at the first state; an LSTM's from one step back on."""
    noise = np.random.default_rng(3).standard_normal((steps, 4, module.input_size))
    flow = gradient_flow(record(*from_module(module), noise))
    return flow.ratio(since=flow.readout_lag).median[0]


def gate_biases(module, place, suffix="_l0"):
    rows = slice(place * SIZE, (place + 1) * SIZE)
    return sum(module.get_parameter(f"bias_{side}{suffix}").detach()[rows].double() for side in ("ih", "hh"))


@pytest.mark.parametrize("kind", [nn.GRU, nn.LSTM, nn.GRUCell, nn.LSTMCell])
def test_the_gradient_reaches_the_lag(kind):
    module = fresh(kind, 3, SIZE).double()
    before = kept(module)
    initialise(module, LAG, seed=0)
    assert before < 1e-8
    assert kept(module) > 0.05


def test_a_longer_lag_hears_further():
    module = fresh(nn.GRU, 3, SIZE).double()
    initialise(module, 5, seed=0)
    short = kept(module)
    initialise(module, 500, seed=0)
    assert kept(module) > 100 * short


def test_a_gru_keeps_for_as_many_steps_as_were_drawn():
    module = fresh(nn.GRU, 3, SIZE)
    done = initialise(module, LAG, seed=4)
    [drawn] = [change.time_constants for change in done.changes if change.time_constants]
    z = torch.sigmoid(gate_biases(module, 1))
    assert torch.allclose(z / (1 - z), torch.tensor(drawn, dtype=torch.float64), rtol=1e-5)
    assert 1 <= min(drawn) < LAG / 4
    assert LAG / 2 < max(drawn) <= LAG - 1


def test_an_lstm_forgets_by_one_gate_and_writes_by_the_other():
    module = fresh(nn.LSTM, 3, SIZE)
    initialise(module, LAG, seed=4)
    i, f = gate_biases(module, 0), gate_biases(module, 1)
    assert torch.equal(i, -f)
    assert 0 <= f.min() < f.max() <= np.log(LAG - 1)


def test_the_draw_is_uniform_in_the_time_constant():
    done = initialise(nn.GRU(1, 128, num_layers=8), 1001, seed=0)
    drawn = [u for change in done.changes for u in change.time_constants]
    assert len(drawn) == 1024
    assert np.abs(np.quantile(drawn, [0.25, 0.5, 0.75]) - [250.75, 500.5, 750.25]).max() < 50


def blocks(module, count):
    for name, weights in module.named_parameters():
        if "weight_hh" in name:
            yield from weights.detach().chunk(count)


@pytest.mark.parametrize(
    ("module", "gates", "recurrent"),
    [
        (nn.GRU(2, 7, num_layers=2, bidirectional=True), 3, 12),
        (nn.LSTM(2, 7, num_layers=2), 4, 8),
        (nn.RNN(2, 7), 1, 1),
        (nn.LSTMCell(2, 7), 4, 4),
        (nn.LSTM(2, 7, proj_size=3), 4, 4),
    ],
)
def test_every_block_is_orthogonal(module, gates, recurrent):
    initialise(module.double(), seed=0)
    found = list(blocks(module, gates))
    assert len(found) == recurrent
    for block in found:
        np.testing.assert_allclose(block.T @ block, np.eye(block.shape[1]), atol=1e-12)
    assert not torch.allclose(found[0], found[-1]) or recurrent == 1


def test_a_projection_has_orthonormal_rows():
    module = nn.LSTM(2, 7, proj_size=3).double()
    initialise(module, seed=0)
    W = module.weight_hr_l0.detach()
    np.testing.assert_allclose(W @ W.T, np.eye(3), atol=1e-12)


def test_a_relu_network_starts_as_the_identity_without_biases():
    module = nn.RNN(2, 5, nonlinearity="relu", num_layers=2)
    done = initialise(module)
    assert torch.equal(module.weight_hh_l1, torch.eye(5))
    assert not any(value.any() for name, value in module.named_parameters() if "bias" in name)
    assert "stay above 0" in " ".join(str(done).split())
    x = np.abs(np.random.default_rng(0).standard_normal((30, 3, 2)))
    with torch.no_grad():
        module.weight_ih_l0.abs_()
    assert gradient_flow(record(*from_module(module), x)).ratio().median[0] == pytest.approx(1)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 3)
        self.encoder = nn.ModuleDict({"rnn": nn.GRU(3, 6, bidirectional=True), "cell": nn.LSTMCell(12, 6)})
        self.head = nn.Linear(6, 2)


def test_what_is_not_named_stays_as_it_was():
    model = fresh(Model)
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    done = initialise(model, seed=0)
    changed = {name for name, value in model.named_parameters() if not torch.equal(value, before[name])}
    assert changed == {change.parameter for change in done.changes}
    assert changed == {f"encoder.{name}" for name, _ in model.encoder.named_parameters() if "weight_ih" not in name}
    rnn, old = model.encoder["rnn"], before["encoder.rnn.bias_hh_l0"]
    assert torch.equal(rnn.bias_hh_l0[:6], old[:6])
    assert torch.equal(rnn.bias_hh_l0[12:], old[12:])


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_precision_and_the_wish_for_gradients_stay(dtype):
    module = nn.GRU(2, 4).to(dtype)
    module.weight_hh_l0.requires_grad_(False)
    places = [value.data_ptr() for value in module.parameters()]
    initialise(module)
    assert {value.dtype for value in module.parameters()} == {dtype}
    assert [value.data_ptr() for value in module.parameters()] == places
    assert [value.requires_grad for value in module.parameters()] == [True, False, True, True]


def test_equal_seeds_start_equally_whichever_generator_draws():
    one, two, three = (nn.GRU(2, 4) for _ in range(3))
    initialise(one, seed=5)
    state = torch.get_rng_state()
    initialise(two, seed=5)
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(one.weight_hh_l0, two.weight_hh_l0)
    torch.manual_seed(5)
    initialise(three)
    assert torch.equal(one.bias_ih_l0[4:8], three.bias_ih_l0[4:8])


def test_the_record_reads_as_a_list():
    lines = str(initialise(fresh(Model), 100, seed=0)).splitlines()
    assert lines[0] == "Initialised for lags of up to 100 steps"
    assert lines[1] == "  encoder.rnn.weight_hh_l0          orthogonal, 6 × 6 for each of r, z, n"
    assert any("−log u for i and log u for f, u from " in line for line in lines)
    notes = str(initialise(nn.RNN(1, 2), seed=0)).splitlines()[2:]
    assert notes[-1].endswith("no more than that.")
    assert max(map(len, notes)) <= 80


@pytest.mark.parametrize(
    ("module", "said"),
    [
        (nn.Linear(1, 1), "There is no recurrent layer in this Linear"),
        (nn.ModuleDict({"a": nn.GRU(2, 3, bias=False)}), "a has no biases, and a lag is set by them"),
        (parametrizations.orthogonal(nn.RNN(2, 3), "weight_hh_l0"), "computes its weight_hh_l0 from other parameters"),
        (nn.GRU(2, 3, device="meta"), "This GRU has no numbers yet."),
        ("GRU", "a Module"),
    ],
)
def test_what_cannot_be_set_is_refused_in_words(module, said):
    with pytest.raises(GruvizError, match=said):
        initialise(module)


def test_nothing_is_changed_where_one_layer_is_refused():
    model = nn.ModuleDict({"a": nn.GRU(2, 3), "b": nn.GRU(2, 3, bias=False)})
    before = model["a"].weight_hh_l0.detach().clone()
    with pytest.raises(GruvizError):
        initialise(model)
    assert torch.equal(model["a"].weight_hh_l0, before)


@pytest.mark.parametrize("lag", [2, 0, -1, 3.5, None])
def test_a_lag_is_a_number_of_steps(lag):
    with pytest.raises(GruvizError, match="a whole number from 3"):
        initialise(nn.GRU(1, 2), lag)
