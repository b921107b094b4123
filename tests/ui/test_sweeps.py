"""The server's sweeps: the pictures that a page would draw, once for all, and nothing that holds others up."""

import asyncio
import gzip
import json
from threading import Event

import pytest
from starlette.requests import Request
from starlette.routing import Match

from gruviz.sweeps import Sweep
from gruviz.ui import sweeps
from gruviz.ui.home.light import frame_of
from gruviz.ui.sweeps import PAGES, Asked, Sweeps, make, sweep_route
from gruviz.validation import GruvizError
from tests.loops import finished
from tests.pages.visit import opened, slider

SMALL = {"seq_len": "5"}


async def here():
    return False


def read(body):
    return gzip.decompress(body).decode()


def send(path):
    """The answer to a GET."""
    path, _, query = path.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    route = sweep_route()
    match, found = route.matches(scope)
    assert match is Match.FULL

    async def receive():
        await asyncio.Event().wait()

    return finished(route.endpoint(Request(scope | found, receive)))


def test_a_page_names_the_address_and_its_frames_are_those_of_the_page():
    page = opened("home", seq_len="5", gain="2")
    address = slider(page, "home_update_bias").data["sweep"]
    assert address == "sweep-home-update_bias.json?seq_len=5&gain=2"
    answer = send(f"/class/{address}")
    assert answer.headers["content-encoding"] == "gzip"
    swept = Sweep.from_json(read(answer.body))
    assert swept.stops == PAGES["home"].table.by_name["update_bias"].stops
    assert len(swept.stops) == 49
    for k in (0, 16, 48):
        values = {"seq_len": 5, "gain": 2.0, "update_bias": swept.stops[k]}
        assert swept.frames[k]["home_light"] == frame_of(values)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/sweep-nowhere-gain.json", "There is no sweep of this."),
        ("/sweep-home-nothing.json", "There is no sweep of this."),
        ("/sweep-gradient_flow-seed.json", "There is no sweep of this."),
        ("/sweep-home-gain.json?seq_len=many", "“many”"),
        ("/sweep-home-gain.json?seq_len=1e999", "“1e999”"),
        ("/sweep-home-gain.json?nope=1", "“nope”"),
    ],
)
def test_a_senseless_address_is_refused_with_a_sentence(address, sentence):
    answer = send(address)
    assert answer.status_code == 400
    assert sentence in answer.body.decode()


@pytest.mark.parametrize(
    "query",
    ["view=paths", "inputs=table&table=1%0A2&file=mine.csv", "cells=", "inputs=table&table=x", "seq_len=500&seeds=32"],
)
def test_settings_without_a_sweep_say_why(query):
    answer = send(f"/sweep-gradient_flow-gain.json?{query}")
    assert answer.status_code == 200
    refused = json.loads(read(answer.body))
    assert list(refused) == ["refused"]
    assert refused["refused"].endswith(".")


def test_sixty_students_cost_one_sweep():
    server = Sweeps()

    async def drag():
        asked = [Asked.read("home", "gain", SMALL | {"gain": str(0.5 + 0.05 * i)}) for i in range(60)]
        return await asyncio.gather(*(server.body(one, here) for one in asked))

    bodies = finished(drag())
    assert server.computed == 1
    assert len(set(bodies)) == 1
    assert Sweep.from_json(read(bodies[0])).control == "gain"


@pytest.fixture
def held(monkeypatch):
    """Sweeps that do not end before they are let go, or abandoned; the addresses that have begun."""
    go, begun = Event(), []

    def wait(asked, abandoned):
        begun.append(asked.key)
        while not go.wait(0.01):
            if abandoned.is_set():
                return b""
        return b"done"

    monkeypatch.setattr(sweeps, "make", wait)
    monkeypatch.setattr(sweeps, "SOON", 0.01)
    yield go, begun
    go.set()


def lengths(count):
    return [Asked.read("home", "gain", {"seq_len": str(5 + 5 * i)}) for i in range(count)]


def test_more_than_can_wait_are_sent_away_and_may_come_again(held):
    go, _ = held
    server = Sweeps()

    async def crowd():
        waiting = [asyncio.ensure_future(server.body(one, here)) for one in lengths(sweeps.WAITING + 1)]
        await asyncio.sleep(0)
        [*_, late] = lengths(sweeps.WAITING + 2)
        refused = await server.body(late, here)
        go.set()
        return refused, await asyncio.gather(*waiting), await server.body(late, here)

    refused, bodies, again = finished(crowd())
    assert refused is None
    assert {*bodies, again} == {b"done"}


def test_who_leaves_costs_nothing_more(held):
    go, begun = held
    server = Sweeps()

    async def gone():
        return True

    async def leave():
        first, second, third = lengths(3)
        left = await asyncio.gather(server.body(first, gone), server.body(second, gone))
        go.set()
        return left, await server.body(third, here)

    assert finished(leave()) == ([None, None], b"done")
    keys = [one.key for one in lengths(3)]
    assert begun in ([keys[0], keys[2]], keys), "the second may have begun before it was taken back"


def test_an_abandoned_sweep_stops_at_the_next_stop():
    abandoned = Event()
    abandoned.set()
    assert make(Asked.read("home", "gain", SMALL), abandoned) == b""


def test_not_more_are_kept_than_there_is_room_for(monkeypatch, held):
    held[0].set()
    monkeypatch.setattr(sweeps, "KEPT", 2)
    server = Sweeps()
    for asked in lengths(4):
        assert finished(server.body(asked, here)) == b"done"
    assert len(server.made) <= 3


@pytest.mark.parametrize("name", ["gain", "seq_len", "scale"])
def test_every_swept_slider_of_the_laboratory_is_one(name):
    assert Asked.read("gradient_flow", name, {}).slider.name == name


def test_a_slider_that_is_not_swept_is_none():
    with pytest.raises(GruvizError, match="no sweep"):
        Asked.read("home", "hide", {})
