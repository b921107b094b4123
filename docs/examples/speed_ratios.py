"""Time of one update on this computer, relative to nn.GRU."""

import gruviz
from gruviz.comparison.speed import SpeedConfig, timings
from gruviz.comparison.stopwatch import measure

settings = SpeedConfig(hidden_sizes=(16, 64), seq_len=20, rounds=5)
gruviz.figures.speed_ratios(settings, timings(settings, measure(settings)))
