import numpy as np
import pytest
import torch

from gruviz import init_weights, record
from tests.engine.cells.by_hand import H, X, gates, one_step, sigmoid, states
from tests.runs import Sizes, random_weights

SIZE = Sizes(T=12, E=1, B=2, H=5)


def authors(weights, inputs, n=1.0):
    """The recurrence with the stabiliser of the paper, equations (8) to (17), from c = 0 and n; h of each step."""
    arrays = (weights.input, weights.recurrent, weights.bias)
    W, U, b = ({name: torch.tensor(np.array(array[0])) for name, array in part.items()} for part in arrays)
    h = c = m = torch.zeros(inputs.shape[1], weights.hidden_size, dtype=torch.float64)
    n, shown = torch.full_like(h, n), []
    for x in torch.tensor(inputs):
        i, f, z, o = (x @ W[name].T + h @ U[name].T + b[name] for name in "ifgo")
        log_f = torch.nn.functional.logsigmoid(f)
        stabiliser = torch.maximum(log_f + m, i)
        i, f = torch.exp(i - stabiliser), torch.exp(log_f + m - stabiliser)
        m, c, n = stabiliser, f * c + i * torch.tanh(z), f * n + i
        h = torch.sigmoid(o) * c / n
        shown.append(h.numpy())
    return np.stack(shown)


def test_a_step_by_hand():
    numbers = {"g": (1.1, 0.4, -0.2), "i": (0.5, -0.7, 0.1), "f": (-0.8, 0.2, 0.3), "o": (0.9, 0.6, -0.4)}
    recording = one_step("slstm", numbers, (H, 0.3, 0.8))
    g, i, f, o = (W * X + U * H + b for W, U, b in numbers.values())
    n = sigmoid(f) * np.exp(0.8) + np.exp(i)
    c = sigmoid(f) * np.exp(0.8) * 0.3 + np.exp(i) * np.tanh(g)
    assert gates(recording)["q"] == pytest.approx(np.log(sigmoid(f)) + 0.8 - i)
    assert states(recording) == pytest.approx({"h": sigmoid(o) * c / n, "y": c / n, "m": np.log(n)})


@pytest.mark.parametrize("loud", [1.0, 1000.0])
def test_it_shows_what_the_authors_stabilised_recurrence_shows(loud):
    """With a loud input exp(ĩ) itself is no number any more."""
    weights, inputs = random_weights("slstm", SIZE), loud * np.random.default_rng(0).standard_normal((12, 2, 2))
    ours = record("slstm", weights, inputs).states["h"][1:, 0]
    np.testing.assert_allclose(ours, authors(weights, inputs), rtol=1e-9, atol=1e-12)


def test_from_nearly_nothing_it_starts_as_the_authors_do():
    weights, inputs = random_weights("slstm", SIZE), np.random.default_rng(0).standard_normal((12, 2, 2))
    start = np.repeat([0.0, 0.0, -600.0], 5)[None].repeat(2, 0)
    ours = record("slstm", weights, inputs, initial_state=start).states["h"][1:, 0]
    np.testing.assert_allclose(ours, authors(weights, inputs, n=0.0), rtol=1e-9, atol=1e-12)


def test_what_it_carries_is_a_mean():
    weights = random_weights("slstm", SIZE)
    run = record("slstm", weights, 50 * np.random.default_rng(0).standard_normal((200, 2, 2)))
    assert 0.9 < np.abs(run.states["y"]).max() <= 1 + 1e-14


def test_its_biases_start_as_the_authors():
    weights = init_weights("slstm", input_size=2, hidden_size=9)
    np.testing.assert_allclose(weights.bias["f"][0, [0, -1]], [5, -7])
    assert (np.diff(weights.bias["f"][0]) < 0).all()
    assert not any(weights.bias[name].any() for name in "gio")
    assert init_weights("slstm", input_size=2, hidden_size=1).bias["f"].item() == 5
