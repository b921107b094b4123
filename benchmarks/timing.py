"""Alternating measurement: what drifts on the machine, drifts for both."""

import statistics
import time
from collections.abc import Callable


def paired(first: Callable[[], object], second: Callable[[], object], runs: int = 15) -> tuple[float, float, float]:
    """Median seconds of each, and the median of the ratios first / second, pair by pair, after one warm-up each."""
    first(), second()
    pairs = [(_seconds(first), _seconds(second)) for _ in range(runs)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def report(what: str, value: float, budget: float, unit: str = "×", detail: str = "") -> None:
    """Print one row: what, measured, budget, verdict."""
    verdict = "met" if value <= budget else f"MISSED by {value / budget:.2f} ×"
    print(f"{what:62} {value:9.3f} {unit:3} budget {budget:g} {unit:3} {verdict:16} {detail}", flush=True)


def _seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start
