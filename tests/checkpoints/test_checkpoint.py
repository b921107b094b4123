"""Files by other people's writers: the states recomputed from them are those that the same libraries computed."""

import io

import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn

from gruviz.checkpoints import read_checkpoint
from gruviz.diagnosis.from_weights import run_layers
from tests.checkpoints.foreign import body, expected

INPUTS = expected("inputs")
CLOSE = {"rtol": 1e-5, "atol": 1e-5}


def outputs(layers, inputs=INPUTS):
    """Of the top layer, (T, B, ·), both directions side by side."""
    runs = run_layers(layers, inputs)
    top = [run for run in runs if (run.name, run.layer) == (runs[-1].name, runs[-1].layer)]
    return np.concatenate([run.recording.states["h"][1:, 0][:: -1 if run.direction else 1] for run in top], axis=-1)


def as_pt(state, **around):
    file = io.BytesIO()
    torch.save({**around, "model_state_dict": state} if around else state, file)
    return file.getvalue()


@pytest.mark.usefixtures("here")
class TestKeras:
    FILES = ("keras.weights.h5", "keras.h5", "keras.keras")

    @pytest.mark.parametrize("file", FILES)
    @pytest.mark.parametrize("layer", ["tanh", "relu", "after", "before", "no_bias", "long", "both"])
    def test_states_are_those_that_keras_computed(self, file, layer):
        checkpoint = read_checkpoint(file, body(file))
        found = [one for one in checkpoint.layers if one.name == layer]
        if layer == "relu" and "weights" in file:
            assert "assumed" in found[0].how
            found = [found[0].corrected(found[0].choices[1])]
        np.testing.assert_allclose(outputs(found), expected(file, layer), **CLOSE)

    @pytest.mark.parametrize("file", ["keras_stack.weights.h5", "keras_stack.h5", "keras_stack.keras"])
    def test_layers_that_fit_lie_above_one_another(self, file):
        """Beside the arrays of an optimizer, which look like theirs."""
        checkpoint = read_checkpoint("a", body(file))
        (stack,) = checkpoint.stacks
        assert [one.direction for one in stack] == [0, 1, 0]
        assert [one.name.split("_")[0] for one in stack] == ["bidirectional", "bidirectional", "lstm"]
        tokens = (np.arange(10).reshape(2, 5) % 7).T
        states = outputs(stack, checkpoint.embedding[tokens])
        logits = states @ checkpoint.readout.W.T + checkpoint.readout.b
        np.testing.assert_allclose(logits, expected(file, "logits"), **CLOSE)

    def test_where_nothing_says_which_layer_reads_which_their_sizes_do(self):
        (stack,) = read_checkpoint("a", body("keras_order.weights.h5")).stacks
        np.testing.assert_allclose(outputs(stack), expected("keras_order.weights.h5"), **CLOSE)


@pytest.mark.parametrize(
    "file",
    [
        *("torch_rnn.onnx", "torch_gru.onnx", "torch_gru_dynamo.onnx", "torch_lstm.onnx", "torch_lstm_dynamo.onnx"),
        *("onnx_gru_before.onnx", "onnx_gru_after.onnx"),
    ],
)
def test_states_from_onnx_are_those_of_the_exported_module(file):
    checkpoint = read_checkpoint(file, body(file))
    assert checkpoint.format == "ONNX"
    assert len(checkpoint.stacks) == 1
    np.testing.assert_allclose(outputs(checkpoint.stacks[0]), expected(file), **CLOSE)


KINDS = [
    (nn.RNN, {"num_layers": 2}),
    (nn.GRU, {"bidirectional": True, "num_layers": 2}),
    (nn.GRU, {"bias": False}),
    (nn.LSTM, {"num_layers": 3, "bidirectional": True}),
]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("kind", "settings"), KINDS)
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
@pytest.mark.parametrize("write", [save, as_pt, lambda state: as_pt(state, epoch=3, optimizer={"state": {}})])
def test_states_from_pytorch_are_those_of_the_module(kind, settings, dtype, write):
    torch.manual_seed(5)
    module = kind(3, 4, **settings).to(getattr(torch, dtype))
    checkpoint = read_checkpoint("a.bin", write({f"rnn.{name}": one for name, one in module.state_dict().items()}))
    module = module.double()
    want = module(torch.from_numpy(INPUTS))[0].detach().numpy()
    np.testing.assert_allclose(outputs(checkpoint.stacks[0]), want, rtol=1e-12, atol=1e-12)
    assert {one.name for one in checkpoint.layers} == {"rnn"}


def test_a_pytorch_file_is_read_in_a_process_of_its_own():
    module = nn.GRU(3, 4)
    checkpoint = read_checkpoint("a.pt", as_pt(module.state_dict()))
    assert checkpoint.format == "PyTorch"
    np.testing.assert_allclose(outputs(checkpoint.layers), module(torch.tensor(INPUTS).float())[0].detach(), atol=1e-6)


def test_a_keras_file_is_read_in_a_process_of_its_own():
    assert len(read_checkpoint("a.h5", body("keras.weights.h5")).layers) == 8
