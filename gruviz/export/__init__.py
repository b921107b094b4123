"""The exported script: an experiment once more in plain PyTorch, with nothing in it that this experiment does not use.

It draws the same weights and inputs in the same order and lets torch.autograd find the gradient, so that anyone can
check our numbers without us. What a user typed enters through `repr` and never otherwise.
"""

from gruviz.export.script import pytorch_script

__all__ = ["pytorch_script"]
