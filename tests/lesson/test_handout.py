"""The lesson on paper: complete, escaped, and without anything from another host."""

import re
from dataclasses import replace

from gruviz.lesson import HandoutStep, answer_key, demonstrate, handout
from gruviz.lesson.grading import answer_words
from gruviz.lesson.handout import NOT_RUN
from gruviz.ui.walkthrough.controls import experiment_of
from gruviz.ui.walkthrough.lesson import load_exercises, load_lesson

STEPS = [load_lesson()[key] for key in ("chain", "gates", "training")]
LEAVES = [
    HandoutStep(step, None if step.figure == "highway" else demonstrate(step.figure, experiment_of(step, {"seed": 1})))
    for step in STEPS
]


def outside(page):
    """Addresses that a browser would fetch: of scripts, pictures, styles, frames."""
    return re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"?(?!data:)[^\s>]+", page)


def test_the_handout_asks_and_then_shows():
    page = handout(LEAVES, seed=1)
    asked, ran = page.split('<h1 class="run">')
    for step, shown in LEAVES:
        assert f". {step.title} " in asked
        if shown:
            assert shown.chart.summary.replace("'", "&#x27;") in ran
            assert shown.chart.summary not in asked
            assert answer_words(step.question, shown.measures) not in page
    assert page.count(NOT_RUN) == 1
    assert not re.search(r"\{[a-z]+_[a-z]+\}|\[\[", asked)
    assert asked.count("<math") > 5
    assert page.count("plotly-graph-div") == 2
    assert not outside(page)
    assert "cdn.plot" not in re.sub(r"<script[^>]*>.{100000,}?</script>", "", page, flags=re.DOTALL)


def test_the_key_answers_what_the_run_says():
    page = answer_key(LEAVES, load_exercises().values(), seed=1)
    for step, shown in LEAVES:
        if shown:
            words = answer_words(step.question, shown.measures)
            assert words in page
        assert step.notes.splitlines()[0].removeprefix("- ").split("$")[0][:40].replace('"', "") in page.replace(
            '"', ""
        )
    assert page.count("One solution: <code>") == len(load_exercises())
    assert not outside(page)


def test_markup_in_a_lesson_stays_text():
    step = replace(STEPS[0], title="<script>alert(1)</script>", text="<img src=x> **bold** $x<1$")
    page = handout([HandoutStep(step, None)], seed=0)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;img src=x&gt; <strong>bold</strong> <math" in page


def test_measured_numbers_stand_in_the_takeaway_too():
    step, run = LEAVES[0]
    page = handout([HandoutStep(replace(step, takeaway="{kept_rnn} is **left**."), run)], seed=0)
    number = run.measures["kept_rnn"].text.replace(" ", "\u00a0")
    assert f"{number} is <strong>left</strong>." in page
