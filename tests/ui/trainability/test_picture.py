"""What the picture is given."""

import json

import numpy as np

from gruviz.maps.trainability_map import Map, Training
from gruviz.ui.trainability.picture import BEYOND, axis_data, map_key, picture_data
from tests.ui.trainability.small import LOOKS, PLAN, left, task_map, trained


def test_every_square_says_how_many_have_learned_and_diverged_at_each_look():
    data = picture_data([task_map()])
    assert json.loads(json.dumps(data)) == data | {"scale": json.loads(json.dumps(data["scale"]))}
    [panel] = data["panels"]
    assert panel["updates"] == list(LOOKS)
    assert len(panel["squares"]) == 6
    first, last = panel["squares"][0], panel["squares"][-1]
    assert first == {"learned": [0, 2, 2, 2], "diverged": None}
    assert last == {"learned": [0, 0, 0, 4], "diverged": [0, 0, 1, 1]}
    assert (data["seeds"], data["enough"], data["status"]) == (5, 3, "shipped")
    assert panel["trained_length"] == 50


def test_no_network_is_counted_twice():
    learned_and_diverged = Training(np.array(LOOKS), *(np.arange(4)[:, None] >= np.full(5, since) for since in (1, 2)))
    [panel] = picture_data([task_map(training=Map(PLAN, {(0, 0): learned_and_diverged}))])["panels"]
    assert panel["squares"][0] == {"learned": [0, 5, 5, 5], "diverged": None}


def test_squares_that_are_not_trained_yet_are_empty():
    filling = task_map(training=trained(squares=[(1, 1)]), source="live", is_filling=True)
    data = picture_data([filling])
    assert [square is not None for square in data["panels"][0]["squares"]] == [False] * 4 + [True, False]
    assert data["status"] == "running"
    assert picture_data([task_map(training=Map(PLAN), source="")])["status"] == "stopped"


def test_the_ground_has_a_row_from_below_and_infinity_as_a_number():
    ground = left(decades=(-np.inf, -1.0, np.inf))
    [panel] = picture_data([task_map(fields={50: ground})])["panels"]
    [field] = panel["fields"]
    assert field["length"] == 50
    assert [row[0] for row in field["values"]] == [-BEYOND, -BEYOND]
    assert field["values"][0][-1] == BEYOND
    assert len(field["values"]) == len(PLAN.y.values)


def test_the_line_of_one_percent_lies_between_more_and_less():
    [panel] = picture_data([task_map()])["panels"]
    [contour] = panel["contours"]
    assert (contour["kind"], contour["length"]) == ("gradient", 50)
    [line] = contour["lines"]
    assert {y for _, y in line} == {-4.0, 0.0}
    assert all(0.5 < x < 0.7 for x, _ in line), "from 10⁻¹² at 0.5 to all of it at 0.7"


def test_a_gates_bias_is_also_the_time_for_which_it_holds():
    second = axis_data(PLAN.y)["second"]
    assert second["labels"] == ["56", "2.0"], "1/σ(−4) and 1/σ(0)"
    assert axis_data(PLAN.x)["second"] is None


def test_another_length_is_the_same_map_and_another_task_another():
    other = PLAN.base.__class__(**vars(PLAN.base) | {"length": 30})
    wanted = PLAN.__class__(other, PLAN.x, PLAN.y, "success")
    assert map_key([task_map(wanted=wanted)]) == map_key([task_map()])
    adding = PLAN.__class__(PLAN.base.__class__(**vars(PLAN.base) | {"task": "adding"}), PLAN.x, PLAN.y, "success")
    assert map_key([task_map(wanted=adding, training=Map(adding))]) != map_key([task_map()])
