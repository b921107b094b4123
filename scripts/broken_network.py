"""Train the network that the page "Your network" shows at first: python -m scripts.broken_network.

Somebody has read that a GRU holds on to what it has if its update gate's bias is started far below 0. That is so where
z writes, as in Chung et al. 2014; PyTorch's z keeps, so that −6 overwrites the whole state at every step. The network
is to tell in which order two events came, of which the first lies 64 steps or more before the end. It is trained three
times from one seed, with −6 added to the bias, as PyTorch starts it, and with +6; the first is the file.
It takes a minute of one core.
"""

import datetime
import json
import platform
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

from gruviz.arrays import Array
from gruviz.tasks import TASKS
from gruviz.ui.your_network.example import MODEL, RECORD

TASK, LENGTH = TASKS["temporal_order"], 80
UPDATES, BATCH, RATE, CLIP = 400, 32, 3e-3, 1.0
EVERY = 10
"""Updates over which the recorded losses are means."""
STARTS = {"shipped": -6.0, "default": 0.0, "mended": 6.0}
"""What is added to the update gate's bias, by name of the run."""
JUDGED = 512
"""Sequences on which no network has trained."""


class Order(nn.Module):
    """Reads symbols, (T, B), and says which events came first and second, (B, 4)."""

    def __init__(self, update_bias: float) -> None:
        super().__init__()
        self.embedding = nn.Embedding(TASK.input_size, 8)
        self.encoder = nn.GRU(8, 24, num_layers=2)
        self.answer = nn.Linear(24, TASK.output_size)
        with torch.no_grad():
            for layer in range(2):
                self.encoder.get_parameter(f"bias_ih_l{layer}")[24:48] += update_bias

    def forward(self, symbols: torch.Tensor) -> torch.Tensor:
        """Answer after the last step."""
        states, _ = self.encoder(self.embedding(symbols))
        scores: torch.Tensor = self.answer(states[-1])
        return scores


def trained(update_bias: float) -> tuple[Order, list[float]]:
    """One training, and its mean loss over every `EVERY` updates."""
    torch.manual_seed(0)
    model, rng = Order(update_bias), np.random.default_rng(0)
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE)
    losses = []
    for _ in range(UPDATES):
        symbols, right = _batch(rng, BATCH)
        loss = nn.functional.cross_entropy(model(symbols), right)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimiser.step()
        losses.append(loss.item())
    return model, [round(float(mean), 4) for mean in np.reshape(losses, (-1, EVERY)).mean(1)]


def accuracy(model: Order) -> float:
    """Share of right answers on sequences that are new to it."""
    symbols, right = _batch(np.random.default_rng([0, 1]), JUDGED)
    with torch.no_grad():
        return float((model(symbols).argmax(-1) == right).double().mean())


def _batch(rng: np.random.Generator, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    inputs, targets = TASK.sample(rng, count, LENGTH)
    symbols: Array = np.argmax(inputs, axis=-1)
    return torch.from_numpy(symbols), torch.from_numpy(np.array(targets[-1]))


def main() -> None:
    """Train three networks; write the file of one and the record of all."""
    torch.set_num_threads(1)
    runs: dict[str, dict[str, Any]] = {}
    for name, bias in STARTS.items():
        model, losses = trained(bias)
        runs[name] = {"update_bias": bias, "losses": losses, "accuracy": round(accuracy(model), 4)}
        print(name, runs[name]["losses"][-1], runs[name]["accuracy"])
        if name == "shipped":
            save_file(model.state_dict(), MODEL)
    settings = {"length": LENGTH, "updates": UPDATES, "batch_size": BATCH, "learning_rate": RATE, "every": EVERY}
    versions = {"python": platform.python_version(), "torch": torch.__version__}
    record = {"date": datetime.date.today().isoformat(), "task": TASK.key, **settings, "versions": versions}
    RECORD.write_text(json.dumps(record | {"runs": runs}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
