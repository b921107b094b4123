import gc

import numpy as np
import pytest

from gruviz.diagnosis.monitor.history import MOST_POINTS, History, LayerLook, Look, path_of
from gruviz.diagnosis.monitor.watch import watch
from gruviz.diagnosis.numbers import LayerNumbers

from ..made import layer_run
from .nets import net, train


def look(step, *layers, clipped=0.0):
    return Look(step, layers, clipped, 1.0)


@pytest.mark.parametrize("count", [1, 4, 5, 9, 40, 161])
def test_history_keeps_evenly_spread_looks_with_the_first_and_the_newest(count):
    kept = History(most=4)
    for step in range(count):
        kept.add(look(step))
    steps = [one.step for one in kept]
    assert steps[0] == 0
    assert steps[-1] == count - 1
    assert len(steps) <= 4 + 1
    assert len(set(np.diff(steps[:-1]))) <= 1
    assert steps[-1] - steps[-2:][0] <= steps[:2][-1] - steps[0]


def test_looks_of_one_step_become_one():
    a, b = (LayerLook.of(run, LayerNumbers.of(run)) for run in (layer_run(name="a"), layer_run(name="b")))
    kept = History(most=4)
    kept.add(look(1, a))
    kept.add(look(1, b, clipped=0.5))
    kept.add(look(1, b, clipped=0.25))
    assert [layer.title for layer in kept[0].layers] == ["a", "b"]
    assert len(kept) == 1
    assert kept[0].clipped == 0.25


@pytest.mark.parametrize("T", [6, 500])
@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_curves_are_thinned_and_keep_their_ends(T, cell):
    run = layer_run(cell, T=T)
    numbers = LayerNumbers.of(run)
    kept = LayerLook.of(run, numbers)
    back = numbers.reach.band.median[::-1]
    since = numbers.reach.band.since
    assert len(kept.ratio) == min(len(back), MOST_POINTS)
    assert (kept.lags[0], kept.lags[-1]) == (since, T)
    np.testing.assert_array_equal(kept.ratio, back[kept.lags - since])
    assert (kept.steps[0], kept.steps[-1]) == (0, T)
    for name, norms in numbers.state_norms.items():
        np.testing.assert_array_equal(kept.state_norms[name], norms[kept.steps])


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ({"name": "rnn"}, "rnn/layer 1"),
        ({"name": "a.b", "layer": 1, "layers": 2}, "a.b/layer 2"),
        ({"name": "", "directions": 2}, "layer 1 forward"),
        ({"name": "rnn", "directions": 2, "direction": 1}, "rnn/layer 1 backward"),
    ],
)
def test_paths(place, path):
    assert path_of(layer_run(**place)) == path


def held_by(thing):
    """How many objects are held on to, the network aside."""
    seen, waiting = set(), [thing]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type) or type(one).__name__ in ("module", "function", "Net"):
            continue
        seen.add(id(one))
        waiting += gc.get_referents(one)
    return len(seen)


def watched(updates):
    model = net()
    monitor = watch(model, every=1)
    monitor._history = History(most=8)
    with monitor:
        train(model, updates)
    return monitor


def test_what_is_kept_does_not_grow_with_the_steps():
    short, long = watched(12), watched(12 + 32)  # both just after every second look was dropped
    assert len(short.history) == len(long.history)
    assert held_by(vars(long)) == pytest.approx(held_by(vars(short)), abs=8)
