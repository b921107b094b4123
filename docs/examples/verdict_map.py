"""The verdict on a GRU's gradient before training, by gain and gate bias."""

from concurrent.futures import ThreadPoolExecutor

import gruviz

start = gruviz.Learner("gru", scheme="orthogonal")
base = gruviz.TrainConfig("first_symbol", (start,), length=50, seeds=2)
grid = gruviz.Axis("gain", (0.5, 1, 2, 2.8, 4)), gruviz.Axis("update_bias", (-8, -6, -4, -2, 0, 2))
verdicts = gruviz.sweep(gruviz.Plan(base, *grid, "verdict"), ThreadPoolExecutor(1))
gruviz.figures.verdict_map(verdicts)
