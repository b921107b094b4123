"""Writes the files beside it with other people's writers: run in an environment with keras, torch, onnx, onnxscript.

Each is packed with gzip, since HDF5 is mostly empty at this size; what the same library computed with the same weights
stands in expected.json.
"""

import gzip
import json
import os
import tempfile
import warnings
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"
warnings.simplefilter("ignore")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import onnx  # noqa: E402
import torch  # noqa: E402
from keras import layers  # noqa: E402
from onnx import helper, numpy_helper  # noqa: E402
from onnx.reference import ReferenceEvaluator  # noqa: E402
from torch import nn  # noqa: E402

HERE = Path(__file__).parent
INPUTS = np.random.default_rng(11).standard_normal((2, 5, 3)).astype(np.float32)
EXPECTED: dict[str, dict[str, list[float]]] = {}


def keep(name, write):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        (HERE / f"{name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def expect(name, outputs):
    """Time first."""
    EXPECTED[name] = {layer: np.swapaxes(states, 0, 1).astype(float).tolist() for layer, states in outputs.items()}


def spread(module_weights):
    """Weights of some size, biases too, so that no term can be left out unnoticed."""
    noise = np.random.default_rng(3)
    return [noise.uniform(-1, 1, array.shape).astype(array.dtype) for array in module_weights]


def keras_files():
    """Every layer reads the same inputs; a stack beside them."""
    x = keras.Input((5, 3))
    every = {"return_sequences": True}
    kinds = {
        "tanh": layers.SimpleRNN(4, name="tanh", **every),
        "relu": layers.SimpleRNN(4, activation="relu", name="relu", **every),
        "after": layers.GRU(4, name="after", **every),
        "before": layers.GRU(4, reset_after=False, name="before", **every),
        "no_bias": layers.GRU(4, use_bias=False, name="no_bias", **every),
        "long": layers.LSTM(4, name="long", **every),
        "both": layers.Bidirectional(layers.GRU(4, **every), name="both"),
    }
    outputs = {name: layer(x) for name, layer in kinds.items()}
    model = keras.Model(x, outputs)
    model.set_weights([array * 0.7 for array in spread(model.get_weights())])
    states = {name: keras.ops.convert_to_numpy(array) for name, array in model(INPUTS).items()}
    for name in ("keras.weights.h5", "keras.h5", "keras.keras"):
        keep(name, model.save_weights if "weights" in name else model.save)
        expect(name, states)


def keras_stack():
    """An embedding, two layers and a readout, as people have them."""
    stack = [
        layers.Embedding(7, 3),
        layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
        layers.LSTM(3, return_sequences=True),
        layers.Dense(2),
    ]
    model = keras.Sequential([keras.Input((5,)), *stack])
    tokens = np.arange(10).reshape(2, 5) % 7
    model.compile("adam", "mse")
    model.train_on_batch(tokens, np.zeros((2, 5, 2)))  # so that the optimizer's arrays lie beside the weights
    for name in ("keras_stack.weights.h5", "keras_stack.h5", "keras_stack.keras"):
        keep(name, model.save_weights if "weights" in name else model.save)
        expect(name, {"logits": keras.ops.convert_to_numpy(model(tokens))})


def keras_order():
    """Layers whose names, sorted, are not in the order of the network."""
    stack = [layers.SimpleRNN(5, return_sequences=True), layers.LSTM(4, return_sequences=True)]
    model = keras.Sequential([keras.Input((5, 3)), *stack, layers.GRU(2, return_sequences=True)])
    keep("keras_order.weights.h5", model.save_weights)
    expect("keras_order.weights.h5", {"": keras.ops.convert_to_numpy(model(INPUTS))})


class Stack(nn.Module):
    def __init__(self, kind):
        super().__init__()
        torch.manual_seed(3)
        settings = {"nonlinearity": "relu"} if kind == "RNN" else {}
        self.rnn = getattr(nn, kind)(3, 4, num_layers=2, bidirectional=True, batch_first=True, **settings)

    def forward(self, x):
        return self.rnn(x)[0]


def export(model, x, path, settings):
    """Without the paths of the computer that the exporter notes beside every node."""
    torch.onnx.export(model, (x,), str(path), verbose=False, **settings)
    written = onnx.load(str(path))
    for part in (*written.graph.node, *written.graph.value_info, *written.graph.initializer):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    del written.functions[:]
    onnx.save(written, str(path))


def onnx_from_torch():
    """PyTorch's exporter and the older one."""
    for kind in ("RNN", "GRU", "LSTM"):
        for dynamo in (True, False):
            if kind == "RNN" and dynamo:
                continue  # is exported step by step, without a recurrent node
            model, name = Stack(kind).eval(), f"torch_{kind.lower()}{'_dynamo' if dynamo else ''}.onnx"
            settings = {"dynamo": True, "external_data": False} if dynamo else {"dynamo": False}
            x = torch.from_numpy(INPUTS)
            keep(name, lambda path, m=model, s=settings, x=x: export(m, x, path, s))
            expect(name, {"": model(x).detach().numpy()})


def onnx_by_hand():
    """What ONNX computes by its own reference: a GRU that resets before the product."""
    rng = np.random.default_rng(4)
    shapes = {"W": (1, 12, 3), "R": (1, 12, 4), "B": (1, 24)}
    tensors = {name: rng.uniform(-1, 1, shape).astype(np.float32) for name, shape in shapes.items()}
    for before in (0, 1):
        node = helper.make_node("GRU", ["X", *shapes], ["Y"], hidden_size=4, linear_before_reset=before)
        graph = helper.make_graph(
            [node],
            "g",
            [helper.make_tensor_value_info("X", 1, (5, 2, 3))],
            [helper.make_tensor_value_info("Y", 1, (5, 1, 2, 4))],
            [numpy_helper.from_array(array, name) for name, array in tensors.items()],
        )
        model = helper.make_model(graph)
        out = ReferenceEvaluator(model).run(None, {"X": np.swapaxes(INPUTS, 0, 1)})[0]
        name = f"onnx_gru_{'after' if before else 'before'}.onnx"
        keep(name, lambda path, m=model: onnx.save(m, str(path)))
        expect(name, {"": np.swapaxes(out[:, 0], 0, 1)})


keras_files()
keras_stack()
keras_order()
onnx_from_torch()
onnx_by_hand()
EXPECTED["inputs"] = {"": np.swapaxes(INPUTS, 0, 1).astype(float).tolist()}
(HERE / "expected.json").write_text(json.dumps(EXPECTED) + "\n")
print("keras", keras.__version__, "torch", torch.__version__, "onnx", onnx.__version__)
