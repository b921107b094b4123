"""The class's addresses, as phones and teachers' browsers ask them."""

import asyncio
import json
import re

import pytest
import streamlit as st
from sqlalchemy import create_engine

from gruviz.classroom.classroom import Classroom
from gruviz.classroom.question import ClassOutcome, ClassQuestion
from gruviz.classroom.state import OwnVotes, Phase
from gruviz.ui.classroom.identity import COOKIE
from tests.loops import finished
from tests.ui.classroom.browser import Browser, app_of

TEACHER = "T" * 32
GATES = ClassQuestion("gates", "Which one keeps?", "<p>…</p>", ("RNN", "GRU"))


@pytest.fixture
def classes(database):
    engine = create_engine(database)
    yield Classroom(engine)
    engine.dispose()


@pytest.fixture
def code(classes):
    code = classes.open(TEACHER).code
    classes.ask(code, TEACHER, GATES)
    return code


@pytest.fixture
def phone(classes):
    return Browser(app_of(classes))


def test_a_phone_joins_votes_and_finds_its_vote_after_a_reload(classes, code, phone, monkeypatch):
    monkeypatch.setattr("gruviz.ui.classroom.looking.FRESH", 0.0)

    async def play():
        status, headers, body = await phone.ask("GET", f"/class/{code}")
        assert status == 200
        assert f'data-code="{code}"' in body
        cookie = headers["set-cookie"]
        assert re.fullmatch(rf"{COOKIE}=[\w-]{{32}}; HttpOnly; Max-Age=\d+; Path=/; SameSite=lax", cookie)
        vote = {"question": GATES.key, "value": 1}
        assert (await phone.ask("POST", f"/class/{code}/vote", vote))[::2] == (200, '{"own":[1.0,null]}')
        before = phone.cookies[COOKIE]
        await phone.ask("GET", f"/class/{code}")
        assert phone.cookies[COOKIE] == before
        state = json.loads((await phone.ask("GET", f"/class/{code}/state"))[2])
        assert state["own"] == [1.0, None]
        assert state["question"]["choices"] == ["RNN", "GRU"]

    finished(play())
    assert classes.own(code, phone.cookies[COOKIE]) == OwnVotes(1.0)
    assert classes.state(code).present == 1


def test_a_code_is_asked_for_and_may_be_typed_as_it_was_heard(code, phone):
    async def play():
        assert "Join" in (await phone.ask("GET", "/class"))[2]
        status, headers, _ = await phone.ask("GET", f"/class?code={code.replace('-', '+').title()}")
        assert (status, headers["location"]) == (303, f"class/{code}")
        status, _, body = await phone.ask("GET", "/class/no-such-class")
        assert status == 404
        assert "There is no class with this code." in body
        for rest in ("state", "events"):
            assert (await phone.ask("GET", f"/class/no-such/{rest}"))[0] == 404

    finished(play())


def test_a_stream_says_what_changes_and_that_the_class_is_over(classes, code, phone):
    async def play():
        await phone.ask("GET", f"/class/{code}")
        seen = []

        def heard(text):
            found = [json.loads(data) for data in re.findall(r"^data: (.+)$", text, re.MULTILINE)]
            if len(found) > len(seen):
                seen[:] = found
                if len(seen) == 1:
                    classes.vote(code, phone.cookies[COOKIE], GATES.key, 0)
                    classes.reveal(code, TEACHER, ClassOutcome("<p>GRU</p>", 1.0))
                else:
                    classes.close(code, TEACHER)
            return "event: over" in text

        headers, body = (await phone.ask("GET", f"/class/{code}/events", until=heard))[1:]
        assert headers["content-type"].startswith("text/event-stream")
        assert body.endswith("event: over\ndata:\n\n")
        return seen

    first, second = finished(play())
    assert (first["phase"], first["outcome"], first["own"]) == ("first", None, [None, None])
    assert (second["phase"], second["outcome"]["right"], second["own"]) == ("run", 1.0, [0.0, None])


