from typing import NamedTuple

import numpy as np
import pytest

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.training_history import first_not_finite, often_clipped, shrinking_horizon


class Bad(NamedTuple):
    words: str


class Heard(NamedTuple):
    title: str
    horizon: int


class Look(NamedTuple):
    step: int
    layers: tuple[Heard, ...] = ()
    clipped: float = np.nan
    clipping_factor: float = 1.0


def clipped(*shares, factor=0.5):
    return [
        Look(50 * place, clipped=part, clipping_factor=factor if part > 0 else 1.0) for place, part in enumerate(shares)
    ]


def test_clipping_of_most_updates_is_told_with_its_share():
    found = often_clipped(clipped(0.8, 0.84))
    assert found.title == "The gradient was clipped in 82% of the updates."
    assert found.severity == Severity.WORTH_KNOWING
    assert often_clipped(clipped(0.8, 0.84, factor=0.05)).severity == Severity.COSTLY


@pytest.mark.parametrize("shares", [(0.4, 0.59), (np.nan, np.nan), ()])
def test_clipping_now_and_then_is_what_it_is_for(shares):
    assert often_clipped(clipped(*shares)) is None


def hearing(*horizons):
    return [Look(50 * place, (Heard("rnn", horizon), Heard("other", 30))) for place, horizon in enumerate(horizons)]


def test_a_horizon_that_shrinks_is_told_with_both_ends():
    found = shrinking_horizon(hearing(40, 40, 35, 30, 22, 18, 12, 12))
    assert found.title == "As it trains, rnn hears less far: 40 steps back at the start, 12 steps at the end."


@pytest.mark.parametrize("horizons", [(40, 38, 30, 20), (6, 4, 3, 2), (40, 2, 2), (12, 20, 40, 60)])
def test_one_that_grows_or_shrinks_a_little_is_not(horizons):
    assert shrinking_horizon(hearing(*horizons)) is None


def test_the_first_value_that_is_not_finite_breaks_a_training():
    found = first_not_finite(Bad("At update 310 the gradient of rnn.weight_hh_l0 is not finite."))
    assert found.severity == Severity.BROKEN
    assert found.title == "At update 310 the gradient of rnn.weight_hh_l0 is not finite."
