"""Forward passes that are run twice, and ones that nothing comes back from."""

import pytest
import torch
import torch.utils.checkpoint
from torch import nn

from gruviz.diagnosis.capture import capturing
from tests.diagnosis.capture.modules import (
    B,
    D,
    T,
    check,
    loss_of,
    made,
    noise,
)


@pytest.mark.parametrize("reentrant", [False, True])
def test_a_forward_pass_that_checkpointing_runs_twice_counts_once(reentrant):
    module, x = made("lstm", num_layers=2), noise(T, B, D).requires_grad_()
    with capturing(module) as seen:
        loss_of(*torch.utils.checkpoint.checkpoint(module, x, use_reentrant=reentrant)).backward()
    check(module, seen.runs())


def test_a_model_without_a_backward_pass_has_no_gradient():
    module = nn.GRU(2, 2)
    with capturing(module) as seen:
        module(torch.randn(T, B, 2))
    assert not seen.runs()[0].flow.gradients.any()
