"""What the teacher's paper says."""

from gruviz.lesson import answer_key
from gruviz.lesson.grading import answer_words
from gruviz.lesson.paper import inline
from gruviz.ui.walkthrough.lesson import load_course, load_exercises, load_quiz
from tests.lesson.runs import RUNS, outside


def test_the_key_answers_what_the_run_says():
    page = answer_key(RUNS, load_course(), load_quiz().values(), load_exercises().values(), seed=1)
    for step, shown in RUNS:
        if shown:
            assert inline(answer_words(step.question, shown.measures)) in page
        assert inline(step.notes.splitlines()[0].removeprefix("- ")) in page
    for item in load_quiz().values():
        assert f"<strong>{inline(item.choices[item.right])}</strong>" in page
    assert page.count("One solution: <code>") == len(load_exercises())
    assert "[[" not in page
    assert not outside(page)
