"""The lesson on paper for students: complete, escaped, without anything from another host, and silent on answers."""

import re
from dataclasses import replace

from gruviz.lesson import StepRun, answer_words, handout, results, worksheet
from gruviz.lesson.printed import NOT_RUN
from gruviz.ui.walkthrough.lesson import load_course
from tests.lesson.runs import RUNS, outside

COURSE = load_course()


def test_what_is_for_the_lesson_holds_no_answer():
    papers = [worksheet(RUNS, COURSE), handout(RUNS, COURSE, minutes=45)]
    for page in papers:
        assert not re.search(r"\{[a-z]+_[a-z]+\}|\[\[", page)
        assert "plotly" not in page.lower()
        for number, (step, shown) in enumerate(RUNS, 1):
            assert f"{number}. {step.title}" in page
            assert all(choice.split("$")[0] in page for choice in step.question.choices.values())
            if shown:
                assert answer_words(step.question, shown.measures) not in page
                assert shown.chart.title not in page
    assert papers[1].count("<math") > 5


def test_results_show_what_ran_and_bring_plotly_once():
    page = results(RUNS, COURSE, seed=1)
    for step, shown in RUNS:
        if shown:
            assert f"<h3>{shown.chart.title}</h3>" in page
            assert step.title in page
    assert page.count(NOT_RUN) == 1
    assert page.count("plotly-graph-div") == 2
    assert 3e6 < len(page) < 6e6
    assert not outside(page)


def test_markup_in_a_lesson_stays_text():
    step = replace(RUNS[0].step, title="<script>alert(1)</script>", text="<img src=x> **bold** $x<1$")
    page = handout([StepRun(step, None)], COURSE, minutes=20)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;img src=x&gt; <strong>bold</strong> <math" in page


def test_measured_numbers_stand_in_the_takeaway_too():
    step, run = RUNS[0]
    page = results([StepRun(replace(step, takeaway="{kept_rnn} is **left**."), run)], COURSE, seed=0)
    number = run.measures["kept_rnn"].text.replace(" ", "\u00a0")
    assert f"{number} is <strong>left</strong>." in page
