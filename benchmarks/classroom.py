"""A class on one server: all open the home page at once, all move sliders, trainings beside them, many come and go.

Scripted visitors, no browsers: times end when the picture's data have come. The visitors run in this process and take
their part of the same processors, so a server to itself is faster.
"""

import asyncio
import math
import os
import random
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.serving import Server, serving
from benchmarks.timing import report
from benchmarks.visitor import Visitor

CLASS, LECTURE = 60, 150
"""Visitors."""
THINK = (1.0, 3.0)
"""Seconds between a picture and the next move."""
MOVES = 8
"""Of each visitor."""
COME_AND_GO, AT_A_TIME = 500, 20
SLIDERS = {
    "home_seq_len": range(5, 201, 5),
    "home_gain": [0.5 + step / 20 for step in range(71)],
    "home_update_bias": [step / 4 - 8 for step in range(49)],
}
"""Values to choose from: nearly every picture is one that nobody has seen."""


def run() -> None:
    """Print every row."""
    with serving() as server:
        asyncio.run(opening(server))
    with serving() as server:
        asyncio.run(moving(server, CLASS, 300, f"{CLASS} visitors move sliders, 95th percentile"))
        asyncio.run(moving(server, LECTURE, 1000, f"{LECTURE} visitors move sliders, 95th percentile"))
        asyncio.run(training(server))
    with serving() as server:
        asyncio.run(coming_and_going(server))


async def opening(server: Server) -> None:
    """One opens the home page, then all at once."""
    await timed_entry(server)  # the server's very first: it loads its libraries
    alone = statistics.median([await timed_entry(server) for _ in range(5)])
    together = await asyncio.gather(*(timed_entry(server) for _ in range(CLASS)))
    detail = f"alone {1e3 * alone:.0f} ms, {max(together) / alone:.0f} ×"
    report(f"{CLASS} visitors open the home page together, the last", 1e3 * max(together), 1500, "ms", detail=detail)


async def timed_entry(server: Server, query: str = "") -> float:
    """Seconds from the first contact to the picture."""
    start = time.perf_counter()
    visitor = await Visitor.enter(server.port, query=query)
    elapsed = time.perf_counter() - start
    await visitor.leave()
    return elapsed


async def moving(server: Server, count: int, budget: float, what: str) -> None:
    """All move a slider, think, and move again."""
    visitors = [await Visitor.enter(server.port) for _ in range(count)]
    worked = processor_seconds(server)
    times = await asyncio.gather(*(moves(visitor, random.Random(seed)) for seed, visitor in enumerate(visitors)))
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    answers = [seconds for each in times for seconds in each]
    work = (processor_seconds(server) - worked) / len(answers)
    detail = f"median {1e3 * statistics.median(answers):.0f} ms, {1e3 * work:.0f} ms of processor each"
    report(what, 1e3 * percentile(answers), budget, "ms", detail=detail)


async def moves(visitor: Visitor, choice: random.Random) -> list[float]:
    """Seconds until each answer of one visitor."""
    times = []
    for _ in range(MOVES):
        await asyncio.sleep(choice.uniform(*THINK))
        name = choice.choice([*SLIDERS])
        times.append(await visitor.move(name, choice.choice(SLIDERS[name])))
    return times


async def training(server: Server) -> None:
    """The same beside two trainings, whose pages stay open."""
    async with trainings(server, seeds=(1, 2)):
        await moving(server, CLASS, 600, f"{CLASS} visitors beside two trainings, 95th percentile")


@asynccontextmanager
async def trainings(server: Server, seeds: Sequence[int]) -> AsyncIterator[None]:
    """Run a training of each seed beside the body; an error if one has ended before the body has."""
    queries = [f"steps=2000&seeds=10&seed={seed}" for seed in seeds]
    pages = [await Visitor.enter(server.port, "train", query, picture=False) for query in queries]
    for page in pages:
        await page.press("train_start")
    watchers = [asyncio.create_task(watch(page)) for page in pages]
    try:
        yield
    finally:
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(*watchers, return_exceptions=True)
    assert not any(page.elements["train_stop"].disabled for page in pages), "a training has ended early"
    for page in pages:
        await page.leave()


async def watch(page: Visitor) -> None:
    """Look at a training once a second, as a browser does."""
    while True:
        await asyncio.sleep(1)
        await page.run(picture=False)


async def coming_and_going(server: Server) -> None:
    """Many open a picture of their own and leave."""
    await timed_entry(server)
    before = resident_megabytes(server)
    choice = random.Random(0)
    for _ in range(COME_AND_GO // AT_A_TIME):
        await asyncio.gather(*(timed_entry(server, some_query(choice)) for _ in range(AT_A_TIME)))
    after = resident_megabytes(server)
    if before is None or after is None:
        print("memory of many sessions: this system does not say")
    else:
        detail = f"{before:.0f} MB before"
        report(f"memory that {COME_AND_GO} sessions leave behind", after - before, 100, "MB", detail=detail)


def some_query(choice: random.Random) -> str:
    """What stands after the "?" in the link to a picture of one's own."""
    return "&".join(f"{key.removeprefix('home_')}={choice.choice(values)}" for key, values in SLIDERS.items())


def processor_seconds(server: Server) -> float:
    """What the server's process, without its workers, has used so far; nan where the system does not say."""
    status = Path(f"/proc/{server.process}/stat")
    if not status.exists():
        return math.nan
    user, system = status.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(server: Server) -> float | None:
    """Memory of the server's process; None where the system does not say."""
    status = Path(f"/proc/{server.process}/status")
    if not status.exists():
        return None
    [line] = [line for line in status.read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1000


def percentile(values: Sequence[float]) -> float:
    """The 95th."""
    return statistics.quantiles(values, n=20)[-1]
