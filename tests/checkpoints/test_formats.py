"""Files that are broken, or made to do harm: each ends in a sentence, and nothing from a file is executed."""

import io
import json
import pickle
import random
import struct
import zipfile

import h5py
import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn

from gruviz.checkpoints import read_checkpoint
from gruviz.checkpoints.apart import reader
from gruviz.validation import GruvizError
from tests.checkpoints.foreign import body

pytestmark = pytest.mark.usefixtures("here")
EXECUTED = []


def harm(what):
    EXECUTED.append(what)


class Harmful:
    """Runs code when it is unpickled."""

    def __reduce__(self):
        return harm, ("done",)


def state(change=lambda tensor: tensor):
    torch.manual_seed(0)
    return {name: change(tensor) for name, tensor in nn.GRU(3, 4).state_dict().items()}


def pt(value, **settings):
    file = io.BytesIO()
    torch.save(value, file, **settings)
    return file.getvalue()


def zipped(name, content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def declared(name, size):
    """An archive that says of a small part that it unpacks to so many bytes."""
    content = bytearray(zipped(name, b"0" * 64))
    place = content.index(b"PK\1\2")
    content[place + 24 : place + 28] = struct.pack("<L", size)
    return bytes(content)


def header(**arrays):
    text = json.dumps(arrays).encode()
    return struct.pack("<Q", len(text)) + text + bytes(8)


EMPTY = {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}


def hdf5(fill):
    file = io.BytesIO()
    with h5py.File(file, "w") as opened:
        fill(opened)
    return file.getvalue()


def circle(file):
    folder = file.create_group("a")
    folder["b"] = folder


def virtual(file):
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource("elsewhere.h5", "x", (4,))
    file.create_virtual_dataset("a", layout)


def shared():
    """Dictionaries within dictionaries, each of which is there thirty times: 30^7 ways to the tensor."""
    value = {"x": torch.zeros(1)}
    for _ in range(7):
        value = {f"k{i}": value for i in range(30)}
    return value


def outside():
    """An ONNX file whose tensors say that their numbers lie elsewhere: data_location = EXTERNAL."""
    tensor = b"\x08\x01\x08\x04\x10\x01\x42\x01W\x70\x01"
    node = b"".join(b"\x0a\x01" + name for name in (b"X", b"W", b"W")) + b"\x22\x03RNN"
    graph = b"\x0a" + bytes([len(node)]) + node + b"\x2a" + bytes([len(tensor)]) + tensor
    return b"\x08\x07\x3a" + bytes([len(graph)]) + graph


CASES = {
    "empty": (b"", "The file is empty"),
    "text": (b"a,b\n1,2\n", "none of the files"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "none of the files"),
    "harmful .pt": (pt({"a": torch.zeros(1), "b": Harmful()}), r"Python objects .*Nothing was executed"),
    "harmful, older": (pt(Harmful(), _use_new_zipfile_serialization=False), "Nothing was executed"),
    "harmful pickle": (pickle.dumps(Harmful()), "Nothing was executed"),
    "whole module": (pt(nn.GRU(3, 4)), r"\(torch.nn.modules.rnn.GRU\).*Save your network's state_dict"),
    "no tensor": (pt({"epoch": 3}), "holds no tensors"),
    "in circles": (pt(shared()), "No recurrent layer"),
    "stretched": (pt({"weight_hh_l0": torch.zeros(1).expand(1 << 20, 1 << 20)}), "at most 256 MiB"),
    "bomb, .keras": (declared("model.weights.h5", 300 << 20), "unpacks to 300 MiB; at most 256 MiB"),
    "bomb, .pt": (declared("a/data.pkl", 300 << 20), "unpacks to 300 MiB; at most 256 MiB"),
    "a false size": (declared("model.weights.h5", 1 << 20), "damaged"),
    "another zip": (zipped("a.txt", b"a"), "neither PyTorch's nor Keras's"),
    "huge shape": (header(a={"dtype": "F32", "shape": [1 << 40, 1 << 40], "data_offsets": [0, 8]}), "damaged"),
    "wrong length": (header(a={"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}), "damaged"),
    "whole numbers": (save(state(lambda one: one.int())), "holds values of type I32"),
    "complex": (save(state(lambda one: one.to(torch.complex64))), "holds values of type C64"),
    "sparse": (pt({"weight_ih_l0": torch.eye(4), "weight_hh_l0": torch.eye(4).to_sparse()}), "save it as a dense one"),
    "without numbers": (pt(nn.LSTM(3, 4, device="meta").state_dict()), "weight_ih_l0 by name only"),
    "too large": (save({"weight_ih_l0": torch.zeros(4, 3), "weight_hh_l0": torch.zeros(1 << 24, 2)}), "34 million"),
    "a tensor alone": (pt(torch.zeros(3)), "one without a name"),
    "no matrices": (save({"a.weight_ih_l0": torch.zeros(3), "a.weight_hh_l0": torch.zeros(3)}), "of a do not fit"),
    "no numbers": (save({"weight_ih_l0": torch.zeros(0, 3), "weight_hh_l0": torch.zeros(0, 0)}), "do not fit"),
    "other network": (save(nn.Linear(3, 4).state_dict()), "No recurrent layer was found"),
    "too many": (header(**{f"a{i}": EMPTY for i in range(10_001)})[:-8], "10,001 arrays; at most 10,000"),
    "link outside": (hdf5(lambda file: file.__setitem__("a", h5py.ExternalLink("x.h5", "/a"))), "links"),
    "link inside": (hdf5(lambda file: file.__setitem__("a", h5py.SoftLink("/"))), "links"),
    "virtual": (hdf5(virtual), "from other files"),
    "data outside": (hdf5(lambda file: file.create_dataset("a", (4,), "f4", external=[("x", 0, 16)])), "other files"),
    "other packing": (hdf5(lambda file: file.create_dataset("a", (4,), "f4", compression="lzf")), "further programs"),
    "huge dataset": (
        hdf5(lambda file: file.create_dataset("a", (1 << 20, 1 << 20), "f4", chunks=(9, 9))),
        "at most 256",
    ),
    "folder in itself": (hdf5(circle), "16 folders"),
    "ONNX outside": (outside(), "lie in a second file beside it"),
    "ONNX cut": (body("torch_gru.onnx")[:-9], "damaged"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_ends_in_a_sentence(case):
    content, sentence = CASES[case]
    with pytest.raises(GruvizError, match=sentence) as caught:
        read_checkpoint("a.pt", content)
    assert caught.value.sentence.endswith(".")
    assert not EXECUTED


def test_a_number_that_is_none_is_named():
    broken = state()
    broken["weight_hh_l0"][2, 1] = float("nan")
    broken["weight_hh_l0"][3, 1] = float("inf")
    (layer,) = read_checkpoint("a", save(broken)).layers
    assert layer.trouble.startswith("The value of weight_hh_l0 at (3, 2), counted from 1, is NaN, as is 1 other")
    with pytest.raises(GruvizError, match="is NaN"):
        _ = layer.weights


def test_names_cannot_be_taken_for_more():
    name = "<b>a</b>\0\n[b](javascript:c)\u202e" + "d" * 5000
    (layer,) = read_checkpoint("a", save({f"{name}.{key}": one for key, one in state().items()})).layers
    assert len(layer.name) == 120
    assert not set("<>[]()\0\n\u202e") & set(layer.name)


BODIES = {
    "safetensors": save(state()),
    "pt": pt(state()),
    "torch_lstm.onnx": body("torch_lstm.onnx"),
    "torch_gru_dynamo.onnx": body("torch_gru_dynamo.onnx"),
}


@pytest.mark.parametrize("name", BODIES)
def test_damaged_bytes_never_end_in_anything_else(name):
    rng, whole = random.Random(3), BODIES[name]
    outcomes = set()
    for _ in range(120):
        content = bytearray(whole)
        for _ in range(rng.choice([1, 3, 10])):
            content[rng.randrange(len(content))] = rng.randrange(256)
        try:
            read_checkpoint("a", bytes(content[: rng.choice([len(content), rng.randrange(len(content))])]))
            outcomes.add("read")
        except GruvizError as error:
            assert error.sentence
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


def test_a_process_that_dies_takes_nothing_with_it(monkeypatch):
    monkeypatch.setattr(reader.sys, "executable", "/bin/false")
    with pytest.raises(GruvizError, match="broke down over it"):
        reader.read_apart("hdf5", b"")


def test_a_process_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(reader, "SECONDS", 0)
    with pytest.raises(GruvizError, match="given up"):
        reader.read_apart("hdf5", bytes(100))


def test_the_process_can_write_no_file_and_take_no_more_memory(tmp_path):
    """What a file could make the libraries do is limited, not only what we do."""
    resource = pytest.importorskip("resource")
    code = (
        "from gruviz.checkpoints.apart.program import confine, MEMORY; confine()\n"
        "try: bytearray(2 * MEMORY)\n"
        "except MemoryError: print('no memory')\n"
        f"try:\n    with open({str(tmp_path / 'a')!r}, 'w') as file: file.write('x' * 100)\n"
        "except OSError: print('no file')\n"
    )
    import subprocess
    import sys

    assert resource.RLIMIT_FSIZE >= 0
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.split("\n")[:2] == ["no memory", "no file"]


def test_a_file_that_is_too_large_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr("gruviz.checkpoints.checkpoint.LIMIT", 100)
    with pytest.raises(GruvizError, match=r"^The file has"):
        read_checkpoint("a", BODIES["pt"])


def test_numbers_of_pytorch_stay_what_they_are():
    """The reader of .pt hands over float16 as it is and bfloat16 without loss."""
    for dtype in (torch.float16, torch.bfloat16):
        half = state(lambda one, dtype=dtype: one.to(dtype))
        (layer,) = read_checkpoint("a", pt(half)).layers
        np.testing.assert_array_equal(layer.rows.U, half["weight_hh_l0"].double().numpy())