def test_a_browser_that_comes_back_hears_only_what_is_new(classes, code, phone):
    async def play():
        last = str(classes.state(code).changed)
        answer = asyncio.create_task(
            phone.ask(
                "GET", f"/class/{code}/events", headers={"last-event-id": last}, until=lambda text: "data" in text
            )
        )
        await phone.ask("GET", f"/class/{code}/state")
        classes.move(code, TEACHER, Phase.DISCUSSION)
        return (await answer)[2]

    assert re.findall('"phase":"(.+?)"', finished(play())) == ["discussion"]


def test_one_look_a_second_serves_all(classes, code, phone, monkeypatch):
    looks = []
    state = classes.state
    monkeypatch.setattr(classes, "state", lambda code: looks.append(code) or state(code))
    monkeypatch.setattr("gruviz.ui.classroom.looking.FRESH", 1e4)

    async def play():
        answers = await asyncio.gather(*(phone.ask("GET", f"/class/{code}/state") for _ in range(30)))
        assert {status for status, _, _ in answers} == {200}

    finished(play())
    assert looks == [code]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({"question": "gates", "value": 7}, {}, 409),
        ({"question": "other", "value": 1}, {}, 409),
        ({"question": "gates"}, {}, 409),
        ({"question": "gates", "value": 1}, {"content-type": "text/plain"}, 415),
        ({"question": "gates", "value": 1}, {"cookie": ""}, 403),
        ({"question": "gates", "value": 1}, {"cookie": f"{COOKIE}=guessed"}, 403),
        ([1], {}, 400),
        (b"{", {}, 400),
        (b"\xff", {}, 400),
        (b" " * 2000, {}, 413),
    ],
)
def test_a_vote_that_is_none_is_refused(classes, code, phone, body, headers, status):
    async def play():
        await phone.ask("GET", f"/class/{code}")
        return await phone.ask("POST", f"/class/{code}/vote", body, headers=headers)

    assert finished(play())[0] == status
    assert classes.state(code).answered == (0, 0)


def test_who_asks_too_often_has_to_wait(code, phone):
    async def play():
        for rest in ("", "/state"):
            await phone.ask("GET", f"/class/{code}{rest}")
        vote = {"question": GATES.key, "value": 1}
        votes = [(await phone.ask("POST", f"/class/{code}/vote", vote))[0] for _ in range(12)]
        assert set(votes[:10]) == {200}
        assert 429 in votes
        codes = [(await phone.ask("GET", f"/class/a-b{chr(97 + i % 26)}"))[0] for i in range(110)]
        assert codes[0] == 404
        assert codes[-1] == 429
        assert (await Browser(phone.app).ask("GET", f"/class/{code}"))[0] == 429
        assert (await phone.ask("GET", f"/class/{code}/state"))[0] == 200, "who is in stays in"
        assert (await phone.ask("POST", "/class/open", {}))[0] == 200
        assert 429 in [(await phone.ask("POST", "/class/open", {}))[0] for _ in range(12)]

    finished(play())


def test_a_class_is_opened_and_taken_to_another_browser(classes, phone):
    async def play():
        opened = json.loads((await phone.ask("POST", "/class/open", {"free": True}))[2])
        assert classes.state(opened["code"]).free
        assert classes.is_teacher(opened["code"], phone.cookies[COOKIE])
        other = Browser(phone.app)
        place = f"/class/{opened['code']}/teach"
        assert opened["key"] not in (await other.ask("GET", place))[2]
        assert (await other.ask("POST", place, {"key": "guessed"}))[0] == 403
        assert not other.cookies
        assert (await other.ask("POST", place, {"key": opened["key"]}))[0] == 200
        assert classes.is_teacher(opened["code"], other.cookies[COOKIE])

    finished(play())


def test_behind_a_prefix_the_cookie_goes_nowhere_else(classes, code, monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "/my/class"}.get)
    phone = Browser(app_of(classes))

    async def play():
        assert (await phone.ask("GET", f"/class/{code}"))[0] == 404
        headers = {"x-forwarded-proto": "https"}
        return await phone.ask("GET", f"/my/class/class/{code}", headers=headers)

    status, headers, _ = finished(play())
    assert status == 200
    assert "Path=/my/class/;" in headers["set-cookie"]
    assert "Secure" in headers["set-cookie"]
