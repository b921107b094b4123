"""The pictures at all stops of a slider, on the server: beside each page, computed once for all with equal settings."""

import asyncio
import gzip
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from gruviz.engine.cells import find_cell
from gruviz.experiments.run import single_runs
from gruviz.experiments.settings import Experiment
from gruviz.sweeps import Frame, chart_frame, sweep
from gruviz.ui.caching import SLOTS
from gruviz.ui.charts.views import VIEWS, View
from gruviz.ui.controls import laboratory
from gruviz.ui.controls.address import read_query, write_query
from gruviz.ui.controls.kinds import Slider, Values
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.controls.table import Table
from gruviz.ui.home import controls as home
from gruviz.ui.home.light import frame_of
from gruviz.validation import GruvizError, InvalidValue

LONGEST = 4.0
"""Seconds that a sweep may take, as estimated; a slider whose sweep would take longer shows what the server sends."""
WAITING = 8
"""Sweeps that may wait for their turn."""
KEPT = 64
"""Sweeps kept, of some 30 KB each."""
SOON = 0.25
"""Seconds between two looks whether anyone still waits for a sweep."""
BUSY = "The server has other pictures to compute first."
HEADERS = {"Content-Encoding": "gzip", "Cache-Control": "private, max-age=600"}
PICTURE = 5e-3
"""Seconds to draw a picture from its runs."""


@dataclass(frozen=True)
class Page:
    """What is swept on a page.

    Args:
        table: Its controls.
        frames: The frames of its pictures at these values, by key.
        experiment: What is computed for them; raises GruvizError where there is no sweep.
    """

    table: Table
    frames: Callable[[Values], Mapping[str, Frame]]
    experiment: Callable[[Values], Experiment]


