"""A student's phone through a class, by touch and by keyboard, with axe; the teacher acts on the store itself."""

import socket
from threading import Thread

import pytest
import uvicorn
from sqlalchemy import create_engine
from starlette.applications import Starlette

from gruviz.classroom.classroom import Classroom
from gruviz.classroom.question import Axis, ClassOutcome, ClassQuestion, Curve, Stop
from gruviz.classroom.state import OwnVotes, Phase
from gruviz.ui.classroom.identity import COOKIE
from gruviz.ui.classroom.routes import class_routes
from tests.browser.conftest import grave_violations

TEACHER = "the teacher's browser"
GATES = ClassQuestion("gates", "Which one keeps?", "<p>After 50 steps.</p>", ("<b>RNN</b>", "GRU", "LSTM"))
STOPS = tuple(Stop(10.0**-exponent, f"1 in {10**exponent:,}") for exponent in range(8, -1, -1))
LEFT = ClassQuestion("left", "How much is left?", "<math><mi>h</mi></math>", axis=Axis("left", STOPS, (0, 4, 8), True))


@pytest.fixture
def classes(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'classes.db'}")
    yield Classroom(engine)
    engine.dispose()


@pytest.fixture
def address(classes):
    """Of a server that has nothing but classes."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=class_routes(lambda: classes)), log_level="critical"))
    thread = Thread(target=server.run, args=([listener],))
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = server.force_exit = True
    thread.join(20)


def test_a_phone_predicts_twice_by_touch_and_by_keyboard(classes, address, visit):
    code = classes.open(TEACHER).code
    page = visit(f"{address}/class", width=390, touch=True, charts=False)
    page.get_by_label("The two words").fill(code.replace("-", " ").title())
    page.keyboard.press("Enter")
    page.get_by_text("The first question will appear here").wait_for()
    [browser] = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == COOKIE]

    classes.ask(code, TEACHER, GATES)
    page.get_by_text("LSTM").tap()
    page.get_by_text("Sent ✓").wait_for()
    assert classes.own(code, browser) == OwnVotes(2.0)
    page.get_by_role("radio").nth(2).press("ArrowUp")
    page.wait_for_function("() => document.querySelector('#said').textContent.startsWith('Sent')")
    page.reload()
    page.locator("[name=answer][value='1']:checked").wait_for()
    assert classes.own(code, browser) == OwnVotes(1.0)
    classes.show(code, TEACHER)
    classes.move(code, TEACHER, Phase.DISCUSSION)
    page.get_by_text("Tell your neighbour").wait_for()
    assert page.get_by_role("radio").nth(0).is_disabled()
    assert page.locator(".unseen", has_text="First vote: 1 for B.").count() == 1
    assert not grave_violations(page)

    classes.ask(code, TEACHER, LEFT)
    handle = page.get_by_role("slider", name="left")
    handle.wait_for()
    assert handle.get_attribute("aria-valuetext") == "no answer yet"
    handle.focus()
    for key in ("Home", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    page.get_by_text("Sent ✓").wait_for()
    assert classes.own(code, browser) == OwnVotes(1e-6)
    classes.move(code, TEACHER, Phase.SECOND)
    page.get_by_text("First: 1 in 1,000,000").wait_for()
    picture = page.locator(".axis svg").bounding_box()
    page.touchscreen.tap(picture["x"] + picture["width"] - 60, picture["y"] + 30)
    page.get_by_text("Sent ✓").wait_for()
    assert classes.own(code, browser) == OwnVotes(1e-6, 1.0)
    assert handle.get_attribute("aria-valuetext") == "1 in 1"
    curve = Curve(((0.0, 1e-5), (1.0, 1.0)), "50 steps back", "the loss", 0.0)
    classes.reveal(code, TEACHER, ClassOutcome("<p>1 in 100,000</p>", 1e-5, 1e-6, 1e-4, curve))
    page.get_by_text("✗ Not this time. You said 1 in 1. First you said 1 in 1,000,000.").wait_for()
    assert page.locator("path.run").get_attribute("d").count("L") == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not grave_violations(page)
    classes.close(code, TEACHER)
    page.get_by_text("This class is over").wait_for()
