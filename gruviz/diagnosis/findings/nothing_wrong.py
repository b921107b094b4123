"""What is said of a network in which nothing is wrong."""

from collections.abc import Sequence

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.numbers import LayerNumbers
from gruviz.wording import steps


def nothing_wrong(layers: Sequence[LayerNumbers], *, alone: bool) -> Finding:
    """How far the gradient reaches in a healthy network.

    Args:
        layers: All of them.
        alone: Whether nothing else is said of it.
    """
    far = all(numbers.reach is not None and numbers.horizon >= numbers.reach.length for numbers in layers)
    return Finding(
        key="nothing_wrong",
        severity=Severity.GOOD,
        cost=0.0,
        title=_all_the_way(layers) if far else f"Nothing here is broken: {_as_far_as(layers)}.",
        evidence=f"Every state and every gradient is a finite number, and {_ALONE if alone else _BESIDE}.",
        advice="",
        figure="decay",
    )


def _all_the_way(layers: Sequence[LayerNumbers]) -> str:
    if all(numbers.seq_len == 1 for numbers in layers):
        return "Every sequence is one step long, and its gradient arrives."
    lengths = {numbers.reach.length for numbers in layers if numbers.reach is not None}
    whole = lengths == {numbers.seq_len for numbers in layers} and len(lengths) == 1
    where = {1: "", 2: " in both layers"}.get(len(layers), f" in all {len(layers)} layers")
    how_far = f"all {steps(max(lengths))} back" if whole else "as far back as it can be followed"
    return f"The gradient reaches {how_far}{where}."


_ALONE = "no layer is cut off, saturated or dead"
_BESIDE = "whatever else is said here costs little, or may be intended"


def _as_far_as(layers: Sequence[LayerNumbers]) -> str:
    best = max(layers, key=lambda numbers: numbers.horizon)
    farthest = "" if len(layers) == 1 else " farthest,"
    return f"{best.title} hears{farthest} {best.horizon} of {steps(best.seq_len)} back"
