"""Exported scripts: an experiment or a training once more in plain PyTorch, and nothing it does not use.

They draw the same weights and inputs in the same order and let torch.autograd find the gradient, so that anyone can
check our numbers without us. What a user typed enters through `repr` and never otherwise.
"""

from gruviz.export.script import pytorch_script
from gruviz.export.training import training_script

__all__ = ["pytorch_script", "training_script"]