@dataclass(frozen=True)
class Asked:
    """One sweep of one page, at the values of its other controls."""

    page: Page
    slider: Slider
    values: Values

    @classmethod
    def read(cls, key: str, name: str, query: Mapping[str, str]) -> "Asked":
        """Read an address; raises GruvizError with a sentence if it has no sense."""
        if key not in PAGES or name not in PAGES[key].table.swept:
            raise InvalidValue("sweep", f"{key}-{name}", "a slider that has one", "There is no sweep of this.")
        page = PAGES[key]
        slider = page.table.by_name[name]
        values, problems = read_query(page.table.controls, query)
        if problems or not isinstance(slider, Slider):
            raise InvalidValue("sweep", name, "settings of its page", " ".join(problems))
        return cls(page, slider, values)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for equal pictures."""
        others = [control for control in self.page.table.controls if control.name != self.slider.name]
        return self.page.table.page, self.slider.name, tuple(write_query(others, self.values).items())

    def at(self, value: float) -> dict[str, Any]:
        """All values, this one for the slider."""
        return {**self.values, self.slider.name: value}

    def seconds(self) -> float:
        """About how long it takes: equal runs of different stops are computed once."""
        runs = {run for stop in self.slider.stops for run, _ in single_runs(self.page.experiment(self.at(stop)))}
        return sum(map(run_seconds, runs)) + PICTURE * len(self.slider.stops)


def run_seconds(experiment: Experiment) -> float:
    """About how long one run of an experiment with one cell takes, measured on one core of 2024."""
    blocks = len(find_cell(experiment.cells[0]).block_names)
    products = experiment.seeds * blocks * experiment.hidden_size * (experiment.hidden_size + 8)
    return 2.5e-3 + experiment.seq_len * (25e-6 + 1e-9 * products)


def make(asked: Asked, abandoned: Event) -> bytes:
    """Compute a sweep, stop by stop so that others have their turn in between; compressed JSON, or why there is none.

    Empty as soon as it is abandoned: nobody waits for it any more.
    """
    try:
        if asked.seconds() > LONGEST:
            raise _none("These settings take too long to be computed at every stop.")
        swept = sweep(asked.slider.name, asked.slider.stops, partial(_frames, asked, abandoned))
        return gzip.compress(swept.to_json().encode(), 6, mtime=0)
    except GruvizError as error:
        return gzip.compress(json.dumps({"refused": in_words(error)}).encode(), mtime=0)
    except Abandoned:
        return b""


def _frames(asked: Asked, abandoned: Event, value: float) -> Mapping[str, Frame]:
    if abandoned.is_set():
        raise Abandoned
    with SLOTS.taken():
        return asked.page.frames(asked.at(value))


class Abandoned(Exception):
    """Nobody waits for this sweep any more."""


@dataclass
class Making:
    """A sweep on its way or done, and how many wait for it."""

    future: Future[bytes]
    abandoned: Event
    waiting: int = 0


@dataclass
class Sweeps:
    """All sweeps of the server. One thread computes them; the server's own, in which these methods run, only waits.

    Args:
        worker: The thread.
        made: Sweeps done and on their way, the one unused for longest first.
        computed: How many were begun.
    """

    worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "sweeps"))
    made: OrderedDict[tuple[object, ...], Making] = field(default_factory=OrderedDict)
    computed: int = 0

    async def body(self, asked: Asked, gone: Callable[[], Awaitable[bool]]) -> bytes | None:
        """The sweep as compressed JSON; None if the server is busy, or nobody waits any more.

        Args:
            asked: Which.
            gone: Whether whoever asks has left.
        """
        making = self._making(asked)
        if making is None:
            return None
        making.waiting += 1
        try:
            while not making.future.done():
                await asyncio.wait([asyncio.wrap_future(making.future)], timeout=SOON)
                if not making.future.done() and await gone():
                    return None
            return making.future.result()
        finally:
            making.waiting -= 1
            if not making.waiting and not (making.future.done() and making.future.exception() is None):
                self._abandon(asked.key)

    def _making(self, asked: Asked) -> Making | None:
        making = self.made.get(asked.key)
        if making is None:
            if sum(not other.future.done() for other in self.made.values()) > WAITING:
                return None
            self.computed += 1
            abandoned = Event()
            making = self.made[asked.key] = Making(self.worker.submit(make, asked, abandoned), abandoned)
            for key in [key for key, other in self.made.items() if other.future.done()][: len(self.made) - KEPT]:
                del self.made[key]
        self.made.move_to_end(asked.key)
        return making

    def _abandon(self, key: tuple[object, ...]) -> None:
        """Forget a sweep for which nobody waits, or whose computation has failed."""
        making = self.made.pop(key)
        making.abandoned.set()
        making.future.cancel()


def _none(reason: str) -> GruvizError:
    """Why settings that are in order have no sweep."""
    return InvalidValue("sweep", "none", reason, reason)


def sweep_route() -> Route:
    """The addresses of all sweeps on the server: beside each page, whatever stands before it."""
    sweeps = Sweeps()

    async def send(request: Request) -> Response:
        try:
            parts = request.path_params
            asked = Asked.read(parts["page"], parts["control"], dict(request.query_params))
        except GruvizError as error:
            return PlainTextResponse(in_words(error), status_code=400)
        body = await sweeps.body(asked, request.is_disconnected)
        if body is None:
            return JSONResponse({"refused": BUSY, "busy": True}, headers={"Cache-Control": "no-store"})
        return Response(body, media_type="application/json", headers=HEADERS)

    return Route("/{folder:path}sweep-{page}-{control}.json", send)


def _home_frames(values: Values) -> Mapping[str, Frame]:
    return {"home_light": frame_of(values)}


def _laboratory_experiment(values: Values) -> Experiment:
    if values["view"] != "decay":
        raise _none("This view follows once the slider is let go.")
    if values["inputs"] == "table" and values["file"]:
        raise _none("A file is read by its own session only.")
    return laboratory.experiment_from(values)


def _laboratory_frames(values: Values) -> Mapping[str, Frame]:
    experiment, theory = laboratory.experiment_from(values), tuple(values["theory"])
    view = View(VIEWS["decay"], experiment, values["state"], theory, values["axis"])
    return {f"gradient_flow_decay_{i}_plot": chart_frame(chart) for i, chart in enumerate(view.charts(view))}


PAGES = {
    "home": Page(home.TABLE, _home_frames, home.experiment_from),
    "gradient_flow": Page(laboratory.TABLE, _laboratory_frames, _laboratory_experiment),
}
"""By key; a slider has a sweep where its page's table says so."""
