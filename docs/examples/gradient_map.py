"""What is left of a GRU's gradient before training, by gain and gate bias."""

from concurrent.futures import ThreadPoolExecutor

import gruviz

start = gruviz.Learner("gru", scheme="orthogonal")
base = gruviz.TrainConfig("first_symbol", (start,), length=50, seeds=2)
grid = gruviz.Axis("gain", (0.5, 1, 2, 4)), gruviz.Axis("update_bias", (-6, -4, -2, 0))
before, factor = (
    gruviz.sweep(gruviz.Plan(base, *grid, measure), ThreadPoolExecutor(1)) for measure in ("gradient", "factor")
)
gruviz.figures.gradient_map(before, factor=factor)
