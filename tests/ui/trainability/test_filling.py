"""What is said of a map that has filled, and of its repetition."""

from dataclasses import replace

import pytest

from gruviz.jobs.job import JobView
from gruviz.maps.sweep import Found
from gruviz.maps.trainability_map import Map
from gruviz.ui.trainability import filling
from gruviz.ui.trainability.filling import SAME, agreement_words, coincidence
from tests.ui.trainability.small import PLAN, task_map, trained


def job(found):
    """A finished run of a map."""
    events = tuple(Found(square, result) for square, result in found.results.items())
    return JobView(
        key="",
        config=found.plan,
        status="finished",
        ahead=0,
        events=events,
        total_events=len(events),
        viewers=1,
        message="",
        started=1.0,
        share=1.0,
        left=None,
    )


def test_a_run_says_whether_it_repeats_the_shipped_map(monkeypatch):
    monkeypatch.setattr(filling, "finished_map", lambda plan: trained())
    assert coincidence([job(trained())]) == SAME
    mixed = Map(PLAN, {(0, 0): trained().results[1, 0], (2, 0): trained().results[2, 0]})
    assert coincidence([job(mixed)]).startswith("In 1 of 2 squares this run differs from the shipped map")
    monkeypatch.setattr(filling, "finished_map", lambda plan: None)
    assert coincidence([job(trained())]) == ""


OTHER_SEED = replace(PLAN, base=replace(PLAN.base, seed=1))


@pytest.mark.parametrize(
    ("again", "said"), [(None, "not yet repeated"), (trained(OTHER_SEED), "trained once more from other seeds. ")]
)
def test_a_map_says_whether_other_seeds_agree(again, said):
    assert said in agreement_words(task_map(again=again))
