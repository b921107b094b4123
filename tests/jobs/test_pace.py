"""The time that is left, by simulated runs whose end is known."""

import itertools

import numpy as np
import pytest

from gruviz.jobs.pace import ENOUGH, WINDOW, Pace, Progress


def told(reports, looks):
    """What is left at each look, by a run that reports shares at given seconds."""
    pace, waiting, said = Pace(), list(reports), []
    for now in looks:
        while waiting and waiting[0][0] <= now:
            pace.note(waiting[0][0], Progress(waiting[0][1]))
            waiting.pop(0)
        said.append(pace.left(now))
    return said


@pytest.mark.parametrize("every", [0.5, 3.0])
def test_at_a_steady_rate_it_falls_and_is_true_however_long_the_start_took(every):
    """A minute of loading, then 100 s of work: `passed / share - passed` would begin at 6,000 s."""
    start, length = 60.0, 100.0
    reports = [(start + t, t / length) for t in np.arange(0.0, length + every / 2, every)]
    looks = np.arange(0.0, start + length, 0.25)
    said = told(reports, looks)
    assert all(left is None for left, now in zip(said, looks, strict=True) if now < start + ENOUGH)
    falling = [(left, start + length - now) for left, now in zip(said, looks, strict=True) if now >= start + 2 * every]
    falling = falling[int(ENOUGH / 0.25) :]
    assert all(left == pytest.approx(true, abs=1e-6) for left, true in falling)
    assert all(later <= sooner for (sooner, _), (later, _) in itertools.pairwise(falling))


def test_it_follows_a_rate_that_changes_within_the_window():
    """Half of the work at one per cent a second, the rest at a fifth of it."""
    slow = [(t, t / 100) for t in np.arange(0.0, 50.0, 0.5)] + [(50 + t, 0.5 + t / 500) for t in np.arange(0, 250, 0.5)]
    [said] = told(slow, [50 + WINDOW])
    assert said == pytest.approx(250 - WINDOW, rel=0.02)


def test_a_report_that_is_late_does_not_bring_the_end_nearer():
    reports = [(0.0, 0.0), (2.0, 0.25), (4.0, 0.5)]
    assert told(reports, [4.0, 5.0, 6.0, 60.0]) == [4.0, 3.0, 2.0, 2.0]
    assert told([*reports, (60.0, 0.6)], [60.0])[0] == pytest.approx(0.4 * 56 / 0.1), "as slow as it has become"


def test_nothing_is_told_of_a_run_that_has_not_moved():
    assert Pace().left(9.0) is None
    assert Pace().share == 0.0
    assert told([(0.0, 0.0), (3.0, 0.0)], [4.0]) == [None]
    assert told([(0.0, 0.2)], [4.0]) == [None]


def test_at_the_end_nothing_is_left():
    assert told([(0.0, 0.0), (5.0, 1.0)], [5.0, 50.0]) == [0.0, 0.0]
