"""A model comes back as it was saved, and nothing else comes in."""

import io
import json
import struct
import zipfile
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

import gruviz
from gruviz import TrainedModel, Weights, from_module, init_weights, load_model, record, save_model, to_state_dict
from gruviz.models.files import FILE_LIMIT
from gruviz.tasks import TASKS
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.train import train
from gruviz.validation import GruvizError, InvalidShape, InvalidValue, TooLarge

MODULES = {"rnn": nn.RNN, "irnn": partial(nn.RNN, nonlinearity="relu"), "gru_reset_after": nn.GRU, "lstm": nn.LSTM}
every_kind = pytest.mark.parametrize("kind", MODULES)
every_precision = pytest.mark.parametrize("dtype", ["float32", "float64"])


def a_model(cell="gru", task="first_symbol", dtype="float32", **changes):
    kind, rng = TASKS[task], np.random.default_rng(0)
    weights = init_weights(cell, input_size=kind.input_size, hidden_size=3, seeds=2, dtype=dtype)
    readout = rng.standard_normal((2, kind.output_size, 3)), rng.standard_normal((2, kind.output_size))
    return TrainedModel(
        **{
            "task": task,
            "label": "GRU (b_z = −4)",
            "length": 20,
            "weights": weights,
            "readout_W": readout[0].astype(dtype),
            "readout_b": readout[1].astype(dtype),
        }
        | changes
    )


def saved(model=None):
    file = io.BytesIO()
    save_model(model or a_model(), file)
    return file.getvalue()


def loaded(body):
    return load_model(io.BytesIO(body))


def rewritten(model=None, *, drop=(), **changes):
    """A saved model with some of its arrays exchanged."""
    with np.load(io.BytesIO(saved(model)), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files if name not in drop} | changes
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def about(text):
    return np.frombuffer(text if isinstance(text, bytes) else json.dumps(text).encode(), np.uint8)


def about_with(**changes):
    with np.load(io.BytesIO(saved())) as archive:
        return about(json.loads(archive["about"].tobytes()) | changes)


def zipped(members, **settings):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **settings) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def members_of(body):
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def assert_same(one, other):
    assert (one.task, one.label, one.length) == (other.task, other.label, other.length)
    assert (one.weights.cell, one.weights.blocks) == (other.weights.cell, other.weights.blocks)
    for a, b in zip(arrays_of(one), arrays_of(other), strict=True):
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a, b)


def arrays_of(model):
    weights = model.weights
    inside = [] if weights.recurrent_bias is None else [weights.recurrent_bias]
    return [weights.W, weights.U, weights.b, *inside, model.readout_W, model.readout_b]


@pytest.mark.parametrize("cell", [*gruviz.CELLS, "own_none_input_relu", "own_after_coupled_tanh_bias"])
@every_precision
@pytest.mark.parametrize("task", TASKS)
def test_what_is_saved_is_what_is_loaded(cell, dtype, task):
    model = a_model(cell, task, dtype)
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


def test_a_trained_model_gives_the_same_answers_after_a_round_trip():
    config = TrainConfig(learners=(Learner("lstm", forget_bias=1.0),), length=10, hidden_size=4, seeds=2, steps=3)
    *_, last = train(config)
    model = loaded(saved(TrainedModel("adding", "LSTM", 10, last.weights, *last.readout)))
    inputs, targets = TASKS["adding"].sample(np.random.default_rng([0, 0, 6]), 128, 10)
    h = record("lstm", model.weights, inputs).states["h"][-1]
    outputs = (h @ model.readout_W.swapaxes(1, 2))[..., 0] + model.readout_b
    np.testing.assert_allclose(((outputs - targets) ** 2).mean(1), last.metric, rtol=1e-5)


