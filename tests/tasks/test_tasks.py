"""The registry: tasks by key, restored from settings that may come from anyone."""

import pytest

from gruviz.tasks import Balancing, Digits, Forecasting, Language, Translation, Wearable, find_task, restore_task
from gruviz.validation import GruvizError


def test_an_unknown_task_is_told_the_known_ones():
    with pytest.raises(GruvizError, match=r"task = 'parity' .* adding, temporal_order, first_symbol"):
        find_task("parity")


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Digits("columns"), "reading"),
        (lambda: Wearable(0), "fold"),
        (lambda: Wearable(6), "fold"),
        (lambda: Balancing(1.0), "blackout"),
        (lambda: Balancing(float("nan")), "blackout"),
        (lambda: Translation(attention="yes"), "attention"),
        (lambda: Language(alphabet="aa"), "alphabet"),
        (lambda: Language(alphabet=["a", "b"]), "alphabet"),
        (lambda: Forecasting((1.0, float("nan")) * 200), "values[1]"),
        (lambda: Forecasting(horizon=0), "horizon"),
        (lambda: Forecasting(tuple(range(599)), horizon=60), "values"),
        (lambda: restore_task("forecasting", {"horizon": [3]}), "horizon"),
        (lambda: restore_task("digits", {"side": 3}), "settings"),
        (lambda: restore_task("digits", [1]), "settings"),
        (lambda: restore_task("digits", {"reading": ["row"]}), "reading"),
        (lambda: restore_task("adding", {"length": 3}), "settings"),
        (lambda: restore_task(["digits"], None), "task"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(make, field):
    with pytest.raises(GruvizError) as caught:
        make()
    assert caught.value.field == field
