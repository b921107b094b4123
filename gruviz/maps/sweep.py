"""Sweeps through a plan, on any executor: a pool of processes here, or a cluster elsewhere."""

from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Executor, Future, as_completed
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gruviz.experiments.settings import Experiment
from gruviz.experiments.start import DEFAULTS
from gruviz.maps.axis import SETTINGS
from gruviz.maps.measures import measure
from gruviz.maps.plan import Config, Plan, Square
from gruviz.maps.results_file import ResultsFile
from gruviz.maps.trainability_map import Map, Result
from gruviz.validation import GruvizError
from gruviz.wording import counted, listed, true_minus

NETWORKS, TRAINED = 25, 10
"""Networks that run as one batch, at most, and that train as one: larger batches save little, and come late."""

Chunk = tuple[Square, ...]
"""Squares that are measured as one batch."""


@dataclass(frozen=True, eq=False)
class Found:
    """The result at one square."""

    square: Square
    result: Result


def sweep(
    plan: Plan,
    executor: Executor | None = None,
    *,
    file: str | Path | None = None,
    on_found: Callable[[Found], None] | None = None,
) -> Map:
    """Measure at every square of a plan.

    Results are equal on every executor, to the last digit.

    Args:
        plan: What to measure, and where.
        executor: Where it is computed; by default in worker processes of our own, one per core. Dask's is
            `client.get_executor()`.
        file: Keeps every result from soon after it was found. What it has already is not computed again, also of
            another plan whose squares are the same settings; so a sweep that was stopped goes on from there.
        on_found: Called with each new result, in the order in which they are found.

    Returns:
        The complete map.

    Raises:
        GruvizError: If the file cannot be used; or, once all else has been found and kept, if a setting has failed.
    """
    if executor is None:
        from gruviz.jobs.executor import Workers

        with Workers() as workers:
            return sweep(plan, workers, file=file, on_found=on_found)
    kept = ResultsFile(file) if file is not None else None
    results = kept.known(plan) if kept else {}
    try:
        with closing(filling(plan, executor, known=dict(results))) as finding:
            for found in finding:
                results[found.square] = found.result
                if kept:
                    kept.add(plan, found.square, found.result)
                if on_found:
                    on_found(found)
    finally:
        if kept:
            kept.save()
    return Map(plan, results)


def filling(plan: Plan, executor: Executor, *, known: Mapping[Square, Result] | None = None) -> Generator[Found]:
    """Yield the results of a plan as they are found, coarse to fine up to what the executor finishes first.

    Closing the iterator cancels what has not begun.

    Args:
        plan: What to measure, and where.
        executor: Where it is computed.
        known: Results that are there already; they are neither computed nor yielded.

    Raises:
        GruvizError: In the end, if a setting has failed; whatever else there is has been yielded.
    """
    missing = [[square for square in chunk if square not in (known or {})] for chunk in chunks(plan)]
    futures: dict[Future[list[Result]], list[Square]] = {}
    try:
        for squares in filter(None, missing):
            configs = tuple(plan.config_at(square) for square in squares)
            futures[executor.submit(measure, plan.measure, configs)] = squares
        for future in as_completed(futures):
            if future.exception() is None:
                yield from map(Found, futures[future], future.result())
    finally:
        for future in futures:
            future.cancel()
    failed = [future for future in futures if future.exception()]
    if failed:
        error = failed[0].exception()
        raise _failure(plan, [square for future in failed for square in futures[future]], error) from error


def chunks(plan: Plan) -> Iterator[Chunk]:
    """Squares that run as one batch, coarse to fine: of one pass, with no other difference than how networks start."""
    most = max(1, (TRAINED if plan.measure == "success" else NETWORKS) // plan.base.seeds)
    for one in plan.passes():
        alike: dict[Config, list[Square]] = {}
        for square in one:
            alike.setdefault(_without_start(plan.config_at(square)), []).append(square)
        for squares in alike.values():
            yield from (tuple(squares[first : first + most]) for first in range(0, len(squares), most))


def _without_start(config: Config) -> Config:
    """As the library starts it: what networks that run as one batch have in common."""
    start: dict[str, Any] = dict(DEFAULTS)
    if isinstance(config, Experiment):
        return replace(config, **start)
    return replace(config, learners=(replace(config.learners[0], **start),))


def _failure(plan: Plan, without: list[Square], error: BaseException | None) -> GruvizError:
    """What went wrong first, where, and how many squares have no result."""
    column, row = without[0]
    values = ((plan.x, plan.x.values[column]), (plan.y, plan.y.values[row]))
    places = [f"{SETTINGS[axis.setting].name.removeprefix('the ')} {value:g}" for axis, value in values]
    where, reason = true_minus(listed(places)), (str(error) or type(error).__name__).rstrip(".")
    others = len(without) - 1
    further = f" {counted(others, 'other square')} {'has' if others == 1 else 'have'} none either." if others else ""
    sentence = f"There is no result for {where}: {reason}.{further}"
    return GruvizError("plan", where, "settings that can be measured", sentence)