def test_a_model_does_not_change_with_its_makers_arrays():
    W = np.ones((2, 4, 3), np.float32)
    model = a_model(readout_W=W)
    W += 1
    assert (model.readout_W == 1).all()
    with pytest.raises(ValueError, match="read-only"):
        model.readout_b[...] = 0


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"task": "parity"}, InvalidValue, "task"),
        ({"task": "adding"}, InvalidShape, "weights.W.shape"),
        ({"label": "a\nb"}, InvalidValue, "label"),
        ({"label": "a" * 201}, InvalidValue, "label"),
        ({"label": None}, InvalidValue, "label"),
        ({"length": 9}, InvalidValue, "length"),
        ({"length": 20.0}, InvalidValue, "length"),
        ({"readout_W": np.zeros((2, 3, 3))}, InvalidShape, "readout_W.shape"),
        ({"readout_W": np.zeros((1, 4, 3))}, InvalidShape, "readout_W.shape"),
        ({"readout_b": np.zeros(4)}, InvalidShape, "readout_b.shape"),
        ({"readout_b": np.full((2, 4), np.nan)}, InvalidValue, "readout_b[0, 0]"),
        ({"readout_b": np.full((2, 4), 1e300)}, InvalidValue, "readout_b[0, 0]"),
    ],
)
def test_a_model_that_cannot_be(changes, error, field):
    with pytest.raises(error) as caught:
        replace(a_model(), **changes)
    assert caught.value.field == field


def test_weights_that_are_none_of_the_cells():
    w = init_weights("gru_reset_after", input_size=4, hidden_size=3, seeds=2)
    with pytest.raises(InvalidValue, match=r"weights.recurrent_bias = 'None' .* an array for the cell gru_reset_after"):
        a_model(weights=replace(w, recurrent_bias=None))
    with pytest.raises(InvalidValue, match=r"weights.recurrent_bias = 'an array' .* None for the cell gru"):
        a_model(weights=replace(w, cell="gru"))
    with pytest.raises(InvalidValue, match=r"weights.blocks = \('z', 'r', 'n'\) .* for the cell gru"):
        a_model(weights=Weights("gru", ("z", "r", "n"), w.W, w.U, w.b))
    with pytest.raises(InvalidValue, match="cell = 'mystery'"):
        a_model(weights=replace(w, cell="mystery"))


