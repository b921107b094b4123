"""How the shores move with the budget of updates."""

from concurrent.futures import ThreadPoolExecutor

import gruviz

start = gruviz.Learner("gru", scheme="orthogonal", learning_rate=0.03)
base = gruviz.TrainConfig("first_symbol", (start,), length=10, hidden_size=8, seeds=3, batch_size=16, steps=60)
grid = gruviz.Axis("gain", (0.5, 1, 4)), gruviz.Axis("update_bias", (-4, -1, 2))
before, learned = (
    gruviz.sweep(gruviz.Plan(base, *grid, one), ThreadPoolExecutor(1)) for one in ("gradient", "success")
)
gruviz.figures.shore_by_budget(learned, before)
