"""That what is measured is what the page says; how long it takes is no test's business."""

import itertools

import pytest
import torch

from gruviz.comparison.speed import Round, SpeedConfig
from gruviz.comparison.stopwatch import WARM_UPS, measure
from gruviz.engine.cells import CELLS

TINY = SpeedConfig(cells=tuple(CELLS), hidden_sizes=(3, 2), seq_len=2, batch_size=2, rounds=2)


def fake_clock():
    """Each look is later than the one before by one more."""
    return itertools.accumulate(itertools.count()).__next__


def test_everyone_runs_in_turn_at_every_size_in_every_round():
    rounds = list(measure(TINY, clock=fake_clock()))
    assert len(rounds) == TINY.total_rounds
    settings = [(size, backward) for size in (3, 2) for backward in (True, False)]
    assert [(one.hidden_size, one.backward) for one in rounds] == settings * 2
    looks = [seconds for one in rounds for seconds in one.seconds]
    assert looks == list(range(1, 2 * len(looks), 2)), "two looks at the clock around each run, none in between"
    assert all(len(one.seconds) == len(TINY.contestants) for one in rounds)


def test_it_can_be_stopped_after_any_round():
    measuring = measure(TINY)
    first = next(measuring)
    measuring.close()
    assert isinstance(first, Round)
    assert all(seconds >= 0 for seconds in first.seconds)
    assert list(measuring) == []


def test_only_the_way_back_goes_back(monkeypatch):
    calls = []
    backward = torch.Tensor.backward
    monkeypatch.setattr(torch.Tensor, "backward", lambda loss: calls.append(loss.item()) or backward(loss))
    config = SpeedConfig(cells=("gru",), hidden_sizes=(2,), seq_len=2, batch_size=2, rounds=1)
    measuring = measure(config)
    assert next(measuring).backward
    assert len(calls) == (WARM_UPS + 1) * len(config.contestants)
    assert not next(measuring).backward
    assert len(calls) == (WARM_UPS + 1) * len(config.contestants)


@pytest.mark.parametrize("cell", CELLS)
def test_a_size_of_one_can_be_measured(cell):
    config = SpeedConfig(cells=(cell,), hidden_sizes=(1,), seq_len=1, batch_size=1, rounds=1)
    assert len(list(measure(config))) == 2
    assert torch.get_num_threads() == 1
