"""How a map's time falls with more workers, what a chunk costs beside its work, and what that means for 100 workers.

The first part is measured here. The last is a simulation, and its rows say so.
"""

import contextlib
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, as_completed

import numpy as np

from benchmarks.simulation import Outcome, simulate
from benchmarks.timing import report
from gruviz.jobs.executor import Workers
from gruviz.maps.axis import Axis
from gruviz.maps.measures import measure
from gruviz.maps.plan import Config, Plan
from gruviz.maps.sweep import chunks, filling
from gruviz.maps.trainability_map import Training
from gruviz.training.settings import Learner, TrainConfig

UPDATES, WHOLE = 10, 300
"""Updates of each training here, and in the maps of the page."""
GAINS = (0.5, 1.0, 2.0, 4.0)
BIASES = (-6.0, -4.0, -2.0, 0.0)
COUNTS, ROUNDS, EMPTY = (1, 2, 4), 3, 400
SQUARES, WORKERS = 2000, 100
"""Of the map that is simulated, with five networks at each square, and of the cluster."""
BASE = TrainConfig(
    "first_symbol",
    (Learner("gru", scheme="orthogonal", learning_rate=0.01),),
    length=50,
    hidden_size=32,
    batch_size=32,
    seeds=5,
    steps=UPDATES,
    report_every=UPDATES,
)
PLAN = Plan(BASE, Axis("gain", GAINS), Axis("update_bias", BIASES), "success")


def run() -> None:
    """Print every row."""
    parts = len([*chunks(PLAN)])
    print(f"a map of {len(GAINS)} × {len(BIASES)} settings of a GRU in {parts} chunks, five networks each, {UPDATES}")
    print(f"updates at T=50 H=32 B=32; every worker has torch loaded; {os.cpu_count()} cores")
    with ours() as workers, dask() as cluster:
        falls("worker processes", workers)
        falls("workers of Dask", cluster)
        overheads = {"worker processes": overhead(workers[1]), "Dask": overhead(cluster[1])}
        for name, seconds in overheads.items():
            report(f"what a chunk costs beside its work, {name}", 1e3 * seconds, 20, "ms", "for information")
        times = chunk_times(workers[1])
    simulated(times, overheads["Dask"], loading())


def falls(name: str, executors: dict[int, Executor]) -> None:
    """How much faster the map is filled by more workers, against one of the same kind in the same round."""
    rounds = [{count: fill_seconds(executor) for count, executor in executors.items()} for _ in range(ROUNDS)]
    cores = os.cpu_count() or 1
    for count in COUNTS[1:]:
        ratio = statistics.median(one[count] / one[1] for one in rounds)
        alone, seconds = (statistics.median(one[among] for one in rounds) for among in (1, count))
        shared = f"; {count} workers share {cores} cores" if count > cores else ""
        detail = f"{seconds:.1f} s against {alone:.1f} s{shared}"
        report(f"the map by {count} {name}, against one", ratio, 1.25 / min(count, cores), detail=detail)


def fill_seconds(executor: Executor) -> float:
    start = time.perf_counter()
    found = sum(1 for _ in filling(PLAN, executor))
    assert found == len(GAINS) * len(BIASES)
    return time.perf_counter() - start


def overhead(executor: Executor) -> float:
    """Seconds that one worker needs for a chunk without work, with settings and results as those of the map."""
    settings = [tuple(PLAN.config_at(square) for square in chunk) for chunk in chunks(PLAN)]
    calls = [(settings[number % len(settings)], number) for number in range(EMPTY)]
    start = time.perf_counter()
    futures = [executor.submit(no_work, *call) for call in calls]
    for future in as_completed(futures):
        future.result()
    return (time.perf_counter() - start) / EMPTY


def no_work(configs: Sequence[Config], number: int) -> list[Training]:
    """Results as a chunk has them, of no training; the number keeps Dask from answering two calls by one."""
    looks, seeds = WHOLE // 10 + 1, configs[0].seeds
    nothing = np.zeros((looks, seeds), dtype=bool)
    return [Training(10 * np.arange(looks), nothing, nothing) for _ in configs]


