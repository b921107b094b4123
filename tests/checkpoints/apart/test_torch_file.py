"""PyTorch's files: nothing in them is executed, and their numbers stay what they are."""

import io
import pickle

import numpy as np
import pytest
import torch
from torch import nn

from gruviz.checkpoints import read_checkpoint
from tests.checkpoints.making import pt, refused, state

pytestmark = pytest.mark.usefixtures("here")
EXECUTED = []


def harm(what):
    EXECUTED.append(what)


class Harmful:
    """Runs code when it is unpickled."""

    def __reduce__(self):
        return harm, ("done",)


def shared():
    """Dictionaries within dictionaries, each of which is there thirty times: 30^7 ways to the tensor."""
    value = {"x": torch.zeros(1)}
    for _ in range(7):
        value = {f"k{i}": value for i in range(30)}
    return value


@pytest.mark.parametrize(
    "content",
    [
        pt({"a": torch.zeros(1), "b": Harmful()}),
        pt(Harmful(), _use_new_zipfile_serialization=False),
        pickle.dumps(Harmful()),
        pickle.dumps({"a": Harmful()}, protocol=2),
    ],
)
def test_code_in_a_file_is_not_executed(content):
    assert "Nothing was executed. Save your network's state_dict" in refused(content)
    assert not EXECUTED


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (nn.GRU(3, 4), "Python objects (torch.nn.modules.rnn.GRU)"),
        ({"epoch": 3}, "holds no tensors"),
        (torch.zeros(3), "1 array: one without a name"),
        (shared(), "No recurrent layer"),
        ({"weight_hh_l0": torch.zeros(1).expand(1 << 20, 1 << 20)}, "at most 256 MiB"),
        ({"weight_ih_l0": torch.eye(4), "weight_hh_l0": torch.eye(4).to_sparse()}, "save it as a dense one"),
        (nn.LSTM(3, 4, device="meta").state_dict(), "weight_ih_l0 by name only"),
    ],
)
def test_what_is_no_state_dict_is_named(value, sentence):
    assert sentence in refused(pt(value))


@pytest.mark.filterwarnings("ignore:`torch.jit")
def test_a_torchscript_program_is_named():
    file = io.BytesIO()
    torch.jit.save(torch.jit.trace(nn.Linear(2, 2), torch.zeros(1, 2)), file)
    assert "TorchScript program, which is code" in refused(file.getvalue())


def test_numbers_of_pytorch_stay_what_they_are():
    for dtype in (torch.float16, torch.bfloat16):
        half = state(lambda one, dtype=dtype: one.to(dtype))
        (layer,) = read_checkpoint("a", pt(half)).layers
        np.testing.assert_array_equal(layer.rows.U, half["weight_hh_l0"].double().numpy())


def test_of_several_dictionaries_each_keeps_its_name():
    checkpoint = read_checkpoint("a", pt({"model": state(), "ema": state(), "optimizer": {"state": {}}}))
    assert [one.name for one in checkpoint.layers] == ["model", "ema"]
