"""Files told apart by their content; whatever is broken ends in a sentence."""

import random
import sys

import pytest
from safetensors.torch import save

from gruviz.checkpoints import read_checkpoint
from gruviz.validation import GruvizError
from tests.checkpoints.foreign import body
from tests.checkpoints.making import pt, refused, state

pytestmark = pytest.mark.usefixtures("here")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty. GRUViz reads safetensors"),
        (b"a,b\n1,2\n", "This is none of the files that networks are kept in."),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "This is none of the files"),
        (bytes(100), "This is none of the files"),
        (b"\x08" * 50, "No recurrent layer was found in a.pt, which holds no arrays."),
    ],
)
def test_what_is_no_network_is_said(content, words):
    assert refused(content).startswith(words)


@pytest.mark.parametrize(
    ("package", "content"),
    [
        ("safetensors", save(state())),
        ("safetensors.numpy", pt(state())),
        ("torch", pt(state())),
        ("h5py", body("keras.h5")),
    ],
)
def test_a_missing_package_is_named(monkeypatch, package, content):
    monkeypatch.setitem(sys.modules, package, None)
    name = package.split(".")[0]
    said = f"Files of this kind need the package {name}, which could not be loaded: pip install {name}."
    assert refused(content) == said


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (save(state()), "safetensors"),
        (pt(state()), "PyTorch"),
        (pt(state(), _use_new_zipfile_serialization=False), "PyTorch"),
        (body("keras.weights.h5"), "Keras (HDF5)"),
        (body("keras.keras"), "Keras (.keras)"),
        (body("torch_gru.onnx"), "ONNX"),
    ],
)
def test_a_wrong_name_does_not_matter(content, kind):
    assert read_checkpoint("picture.jpg", content).format == kind


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
