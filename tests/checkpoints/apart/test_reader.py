"""Files that are read in a process of their own."""

import numpy as np
import pytest
import torch
from torch import nn

from gruviz.checkpoints import read_checkpoint
from gruviz.checkpoints.apart import reader
from gruviz.validation import GruvizError
from tests.checkpoints.foreign import body
from tests.checkpoints.making import INPUTS, outputs, pt


def test_a_pytorch_file_comes_back_as_it_was():
    module = nn.GRU(3, 4)
    checkpoint = read_checkpoint("a.pt", pt(module.state_dict()))
    assert checkpoint.format == "PyTorch"
    np.testing.assert_allclose(outputs(checkpoint.layers), module(torch.tensor(INPUTS).float())[0].detach(), atol=1e-6)


def test_a_keras_file_comes_back_as_it_was():
    assert len(read_checkpoint("a.h5", body("keras.weights.h5")).layers) == 8


def test_a_process_that_dies_takes_nothing_with_it(monkeypatch):
    monkeypatch.setattr(reader.sys, "executable", "/bin/false")
    with pytest.raises(GruvizError, match="crashed on it"):
        reader.read_apart("hdf5", b"")


def test_a_process_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(reader, "SECONDS", 0)
    with pytest.raises(GruvizError, match="could not be read within"):
        reader.read_apart("hdf5", bytes(100))
