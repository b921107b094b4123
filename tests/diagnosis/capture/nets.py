"""A model that does all that a model may do while it runs."""

import random

import numpy as np
import torch
from torch import nn


class Net(nn.Module):
    """Draws random numbers, keeps running means, keeps its last state, and may be stopped."""

    def __init__(self):
        super().__init__()
        self.norm, self.rnn, self.head = nn.BatchNorm1d(3), nn.GRU(3, 4, batch_first=True), nn.Linear(4, 2)
        self.drop, self.fails, self.last = nn.Dropout(0.3), False, None
        self.register_buffer("seen", torch.zeros(1))

    def forward(self, x):
        random.random(), np.random.random()
        self.eval() if self.training else self.train()
        self.training = True
        self.seen = self.seen + 1
        h, self.last = self.rnn(self.norm(x.transpose(1, 2)).transpose(1, 2))
        if self.fails:
            raise RuntimeError("stopped")
        return self.head(self.drop(h)[:, -1])


BATCH = (torch.arange(30.0).reshape(2, 5, 3).sin(), torch.tensor([0, 1]))
