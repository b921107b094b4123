from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.maps.shores import Agreement, agreement, at_shore, majority
from gruviz.maps.sweep import sweep
from gruviz.maps.trainability_map import LEARNED, NOT_IN_TIME, Map, Training
from gruviz.training.settings import Learner, TrainConfig
from gruviz.validation import GruvizError

BASE = TrainConfig(learners=(Learner("gru"),), seeds=3, steps=10, report_every=10)
GAINS, BIASES = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0), (-4.0, -3.0, -2.0, -1.0, 0.0)
CODES = {"#": "LLL", ".": "NNN", "x": "DDD", "+": "LLN", "-": "LNN", "~": "NND", "=": "NDD"}
"""Pictures of squares: all learned, none in time, all diverged, and mixed ones."""


def drawn(picture, base=BASE, gains=GAINS, biases=BIASES):
    """A map from rows of characters, the highest row first; a blank has no result."""
    rows = picture.split("\n")[::-1]
    plan = Plan(base, Axis("gain", gains[: len(rows[0])]), Axis("update_bias", biases[: len(rows)]), "success")
    return Map(
        plan,
        {
            (column, row): outcome(CODES[one])
            for row, line in enumerate(rows)
            for column, one in enumerate(line)
            if one != " "
        },
    )


def outcome(code):
    start = [False] * len(code)
    return Training(
        np.array([0, 10]),
        np.array([start, [one == "L" for one in code]]),
        np.array([start, [one == "D" for one in code]]),
    )


def shown(mask):
    """Rows of characters, the highest first."""
    return "\n".join("".join(".S"[int(one)] for one in row) for row in mask[::-1])


def test_the_majority_is_one_of_three_outcomes():
    assert majority(drawn("#.x\n+-~\n = "), 10).tolist() == [[-1, 2, -1], [0, 1, 1], [0, 1, 2]]


@pytest.mark.parametrize(
    ("picture", "shores"),
    [
        ("###...\n###...\n###...", "..SS..\n..SS..\n..SS.."),
        ("#####\n#####\n##x##\n#####\n#####", ".....\n.SSS.\n.SSS.\n.SSS.\n....."),
        ("####\n####\n+###", "....\n....\nS..."),  # mixed itself; its majority is that of its neighbours
        ("####\n####\n-###", "....\nSS..\nSS.."),
        ("...\n.~.\n...", "...\n.S.\n..."),
        ("...\nxxx\n...", "SSS\nSSS\nSSS"),
        ("## ..\n## ..", ".....\n....."),
        ("...\n...", "...\n..."),
    ],
)
def test_a_shore_is_where_outcomes_differ(picture, shores):
    assert shown(at_shore(drawn(picture), 10)) == shores


def test_before_the_first_look_nothing_has_been_learned_and_there_is_no_shore():
    assert not at_shore(drawn("###...\n###..."), 9).any()


def test_a_repetition_is_compared_away_from_the_shore():
    one = drawn("###...\n###...\n###...")
    other = drawn("##....\n#####.\n##x##.", replace(BASE, seed=1))
    found = agreement(one, other, 10)
    assert found == Agreement(agreeing=10, compared=12, seeds=3)
    assert found.is_noisy
    assert found.words == (
        "Too noisy: with 3 other networks per square, 10 of 12 squares away from the shores have the same outcome."
    )


def test_a_repetition_may_have_some_rows_and_columns_only():
    one = drawn("####..\n####..\n####..\n####..\n####..")
    base = replace(BASE, seed=1)
    other = drawn("##.\n##.\n# #", base, gains=GAINS[::2], biases=BIASES[::2])
    found = agreement(one, other, 10)
    assert (found.agreeing, found.compared) == (5, 5)  # of the columns 0, 2 and 4 the last lies at the shore
    assert not found.is_noisy
    assert found.words == "With 3 other networks per square, 5 of 5 squares away from the shores have the same outcome."


def test_where_all_is_shore_nothing_is_confirmed():
    found = agreement(drawn("#.\n.#"), drawn("#.\n.#", replace(BASE, seed=1)), 10)
    assert np.isnan(found.share)
    assert found.is_noisy
    assert "no square lies away from a shore" in found.words


def test_nine_of_ten_are_enough():
    assert not Agreement(9, 10, 5).is_noisy
    assert Agreement(8, 9, 5).is_noisy


@pytest.mark.parametrize(
    "other",
    [
        drawn("##\n##"),
        drawn("##\n##", replace(BASE, seed=1, steps=20)),
        drawn("##\n##", replace(BASE, seed=1), gains=(0.5, 0.9)),
        Map(Plan(BASE, Axis("update_bias", (-4.0, -3.0)), Axis("gain", (0.5, 1.0)), "success")),
    ],
)
def test_only_seeds_may_differ(other):
    with pytest.raises(GruvizError, match="other seeds and nothing else"):
        agreement(drawn("##\n##"), other, 10)


@pytest.mark.training
def test_a_small_map_agrees_with_its_repetition():
    """A GRU that keeps learns to recall the first of ten symbols; one that overwrites, or hardly learns, does not."""
    learner = Learner("gru", scheme="orthogonal", learning_rate=0.1)
    small = {"length": 10, "hidden_size": 8, "batch_size": 16, "seeds": 5, "steps": 40, "report_every": 40}
    base = TrainConfig("first_symbol", (learner,), **small)
    plan = Plan(base, Axis("gain", (0.4, 0.5)), Axis("update_bias", (-2.5, -2.0, 4.0, 5.0)), "success")
    with ThreadPoolExecutor(1) as executor:
        one, other = (sweep(replace(plan, base=replace(base, seed=seed)), executor) for seed in (0, 1))
    found = agreement(one, other, 40)
    assert found.agreeing == found.compared >= 3
    assert majority(one, 40)[[0, 3]].tolist() == [[LEARNED, LEARNED], [NOT_IN_TIME, NOT_IN_TIME]]
