"""Small networks of somebody's, and loops that train them."""

import torch
from torch import nn

from gruviz.diagnosis.monitor.watch import watch

BATCH, STEPS, INPUTS, HIDDEN = 3, 6, 2, 4


class Net(nn.Module):
    """A recurrent module inside another module, under a linear head that reads the last step."""

    def __init__(self, kind=nn.GRU, layers=1, **more):
        super().__init__()
        self.body = nn.ModuleDict({"rnn": kind(INPUTS, HIDDEN, layers, batch_first=True, **more)})
        self.head = nn.Linear(HIDDEN * (2 if more.get("bidirectional") else 1), 1)

    @property
    def rnn(self):
        return self.body["rnn"]

    def forward(self, x):
        return self.head(self.rnn(x)[0][:, -1])


def net(kind=nn.GRU, layers=1, seed=0, **more):
    torch.manual_seed(seed)
    return Net(kind, layers, **more)


def batch(seed, size=BATCH):
    return torch.randn(size, STEPS, INPUTS, generator=torch.Generator().manual_seed(seed))


def backward(model, x):
    loss = model(x).square().mean()
    loss.backward()
    return loss


def train(model, updates, *, optimizer=None, clip=lambda _: None, data=batch, **watching):
    """A loop as people write it, watched if any of the arguments of `watch` are given."""
    optimizer = optimizer or torch.optim.Adam(model.parameters(), lr=0.05)

    def loop():
        for number in range(updates):
            optimizer.zero_grad()
            backward(model, data(number))
            clip(model)
            optimizer.step()

    if not watching:
        loop()
        return None
    with watch(model, **watching) as monitor:
        loop()
    return monitor


def steps(monitor):
    return [look.step for look in monitor.history]