HOSTILE = {
    "nothing": (lambda: b"", "file"),
    "text": (lambda: b"hello " * 100, "file"),
    "a pickle": (lambda: b"\x80\x04\x95" + b"\0" * 200, "file"),
    "half a file": (lambda: saved()[: len(saved()) // 2], "file"),
    "something behind": (lambda: saved() + b"\0", "file"),
    "a plain array": (lambda: members_of(saved())[1][1], "file"),
    "an empty archive": (lambda: zipped([]), "file"),
    "another archive": (lambda: zipped([("readme.txt", "x" * 50)]), "file.about"),
    "compressed": (lambda: zipped(members_of(saved()), compression=zipfile.ZIP_DEFLATED), "file"),
    "a bomb": (lambda: zipped([("W.npy", b"\0" * 10_000_000)], compression=zipfile.ZIP_DEFLATED), "file"),
    "ten thousand members": (lambda: zipped([(f"{n}.npy", b"") for n in range(10_000)]), "file"),
    "a comment": (lambda: saved()[:-2] + b"\1\0!", "file"),
    "a pickled array": (lambda: rewritten(W=np.array([{}, None], object)), "file.W"),
    "integers": (lambda: rewritten(W=np.zeros((2, 9, 4), np.int64)), "file.W"),
    "complex": (lambda: rewritten(b=np.zeros((2, 9), complex)), "file.b"),
    "columns first": (lambda: rewritten(W=np.asfortranarray(np.zeros((2, 9, 4)))), "file.W"),
    "an empty array": (lambda: rewritten(U=np.zeros((0, 9, 3))), "weights.U.shape"),
    "a lone number": (lambda: rewritten(b=np.float64(1)), "file.b"),
    "W of another size": (lambda: rewritten(W=np.zeros((2, 8, 4))), "weights.W.shape"),
    "U of another size": (lambda: rewritten(U=np.zeros((2, 8, 3))), "weights.U.shape"),
    "b of another size": (lambda: rewritten(b=np.zeros((1, 9))), "weights.b.shape"),
    "inputs of another task": (lambda: rewritten(W=np.zeros((2, 9, 5))), "weights.W.shape"),
    "not a number": (lambda: rewritten(b=np.full((2, 9), np.nan)), "weights.b[0, 0]"),
    "infinite": (lambda: rewritten(readout_W=np.full((2, 4, 3), np.inf)), "readout_W[0, 0, 0]"),
    "without b": (lambda: rewritten(drop=["b"]), "file"),
    "without what it is": (lambda: rewritten(drop=["about"]), "file.about"),
    "one array more": (lambda: rewritten(more=np.zeros(3)), "file"),
    "a recurrent bias more": (lambda: rewritten(recurrent_bias=np.zeros((2, 3))), "file"),
    "another format": (lambda: rewritten(about=about_with(format="onnx")), "file.about"),
    "a later version": (lambda: rewritten(about=about_with(version=2)), "file.version"),
    "an unknown cell": (lambda: rewritten(about=about_with(cell="elman")), "file.cell"),
    "a cell that is a list": (lambda: rewritten(about=about_with(cell=["gru"])), "file.cell"),
    "another cell": (lambda: rewritten(about=about_with(cell="lstm")), "weights.U.shape"),
    "an unknown task": (lambda: rewritten(about=about_with(task="parity")), "task"),
    "a task that is a number": (lambda: rewritten(about=about_with(task=3)), "task"),
    "a length too long": (lambda: rewritten(about=about_with(length=10**9)), "length"),
    "a label with a line break": (lambda: rewritten(about=about_with(label="a\r\nb")), "label"),
    "a label that is a list": (lambda: rewritten(about=about_with(label=[])), "label"),
    "a list": (lambda: rewritten(about=about([1, 2])), "file.about"),
    "no JSON": (lambda: rewritten(about=about(b"{")), "file.about"),
    "no text": (lambda: rewritten(about=about(b"\xff\xfe\xff")), "file.about"),
    "deep JSON": (lambda: rewritten(about=about(b"[" * 3900)), "file.about"),
    "long JSON": (lambda: rewritten(about=about(b" " * 100_000 + b"{}")), "file.about"),
}


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


@every_kind
@every_precision
def test_a_module_computes_our_states(kind, dtype):
    weights = init_weights(kind, input_size=2, hidden_size=4, seeds=3, gain=2.0, dtype=dtype)
    inputs = np.random.default_rng(0).standard_normal((9, 5, 2)).astype(dtype)
    ours = record(kind, weights, inputs).states["h"][1:]
    for member in range(3):
        module = MODULES[kind](2, 4, dtype=getattr(torch, dtype))
        module.load_state_dict(to_state_dict(weights, member=member))
        states = module(torch.tensor(inputs))[0].detach().numpy()
        assert states.dtype == dtype
        np.testing.assert_allclose(states, ours[:, member], rtol=0, atol=1e-12 if dtype == "float64" else 1e-6)


@every_kind
@every_precision
def test_there_and_back_again(kind, dtype):
    weights = init_weights(kind, input_size=2, hidden_size=4, seeds=3, dtype=dtype)
    module = MODULES[kind](2, 4, dtype=getattr(torch, dtype))
    module.load_state_dict(to_state_dict(weights, member=1))
    cell, back = from_module(module)
    assert cell == kind
    for name in ("W", "U", "b", "recurrent_bias"):
        np.testing.assert_array_equal(getattr(back, name), getattr(weights.member(1), name))


def test_a_state_dict_does_not_share_memory_with_the_weights():
    weights = init_weights("rnn", input_size=2, hidden_size=4)
    kept = weights.U.copy()
    to_state_dict(weights)["weight_hh_l0"].zero_()
    np.testing.assert_array_equal(weights.U, kept)


@pytest.mark.parametrize("cell", [cell for cell in gruviz.CELLS if cell not in MODULES])
def test_a_cell_that_no_module_computes_is_told_why(cell):
    with pytest.raises(
        InvalidValue, match=f"weights.cell = '{cell}' .* rnn, irnn, gru_reset_after, lstm.* resets after"
    ):
        to_state_dict(init_weights(cell, input_size=2, hidden_size=4))


@pytest.mark.parametrize("member", [-1, 2, 0.0])
def test_a_member_out_of_range(member):
    with pytest.raises(InvalidValue, match="member = .* from 0 to 1"):
        to_state_dict(init_weights("rnn", input_size=2, hidden_size=4, seeds=2), member=member)
