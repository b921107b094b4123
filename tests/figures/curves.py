"""Curves of the first chart, written by hand."""

import numpy as np

from gruviz.engine.decay import Band, fit_decay
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.gradients.fates import Line


def line(*back, label="RNN", cell="rnn", reference=False, dtype=np.float64, bound=None, mean_field=None, spread=2.0):
    """A curve listed from the loss backwards; its quartiles lie a factor `spread` beside it."""
    median = np.array(back, dtype=np.float64)[::-1]
    band = Band.over(np.stack([median / spread, median, median * spread], axis=1)[:, :, None], dtype)
    return Line(label, cell, reference, band, fit_decay(band), Sample(3), bound, mean_field)


def falling(factor, steps, **more):
    return line(*(factor ** np.arange(steps + 1.0)), **more)
