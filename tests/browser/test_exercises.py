"""An exercise in a real browser, by keyboard: it ticks itself, and is solved over a reload and in another tab."""

from gruviz.ui.exercises.places import load_exercises
from tests.browser.conftest import grave_violations, settled, slider

EDGE = load_exercises()["edge"]
VOICE = "[class*=_work_guide] [role=status]"
FIRST = "[class*=st-key-exercise_first] a"


def test_what_is_solved_by_keyboard_stays_solved(server, visit):
    page = visit(f"{server}/gradient_flow?cells=rnn&scheme=orthogonal&gain=1.2&exercise=edge")
    page.wait_for_selector(".st-key-exercise_goals >> text=30%")
    assert page.evaluate("document.querySelector('.st-key-exercise_bar').getBoundingClientRect().height") < 160
    slider(page, "gradient_flow_gain").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector(".st-key-exercise_solved >> text=Solved.")
    page.wait_for_function(
        "document.querySelector('[class*=_work_guide] [role=status]')?.textContent.endsWith('solved.')"
    )
    settled(page)
    assert not grave_violations(page)
    page.reload()
    settled(page)
    page.click("text=All exercises")
    page.wait_for_selector(f"h3 >> text={EDGE.title} · solved")
    page.wait_for_function("location.search.includes('solved=edge')")
    page.evaluate("history.replaceState(null, '', '/walkthrough?view=exercises')")
    page.reload()
    page.wait_for_selector(f"h3 >> text={EDGE.title} · solved")
    page.wait_for_selector(FIRST)
    assert not grave_violations(page)
