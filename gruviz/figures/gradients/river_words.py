"""What the picture of the streams says, in words that follow its numbers."""

from collections.abc import Mapping

import numpy as np

from gruviz.figures.drawing.palette import PATH_COLORS
from gruviz.figures.gradients.streams import Stream
from gruviz.wording import percent, steps

Runs = Mapping[str, Stream]


def river_words(runs: Runs, is_log: bool) -> tuple[str, str]:
    """Title and summary of the streams; their width counts powers of ten, or is what is left itself."""
    distance = steps(max(len(run.left) for run in runs.values()) - 1)
    sentences = " ".join(_sentence(label, run) for label, run in runs.items())
    width = "powers of ten above 10⁻¹⁶ that are left" if is_log else "gradient that is left"
    hatching = " Hatched is a path that works against the others." if any(map(_has_against, runs.values())) else ""
    key = f"The width of a stream is the {width}, its colours are the paths' shares of each step.{hatching}"
    return _title(runs, distance), f"Back over {distance}. {sentences} {key}"


def _title(runs: Runs, distance: str) -> str:
    solid = {label: run for label, run in runs.items() if not run.is_reference} or dict(runs)
    alive = {label: run for label, run in solid.items() if run.is_alive}
    if not alive:
        label, run = next(iter(solid.items()))
        return f"{label}: {run.broken or 'no gradient flows back'}"
    ends = {label: -1.0 if np.isnan(run.kept) or run.broken else run.kept for label, run in alive.items()}
    order = sorted(ends, key=ends.__getitem__, reverse=True)
    few = dict.fromkeys((order[0], order[-1]))
    return f"Over {distance}, {'; '.join(_short(label, alive[label]) for label in few)}"


def _short(label: str, run: Stream) -> str:
    """The main way and the end."""
    typical = run.typical
    if run.shares.keys() <= PATH_COLORS.keys():
        if "leak" not in run.shares:
            return f"{label} has no leak, and {run.arrival}"
        return f"{label} sends {percent(typical['leak'])} of a typical step through its leak, and {run.arrival}"
    widest = max(typical, key=lambda name: np.nan_to_num(typical[name]))  # of a cell whose ways a person has named
    return f"{label} sends {percent(typical[widest])} of a typical step through {widest}, and {run.arrival}"


def _sentence(label: str, run: Stream) -> str:
    if not run.is_alive:
        return f"{label}: {run.broken or 'no gradient flows back'}."
    straight = f"; {percent(run.straight)} of what arrives never left the leak" if np.isfinite(run.straight) else ""
    return f"{label}: {run.arrival}{straight}; a typical step is {run.ways}."


def _has_against(run: Stream) -> bool:
    return any(bool((values < -0.005).any()) for values in run.shares.values())
