"""A model comes back as it was saved, and nothing else comes in."""

import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gruviz
from gruviz import record
from gruviz.models.files import FILE_LIMIT, load_model, save_model
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import TASKS, Forecasting, Language
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.train import train
from gruviz.validation import GruvizError, InvalidValue, TooLarge
from tests.models.archives import loaded, members_of, saved, zipped
from tests.models.hostile import HOSTILE
from tests.models.made import a_model, a_network, arrays_of, assert_same, every_model


@pytest.mark.parametrize("cell", [*gruviz.CELLS, "own_none_input_relu", "own_after_coupled_tanh_bias"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("task", TASKS)
def test_what_is_saved_is_what_is_loaded(cell, dtype, task):
    model = a_model(cell, task, dtype)
    assert_same(loaded(saved(model)), model)


@every_model
@pytest.mark.parametrize("cell", ["rnn", "gru_reset_after", "lstm"])
def test_a_network_of_an_application_is_what_was_saved(task, cell):
    model = a_network(task, cell)
    assert_same(loaded(saved(model)), model)


@pytest.mark.parametrize("name", ["model.npz", "model", "модель 1.npz"])
def test_paths_are_used_as_given(tmp_path, name):
    save_model(a_model(), tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert_same(load_model(str(tmp_path / name)), a_model())


def test_equal_models_are_equal_files():
    assert saved() == saved()


def test_numpy_opens_it_without_pickle(tmp_path):
    save_model(a_model(), tmp_path / "model.npz")
    with np.load(tmp_path / "model.npz", allow_pickle=False) as archive:
        assert set(archive.files) == {"about", "W", "U", "b", "readout_W", "readout_b"}
        np.testing.assert_array_equal(archive["U"], a_model().weights.U)


@pytest.mark.training
def test_a_trained_model_gives_the_same_answers_after_a_round_trip():
    config = TrainConfig(learners=(Learner("lstm", forget_bias=1.0),), length=10, hidden_size=4, seeds=2, steps=3)
    *_, last = train(config)
    model = loaded(saved(TrainedModel("adding", "LSTM", 10, last.weights, *last.readout)))
    inputs, targets = TASKS["adding"].sample(np.random.default_rng([0, 0, 6]), 128, 10)
    h = record("lstm", model.weights, inputs).states["h"][-1]
    outputs = (h @ model.readout_W.swapaxes(1, 2))[..., 0] + model.readout_b
    np.testing.assert_allclose(((outputs - targets) ** 2).mean(1), last.metric, rtol=1e-5)


@every_model
def test_half_precision_takes_half_the_bytes_and_three_digits_stay(task):
    model = a_network(task)
    whole, half = saved(model), saved(model, half=True)
    numbers = sum(array.size for array in arrays_of(model))
    assert len(whole) - len(half) > 1.9 * numbers
    for one, other in zip(arrays_of(loaded(half)), arrays_of(model), strict=True):
        assert one.dtype == np.float32
        np.testing.assert_array_equal(one, other.astype(np.float16).astype(np.float32))
    for one, other in zip(arrays_of(loaded(half)), arrays_of(model.rounded()), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_persons_own_data_are_in_no_file():
    text = "A secret diary. " * 200
    body = saved(a_network(Language(text)))
    assert b"diary" not in body
    assert loaded(body).kind.letters == Language(text).letters
    assert loaded(saved(a_network(Forecasting(tuple(range(300)))))).kind == Forecasting()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_model_is_refused_by_name(name):
    make, field = HOSTILE[name]
    with pytest.raises(GruvizError) as caught:
        loaded(make())
    assert caught.value.field == field
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "shape", ["(2, 9, 99999999999)", "(99999999999, 99999999999, 99999999999)", "(-2, 9, 4)", "(0, 9, 4)"]
)
def test_a_shape_that_its_bytes_do_not_fill_reserves_no_memory(shape):
    [name, content] = next(member for member in members_of(saved()) if member[0] == "W.npy")
    forged = content.replace(b"(2, 9, 4)", shape.encode()).replace(b"\n", b"", 1)
    members = [(other, forged if other == name else own) for other, own in members_of(saved())]
    with pytest.raises(InvalidValue, match="file.W = 'unreadable'"):
        loaded(zipped(members))


def test_an_extended_directory_is_not_followed():
    body = saved()
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1)
    with pytest.raises(InvalidValue, match="file = .*something else"):
        loaded(body[:-22] + locator + body[-22:])


def test_a_name_twice_is_refused():
    body = saved()
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped([*members_of(body), members_of(body)[1]])
    assert_same(loaded(twice), a_model())  # the same content under the same name: nothing gained, nothing lost


@given(st.data())
def test_a_spoilt_file_is_refused_or_still_a_valid_model(data):
    body = bytearray(saved())
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        model = loaded(bytes(body[: data.draw(st.sampled_from([None, None, len(body) - 30, 100]))]))
    except GruvizError:
        return
    assert isinstance(model, TrainedModel)


def test_no_more_is_read_than_is_allowed():
    class Endless:
        def read(self, size):
            self.asked = size
            return bytes(size)

    file = Endless()
    with pytest.raises(TooLarge, match="file = more than 64 MiB is not possible: at most 64 MiB"):
        load_model(file)
    assert file.asked == FILE_LIMIT + 1


def test_no_more_is_written_than_can_be_read(monkeypatch, tmp_path):
    monkeypatch.setattr("gruviz.models.files.FILE_LIMIT", 1 << 12)
    with pytest.raises(TooLarge, match="model"):
        save_model(a_model(), tmp_path / "model.npz")
    assert not [*tmp_path.iterdir()]


def test_a_file_that_cannot_be_read(tmp_path):
    for path in (tmp_path / "none.npz", tmp_path, "a\0b"):
        with pytest.raises(InvalidValue, match="file = .* a file that can be read") as caught:
            load_model(path)
        assert caught.value.field == "file"
    with pytest.raises(InvalidValue, match="file = 'str' .* a file opened for reading bytes"):
        load_model(io.StringIO("text"))
