"""The presets: grids that belong together, and trainings that are what they are said to be."""

from dataclasses import replace

import pytest

from gruviz.maps.presets import FINISHED, PRESETS, repeated

every_preset = pytest.mark.parametrize("key", FINISHED)


def test_every_map_stands_in_one_picture():
    assert [key for keys in PRESETS.values() for key in keys] == list(FINISHED)


@every_preset
def test_every_trained_square_is_on_the_fine_grid(key):
    finished = FINISHED[key]
    for coarse, fine in ((finished.training.x, finished.x), (finished.training.y, finished.y)):
        assert coarse.setting == fine.setting
        assert set(coarse.values) < set(fine.values)
        assert (coarse.values[0], coarse.values[-1]) == (fine.values[0], fine.values[-1])


@every_preset
def test_a_repeat_has_every_second_row_and_column_and_other_seeds(key):
    plan, repeat = FINISHED[key].training, FINISHED[key].repeat
    assert repeat.x.values == plan.x.values[::2]
    assert repeat.y.values == plan.y.values[::2]
    assert (plan.base.seed, repeat.base.seed) == (0, 1)
    assert plan.base.seeds == repeat.base.seeds == 5


def test_the_last_seed_can_be_repeated_too():
    plan = FINISHED["gru_first_symbol"].training
    assert repeated(replace(plan, base=replace(plan.base, seed=2**31 - 1))).base.seed == 0


@every_preset
def test_names_of_plans_are_told_apart(key):
    finished = FINISHED[key]
    plans = dict(finished.plans())
    assert len(plans) == len(list(finished.plans())) == len(set(plans.values()))
    assert {plan.measure for plan in plans.values()} >= {"gradient", "factor", "success"}
    if finished.lengths:
        assert plans[f"gradient {finished.training.base.length}"] == finished.fine("gradient")
