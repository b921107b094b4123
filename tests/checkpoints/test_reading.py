"""The same arrays, understood in other ways."""

from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save

from gruviz import init_weights, record
from gruviz.checkpoints import Reading, read_checkpoint
from gruviz.checkpoints.reading import readings
from gruviz.validation import GruvizError

X = np.random.default_rng(1).standard_normal((5, 2, 3))


def states(cell, weights):
    return record(cell, weights, X).states["h"][1:, 0]


def mixed(weights, reading):
    """Our weights as the rows of somebody who writes as `reading` says."""
    sign = {gate: -1 if reading.z_keeps and gate == "z" else 1 for gate in reading.gates}
    W, U, b = (
        np.concatenate([sign[gate] * part[gate][0] for gate in reading.gates])
        for part in (weights.input, weights.recurrent, weights.bias)
    )
    return W, U, b


@pytest.mark.parametrize("reading", [one for blocks in (1, 3, 4) for one in readings(blocks)], ids=str)
@pytest.mark.parametrize("turned", [False, True])
def test_every_reading_gives_the_weights_of_who_writes_so(reading, turned):
    ours = init_weights(reading.cell, input_size=3, hidden_size=4, seed=2)
    W, U, b = mixed(ours, reading)
    names = {"cell.kernel": W.T, "cell.hidden": U.T} if turned else {"cell.W": W, "cell.U": U}
    body = save({name: np.ascontiguousarray(array) for name, array in (names | {"cell.b": b}).items()})
    (layer,) = read_checkpoint("a", body).layers
    assert layer.is_guess
    assert "guess" in layer.how
    assert reading in layer.choices
    weights = layer.read_as(reading)
    if ours.recurrent_bias is not None:
        ours = replace(ours, recurrent_bias=np.zeros((1, 4)))
    np.testing.assert_allclose(states(reading.cell, weights), states(reading.cell, ours), atol=1e-14)


def test_a_wrong_reading_gives_other_states():
    (layer,) = read_checkpoint("a", save({"c.W": np.ones((9, 3)) / 3, "c.U": np.arange(27.0).reshape(9, 3) / 9})).layers
    both = [layer.read_as(replace(layer.reading, z_keeps=keeps)) for keeps in (True, False)]
    assert np.abs(states(layer.cell, both[0]) - states(layer.cell, both[1])).max() > 0.01


@pytest.mark.parametrize(("cell", "gates"), [("gru", "rz"), ("nothing", "rzn"), ("lstm", "rzn"), ("gru", "rzx")])
def test_a_reading_that_does_not_fit_is_refused(cell, gates):
    (layer,) = read_checkpoint("a", save({"c.W": np.ones((9, 3)), "c.U": np.ones((9, 3))})).layers
    with pytest.raises(GruvizError):
        layer.read_as(Reading(cell, tuple(gates)))


def test_titles_of_all_readings_differ():
    for blocks in (1, 3, 4):
        titles = [one.title for one in readings(blocks, guessed=True)]
        assert len(set(titles)) == len(titles)
    assert readings(3)[0].title == "GRU; rows of r, z, n, as PyTorch; z near 1 keeps; reset after the product"
