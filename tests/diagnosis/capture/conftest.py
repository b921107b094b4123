import pytest
import torch

from tests.diagnosis.capture.nets import Net


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


@pytest.fixture
def net():
    torch.manual_seed(0)
    net = Net()
    net.drop.eval()
    net.head.weight.requires_grad_(False)
    net.rnn.bias_hh_l0.requires_grad_(False)
    net.head.bias.grad = torch.ones(2)
    return net
