"""The results of a class as CSV and on paper, read back and counted."""

import csv
import io

from gruviz.classroom.question import Axis, ClassOutcome, ClassQuestion, Stop
from gruviz.classroom.state import QuestionResult, Tally
from gruviz.ui.classroom.results import completed, plain, quiz_lines, results_csv
from gruviz.ui.classroom.summary import summary_html

CHOICES = ClassQuestion("walkthrough.a", "=A title", "<p>Which?</p>", ("<em>One</em> &amp; all", "Two"))
NUMBER = ClassQuestion("walkthrough.b", "B", "<p>How many?</p>", axis=Axis("n", (Stop(1.0, "1"), Stop(2.0, "2"))))
LATER = QuestionResult(CHOICES, ClassOutcome("It is two.", 1.0), Tally((0.0, 0.0, 1.0), (1.0, 1.0, 0.0)), ((0.0, 1.0),))
OPEN = QuestionResult(NUMBER, None, Tally((2.0,)), ())


def quiz(side, votes, outcome=None):
    question = ClassQuestion(f"quiz_{side}.factor", "Quiz, question 1", "", ("a", "b"))
    return QuestionResult(question, outcome, Tally(votes), ())


def test_the_csv_has_every_answer_with_its_votes_and_no_formula():
    rows = list(csv.DictReader(io.StringIO(results_csv([LATER, OPEN]))))
    assert [(row["answer"], row["right"], row["first vote"], row["second vote"]) for row in rows] == [
        ("One & all", "no", "2", "1"),
        ("Two", "yes", "1", "2"),
        ("1", "", "0", "0"),
        ("2", "", "1", "0"),
    ]
    assert rows[0]["title"] == "'=A title"


def test_the_summary_says_what_the_votes_were_worth():
    page = summary_html([LATER, OPEN], day="1 May 2030")
    assert "2 of 3 voted for the right answer, up from 1 of 3 before talking." in page
    assert "Gain 0.50." in page
    assert "1 turned right, 0 wrong." in page
    assert "The run was not revealed." in page
    assert "2 questions, up to 3 votes each" in page
    assert "<script" not in page
    assert "http" not in page


def test_a_class_that_never_voted_has_a_summary_too():
    assert "Nobody has voted." in summary_html([], day="1 May 2030")


def test_the_quiz_is_held_against_the_answers_of_after_the_lesson():
    told = ClassOutcome("b", 1.0)
    results = completed(
        [quiz("before", (0.0, 1.0, 0.0)), quiz("after", (1.0, 1.0), told)], {"quiz_before.factor": told}
    )
    assert quiz_lines(results) == [("Quiz, question 1", (1, 3), (2, 2))]
    page = summary_html(results, day="")
    assert "<td>1 of 3</td><td>2 of 2</td>" in page
    assert "<h2>1." not in page, "the quiz stands in its table only"


def test_html_is_read_as_its_words():
    assert plain("<p>a <math><mi>b</mi></math> &lt; c</p>") == "a b < c"
