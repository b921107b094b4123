"""A training that Weights & Biases shows from the inside; it is written to files here, and nothing is sent anywhere.

python examples/watch_in_wandb.py ., then wandb sync wandb/offline-run-… where it is to be sent
"""

import sys

import torch
import wandb
from torch import nn

import gruviz


class Recall(nn.Module):
    """Says after a sequence of noise whether its first number was positive."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(1, 16, batch_first=True)
        self.head = nn.Linear(16, 1)

    def forward(self, x):
        return self.head(self.rnn(x)[0][:, -1]).squeeze(-1)


def main(folder, updates=200, every=20):
    model = Recall()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    run = wandb.init(project="recall", dir=folder, mode="offline")
    with run, gruviz.watch(model, every=every, log=lambda step, values: run.log(values, step=step)) as monitor:
        for _ in range(updates):
            x = torch.randn(32, 20, 1)
            loss = nn.functional.binary_cross_entropy_with_logits(model(x), (x[:, 0, 0] > 0).float())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    print(monitor.report())
    return monitor


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["."])
