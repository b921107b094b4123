"""A record held against the runs: what holds is said to hold, and nothing else."""

import csv
import io

from gruviz.lesson.proof import COUNTED, FAILS, HOLDS, OPEN, READ, Judge, Paper, Waits, check_work, csv_of, table_of
from gruviz.lesson.work import Answers, Explanation, Prediction, Solution, Work
from gruviz.validation import InvalidValue

AT = "2026-05-04T09:00:00+00:00"


def solution(key, claim):
    if claim.settings == "long":
        raise Waits("A training is missing.")
    if claim.settings == "mad":
        raise InvalidValue("gain", "mad", "a number")
    return claim.settings == "good", f"{key} measured"


JUDGE = Judge(
    {"chain": "The chain"},
    {"edge": "On the edge", "flat": "Flat", "explode": "Explode", "slow": "Slow"},
    solution,
    lambda key, claim: ("right" if claim.said == 1 else "wrong", "You said so."),
    lambda claim: f"{claim.given.count(':')} answers",
)
WORK = Work(
    predictions={"chain": Prediction(1, "", AT), "nowhere": Prediction(1, "", AT)},
    solved={
        name: Solution(text, AT)
        for name, text in (("edge", "good"), ("flat", "bad"), ("explode", "mad"), ("slow", "long"))
    },
    explanations={"flat": Explanation("=1+1", AT)},
    quiz={"after": Answers("a:1,b:2", AT)},
    name="@Ada",
)
FOUND = {(one.kind, one.key): one for one in check_work(WORK, JUDGE)}


def test_each_claim_is_judged_by_its_run():
    verdicts = {key: one.verdict for (kind, key), one in FOUND.items() if kind == "exercise"}
    assert verdicts == {"edge": HOLDS, "flat": FAILS, "explode": FAILS, "slow": OPEN}
    assert FOUND["prediction", "chain"].verdict == "right"
    assert FOUND["explanation", "flat"].verdict == READ
    assert (FOUND["quiz", "after"].verdict, FOUND["quiz", "after"].said) == (COUNTED, "2 answers")


def test_what_this_lesson_does_not_have_does_not_hold():
    assert FOUND["prediction", "nowhere"].verdict == FAILS
    assert FOUND["prediction", "nowhere"].said == "This lesson has nothing of this name."


def test_why_something_is_not_checked_is_said():
    assert FOUND["exercise", "slow"].said == "A training is missing."
    assert "gain" in FOUND["exercise", "explode"].said


def test_a_record_is_a_row():
    [row] = table_of([Paper("a.json", WORK, check_work(WORK, JUDGE))])
    assert row["Who"] == "@Ada"
    assert row["Exercises that hold"] == "1 of 4"
    assert row["Predictions"] == "1 right or close of 2"
    assert row["Not checked"] == "1"
    assert row["Quiz"] == "after 2 answers"


def test_a_file_without_a_name_is_called_by_its_file():
    assert table_of([Paper("a.json", Work(), [])])[0]["Who"] == "a.json"


def test_a_spreadsheet_computes_nothing_of_it():
    rows = list(csv.reader(io.StringIO(csv_of([Paper("a.json", WORK, check_work(WORK, JUDGE))]))))
    assert len(rows) == 1 + len(FOUND)
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "'=1+1" in [cell for row in rows for cell in row]
