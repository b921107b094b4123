"""Files of every kind, and the sentence that a bad one ends in."""

import io
import json
import struct
import zipfile

import h5py
import numpy as np
import pytest
import torch
from torch import nn

from gruviz.checkpoints import read_checkpoint
from gruviz.diagnosis.from_weights import run_layers
from gruviz.validation import GruvizError
from tests.checkpoints.foreign import expected

INPUTS = expected("inputs")
CLOSE = {"rtol": 1e-5, "atol": 1e-5}


def outputs(layers, inputs=INPUTS):
    """Of the top layer, (T, B, ·), both directions side by side."""
    runs = run_layers(layers, inputs)
    top = [run for run in runs if (run.name, run.layer) == (runs[-1].name, runs[-1].layer)]
    return np.concatenate([run.recording.states["h"][1:, 0][:: -1 if run.direction else 1] for run in top], axis=-1)


def refused(content):
    """The sentence that a file ends in."""
    with pytest.raises(GruvizError) as caught:
        read_checkpoint("a.pt", content)
    assert caught.value.sentence.endswith(".")
    return caught.value.sentence


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


def header(**arrays):
    text = json.dumps(arrays).encode()
    return struct.pack("<Q", len(text)) + text + bytes(8)


def hdf5(fill):
    file = io.BytesIO()
    with h5py.File(file, "w") as opened:
        fill(opened)
    return file.getvalue()
