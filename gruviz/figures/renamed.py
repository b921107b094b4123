"""Former names of figures: each warns when it is used, and goes with the release after the one that renamed it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from warnings import warn

import plotly.graph_objects as go

from gruviz.figures.comparison.carry import carry_by_lag
from gruviz.figures.lesson.trade_off import carry_by_bias

P = ParamSpec("P")


def _formerly(name: str, figure: Callable[P, go.Figure]) -> Callable[P, go.Figure]:
    @wraps(figure)
    def draw(*args: P.args, **kwargs: P.kwargs) -> go.Figure:
        warn(f"{name} is now {figure.__name__}", DeprecationWarning, stacklevel=2)
        return figure(*args, **kwargs)

    draw.__name__ = draw.__qualname__ = name
    draw.__doc__ = f"Former name of `{figure.__name__}`."
    return draw


carry_and_write = _formerly("carry_and_write", carry_by_bias)
carry_against_write = _formerly("carry_against_write", carry_by_lag)
