"""bfloat16, which NumPy has not."""

import numpy as np
import torch

from gruviz.checkpoints.apart.part import widened


def test_bfloat16_is_widened_as_torch_does():
    numbers = torch.linspace(-3, 3, 40).bfloat16()
    np.testing.assert_array_equal(widened(numbers.view(torch.int16).numpy().view(np.uint16)), numbers.float().numpy())
