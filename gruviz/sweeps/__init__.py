"""Sweeps: a picture at every stop of one control, computed once, to be moved through without computing."""

from gruviz.sweeps.charts import chart_frame
from gruviz.sweeps.sweep import Frame, Sweep, sweep

__all__ = ["Frame", "Sweep", "chart_frame", "sweep"]
