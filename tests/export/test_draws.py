"""The inputs of a script are ours, and what was typed is a constant and nothing else."""

import ast
from dataclasses import replace

import numpy as np
import pytest
import torch

from gruviz.experiments.settings import INPUTS, Experiment
from gruviz.export import pytorch_script
from gruviz.export.contents import Contents
from gruviz.export.draws import inputs_code, schemes_code
from gruviz.validation import InvalidValue
from tests.export.scripts import HOSTILE, TABLE

SMALL = Experiment(seq_len=12, hidden_size=6, seeds=3, seed=11)
TYPED = {"text": {"text": "to be or not"}, "table": {"table": TABLE}, "raw": {"table": TABLE}}


@pytest.mark.parametrize("kind", INPUTS)
@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_the_inputs_are_ours(kind, scale):
    experiment = replace(SMALL, inputs=kind, scale=scale, **TYPED.get(kind, {}))
    inputs = experiment.make_inputs()
    space = {"np": np, "torch": torch, "DTYPE": torch.float64, "STEPS": len(inputs), "SEED": 11}
    exec(inputs_code(experiment, inputs[:, 0]), space)
    np.testing.assert_allclose(space["INPUTS"].numpy(), inputs[:, 0], rtol=1e-12, atol=1e-15)


def test_only_the_schemes_in_use_are_drawn():
    used = Contents([("gru", {"scheme": "orthogonal"}), ("rnn", {"scheme": "orthogonal"})])
    assert [ast.parse(code).body[0].name for code in schemes_code(used)] == ["uniform", "orthogonal"]


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "'",
        '"',
        "\\",
        'it\'s "quoted"',
        '"""',
        "\n",
        "\r\n\f\v\x85\u2028",
        "\x00",
        "#",
        "{0}{x}",
        "%s",
        "👩‍🚀",
        "ab" * 60,
    ],
)
def test_a_text_is_a_constant_and_nothing_else(text):
    script = pytorch_script(replace(SMALL, inputs="text", text=text))
    tree = ast.parse(script)
    harmless = ast.parse(pytorch_script(replace(SMALL, inputs="text", text="x" * len(text))))
    assert text in [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert [type(node) for node in ast.walk(tree)] == [type(node) for node in ast.walk(harmless)]
    assert script.isascii() or "\u202e" not in script
    script.encode()


def test_a_table_is_finite_numbers_only():
    with pytest.raises(InvalidValue, match="finite"), np.errstate(invalid="ignore"):
        pytorch_script(replace(SMALL, inputs="table", table=((1.0,), (float("inf"),))))
