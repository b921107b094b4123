"""The finished maps: whole, small, and as a fresh run would make them."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz.maps.measures import measure
from gruviz.maps.plan import Plan
from gruviz.maps.presets import FINISHED
from gruviz.maps.shipped import FOLDER, PLACES, ShippedMaps, finished_map, read_maps, shipped_maps
from gruviz.maps.trainability_map import LEARNED, Map, Training

SIZE_LIMIT = 600_000
"""Bytes of all files together."""
SHIPPED = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("key", SHIPPED)
def test_every_map_of_a_file_is_whole(key):
    shipped = shipped_maps(key)
    assert shipped.maps.keys() <= dict(FINISHED[key].plans()).keys()
    assert shipped.seconds.keys() <= shipped.maps.keys()
    for name, one in shipped.maps.items():
        assert one.is_complete, name
        assert finished_map(one.plan) is one
        if one.plan.measure == "success":
            assert all(len(one.plan.base.learners) == 1 and result.updates[0] == 0 for result in one.results.values())


def test_files_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.json")) < SIZE_LIMIT


def test_of_another_plan_there_is_none():
    plan = FINISHED["gru_adding"].training
    other = replace(plan, base=replace(plan.base, steps=plan.base.steps + 100))
    assert plan in PLACES
    assert finished_map(other) is None


TRAINING = FINISHED["gru_first_symbol"].training
LAST = TRAINING.base.steps


def looks(updates, solved, diverged):
    return Training(np.array(updates), np.array(solved, dtype=bool).T, np.array(diverged, dtype=bool).T)


def test_a_file_comes_back_as_it_was(tmp_path):
    every = list(range(0, LAST + 1, 10))
    count = len(every)
    never = [0] * count
    fell_back = [0, 1, 1, 0, *[1] * (count - 4)]
    one_stopped = looks(every, [never, fell_back, never, never, never], [[0] * 3 + [1] * (count - 3), *[never] * 4])
    all_stopped = looks([0, 10, 17], [[0, 0, 0]] * 5, [[0, 1, 1], *[[0, 0, 1]] * 4])
    numbers = np.array([-np.inf, np.inf, 0.0, -12.345678, 1e-5])
    maps = {
        "success": Map(TRAINING, {(0, 0): one_stopped, (6, 10): all_stopped}),
        "gradient 50": Map(FINISHED["gru_first_symbol"].fine("gradient", 50), {(3, 2): numbers}),
    }
    ShippedMaps("gru_first_symbol", "2026-01-01", {"numpy": "2"}, "x", {"success": 1.5}, maps).write(tmp_path)
    read = read_maps(tmp_path / "gru_first_symbol.json")
    assert (read.key, read.versions, read.seconds) == ("gru_first_symbol", {"numpy": "2"}, {"success": 1.5})
    for name, one in maps.items():
        assert read.maps[name].plan == one.plan
        assert read.maps[name].results.keys() == one.results.keys()
    for square, result in maps["success"].results.items():
        for field in ("updates", "solved", "diverged"):
            again = getattr(read.maps["success"].results[square], field)
            np.testing.assert_array_equal(again, getattr(result, field), err_msg=field)
    np.testing.assert_array_equal(read.maps["gradient 50"].results[3, 2], [-np.inf, np.inf, 0.0, -12.35, 0.0])


@pytest.mark.parametrize("name", ["gradient 10", "factor", "lyapunov"])
def test_numbers_before_training_are_those_of_a_fresh_run(name):
    one = shipped_maps("gru_first_symbol").maps[name]
    for square in ((0, 0), (6, 8), (18, 20)):
        [fresh] = measure(one.plan.measure, [one.plan.config_at(square)])
        digits = {"atol": 0.006} if name.startswith("gradient") else {"rtol": 0.006}
        np.testing.assert_allclose(one.results[square], fresh, **digits)


@pytest.mark.training
@pytest.mark.parametrize(("square", "budget", "learned"), [((0, 8), 20, 0), ((5, 6), 110, 5)])
def test_a_trained_square_is_what_a_fresh_training_shows(square, budget, learned):
    """Where the outcome is clear: how numbers are rounded differs from one kind of processor to another."""
    shipped = shipped_maps("gru_first_symbol").maps["success"]
    short = Plan(replace(TRAINING.base, steps=budget), TRAINING.x, TRAINING.y, "success")
    [fresh] = measure("success", [short.config_at(square)])
    for result in (fresh, shipped.results[square]):
        assert int((result.outcomes(budget) == LEARNED).sum()) == learned
