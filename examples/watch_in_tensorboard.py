"""A training that TensorBoard shows from the inside: how far each layer hears, its gates, its dead units.

python examples/watch_in_tensorboard.py runs, then tensorboard --logdir runs
"""

import sys

import torch
from torch import nn
from torch.utils.tensorboard import SummaryWriter

import gruviz


class Recall(nn.Module):
    """Says after a sequence of noise whether its first number was positive."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(1, 16, num_layers=2, batch_first=True)
        self.head = nn.Linear(16, 1)

    def forward(self, x):
        return self.head(self.rnn(x)[0][:, -1]).squeeze(-1)


def main(folder, updates=200, every=20):
    model = Recall()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    writer = SummaryWriter(folder)

    def log(step, values):
        for name, value in values.items():
            writer.add_scalar(name, value, step)

    with writer, gruviz.watch(model, every=every, log=log) as monitor:
        for _ in range(updates):
            x = torch.randn(32, 20, 1)
            loss = nn.functional.binary_cross_entropy_with_logits(model(x), (x[:, 0, 0] > 0).float())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
    print(monitor.report())
    return monitor


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["runs"])