def chunk_times(executor: Executor) -> list[float]:
    """Seconds of work of each chunk of the map."""
    return [executor.submit(timed, tuple(map(PLAN.config_at, chunk))).result() for chunk in chunks(PLAN)]


def timed(configs: Sequence[Config]) -> float:
    """Of the processor, so that a busy machine changes little."""
    start = time.process_time()
    measure("success", configs)
    return time.process_time() - start


def loading() -> float:
    """Seconds that a new worker needs for its first chunk beyond those for the next: it starts and loads torch."""
    first = (PLAN.config_at((0, 0)),)
    with Workers(1) as worker:
        cold, warm = (seconds_of(worker, first) for _ in range(2))
    return cold - warm


def seconds_of(executor: Executor, configs: Sequence[Config]) -> float:
    start = time.perf_counter()
    executor.submit(timed, configs).result()
    return time.perf_counter() - start


def simulated(times: Sequence[float], per_task: float, start: float) -> None:
    """Print what a map of 10,000 trainings would take on 100 workers."""
    squares = statistics.mean(len(chunk) for chunk in chunks(PLAN))
    rng = np.random.default_rng(0)
    tasks = [float(one) * WHOLE / UPDATES for one in rng.choice(times, round(SQUARES / squares))]
    print(f"SIMULATED: {5 * SQUARES:,} trainings of {WHOLE} updates in {len(tasks):,} chunks, on {WORKERS} workers.")
    print(f"Chunk times are drawn from the {len(times)} measured above × {WHOLE // UPDATES}. The scheduler takes")
    print(f"{1e3 * per_task:.1f} ms for each, as measured, one at a time; a worker starts in {start:.1f} s.")
    whole = simulate(tasks, WORKERS, per_task=per_task, start=start)
    row("simulated: minutes", whole, whole.makespan / 60, "min", f"{whole.work / 3600:.1f} h of one worker's work")
    row("simulated: utilisation lost", whole, 1 - whole.utilisation, "", f"{whole.speed_up:.0f} times as fast as one")
    without = {
        "idle workers at the end": simulate(finer(tasks, 8), WORKERS, per_task=per_task / 8, start=start),
        "starting workers": simulate(tasks, WORKERS, per_task=per_task),
        "the scheduler": simulate(tasks, WORKERS, start=start),
    }
    for what, outcome in without.items():
        seconds = whole.makespan - outcome.makespan
        print(f"    without {what}: {seconds:.1f} s less of {whole.makespan:.0f} s")
    most = statistics.mean(tasks) / per_task
    print(f"    one scheduler would keep about {most:,.0f} workers busy with chunks of {statistics.mean(tasks):.0f} s")


def row(what: str, outcome: Outcome, value: float, unit: str, detail: str) -> None:
    report(what, value, 2 * outcome.work / WORKERS / 60 if unit else 0.2, unit, detail)


def finer(tasks: Sequence[float], parts: int) -> list[float]:
    """The same work in finer parts."""
    return [task / parts for task in tasks for _ in range(parts)]


@contextlib.contextmanager
def ours() -> Iterator[dict[int, Executor]]:
    """Executors of our own processes by their number, all with torch loaded."""
    with contextlib.ExitStack() as stack:
        yield {count: warmed(stack.enter_context(Workers(count)), count) for count in COUNTS}


@contextlib.contextmanager
def dask() -> Iterator[dict[int, Executor]]:
    """Executors of Dask clusters on this computer, likewise."""
    from distributed import Client, SubprocessCluster

    with contextlib.ExitStack() as stack:
        executors: dict[int, Executor] = {}
        for count in COUNTS:
            made = SubprocessCluster(n_workers=count, threads_per_worker=1, dashboard_address=None)
            cluster = stack.enter_context(made)
            client = stack.enter_context(Client(cluster, set_as_default=False))
            executors[count] = warmed(client.get_executor(pure=False), count)
        yield executors


def warmed(executor: Executor, count: int) -> Executor:
    first = (PLAN.config_at((0, 0)),)
    for future in [executor.submit(timed, first) for _ in range(2 * count)]:
        future.result()
    return executor
