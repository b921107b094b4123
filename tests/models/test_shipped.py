"""The shipped networks: there, small, as good as their record says, and with gates that open when they should."""

import numpy as np
import pytest

from gruviz import CELLS, TASKS, record
from gruviz.models.shipped import CELLS_TRAINED, COLLECTION, FOLDER, TASKS_LEARNED, collection_model, collection_record
from gruviz.validation import InvalidValue

every_model = pytest.mark.parametrize("key", COLLECTION)


def probes(task, length=50):
    """The fixed sequences on which a training with seed 0 measures itself."""
    return TASKS[task].sample(np.random.default_rng([0, 0, 6]), 128, length)


def outputs(model, inputs):
    """The readout of the last state, (B, K), in float64 and by hand."""
    state = record(model.weights.cell, model.weights.astype("float64"), inputs).state[-1, 0]
    h = state[:, : model.weights.hidden_size]
    return h @ model.readout_W[0].astype(float).T + model.readout_b[0]


@every_model
def test_a_model_is_as_good_as_its_record_says(key):
    model, told = collection_model(key), collection_record()[key]
    batch = probes(model.task)
    found, target = outputs(model, batch.inputs), batch.targets[-1]
    if TASKS[model.task].metric == "accuracy":
        metric = (found.argmax(-1) == target).mean()
    else:
        metric = ((found[:, 0] - target) ** 2).mean()
    assert metric == pytest.approx(told["metric"], rel=0.02, abs=1e-4)
    assert told["solved"] == bool(TASKS[model.task].is_solved(np.array(told["metric"])))
    assert told["label"] == model.label


@every_model
def test_it_is_one_small_network_of_the_cell_and_task_it_is_named_for(key):
    model = collection_model(key)
    assert key == f"{model.task}_{model.weights.cell}"
    assert model.weights.seeds == 1
    assert model.weights.U.dtype == np.float32
    assert (FOLDER / f"{key}.npz").stat().st_size < 16_000


def test_the_collection_is_complete_and_honest():
    assert {key for key in collection_record() if key != "made"} == set(COLLECTION)
    assert set(CELLS_TRAINED) <= CELLS.keys()
    assert set(TASKS_LEARNED) <= TASKS.keys()
    solved = {key for key in COLLECTION if collection_record()[key]["solved"]}
    assert {key for key in COLLECTION if not key.endswith("_rnn")} <= solved
    assert "adding_rnn" not in solved
    assert set(collection_record()["made"]) == {"date", "versions"}


@pytest.mark.parametrize("cell", ["gru", "gru_reset_after"])
def test_the_update_gate_of_the_flip_flop_opens_at_pulses_only(cell):
    model = collection_model(f"flip_flop_{cell}")
    inputs = TASKS["flip_flop"].sample(np.random.default_rng(11), 64, 50).inputs
    z = record(cell, model.weights, inputs).gates["z"][:, 0]
    pulse = inputs[:, :, :2].any(-1)
    at, elsewhere = z[pulse].mean(0), z[~pulse].mean(0)
    clearest = np.argsort(at)[-2:]
    assert at[clearest].mean() > 0.7
    assert elsewhere[clearest].mean() < 0.1
    assert elsewhere.max() < 0.15, "no unit stays open where nothing has to be written"


def test_an_unknown_model_names_the_known_ones():
    with pytest.raises(InvalidValue, match="model = 'x' is not possible: choose one of flip_flop_rnn, flip_flop_gru"):
        collection_model("x")
