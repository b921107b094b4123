"""Settings are chosen within the training part: nothing that is held out is learned from or judged on before."""

import numpy as np
import pytest

from gruviz.applications.choosing import best_rate, rehearsal
from gruviz.data.recorded import exercises
from gruviz.networks.network import run
from gruviz.tasks import APPLICATIONS, Adding, Balancing, Digits, Forecasting, Language, Translation, Wearable
from gruviz.tasks.balancing import attempt
from gruviz.validation import InvalidValue
from tests.applications.untrained import untrained
from tests.tasks.recorded import RECORDED, as_rows, rng

SETS = [task for task in RECORDED.values() if task.key in ("digits", "speech", "translation", "wearable")]


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize("task", SETS, ids=str)
def test_a_rehearsal_splits_the_training_part_and_touches_nothing_else(task, turn):
    length = task.default_length
    whole, own = rehearsal(task, turn).split(length), task.split(length)
    counts = [part.inputs.shape[1] for part in (*whole, *own)]
    if task.key == "wearable":
        assert counts[0] + counts[1] == counts[2]
    else:
        assert counts[:2] == [counts[2] - counts[3], counts[3]]
        assert as_rows(whole.training.inputs) | as_rows(whole.held_out.inputs) == as_rows(own.training.inputs)
        assert not as_rows(own.held_out.inputs) & as_rows(whole.held_out.inputs)
        assert not as_rows(own.held_out.inputs) & as_rows(whole.training.inputs)
    drawn = as_rows(rehearsal(task, turn).sample(rng(), 500, length).inputs)
    assert drawn <= as_rows(whole.training.inputs)
    assert not drawn & as_rows(whole.held_out.inputs)
    other = rehearsal(task, 1 - turn).split(length).held_out
    assert not as_rows(other.inputs) & as_rows(whole.held_out.inputs), "each turn has a part of its own"


@pytest.mark.parametrize("fold", [1, 4, 5])
def test_a_rehearsal_of_the_wearable_data_is_judged_on_people_who_are_in_neither_part(fold):
    task, recorded = Wearable(fold), exercises()
    training, held_out = rehearsal(task).split(50)
    judged = Wearable(fold % 5 + 1).people
    windows = {
        person: sum(
            len(range(0, len(s) - 49, 25))
            for s, g in zip(recorded.sequences, recorded.groups, strict=True)
            if g == person
        )
        for person in range(1, 11)
    }
    assert held_out.inputs.shape[1] == sum(windows[person] for person in judged)
    assert training.inputs.shape[1] == sum(n for person, n in windows.items() if person not in (*judged, *task.people))
    np.testing.assert_allclose(training.inputs.mean((0, 1)), 0, atol=0.05)


def test_a_rehearsal_in_time_ends_where_the_training_part_does():
    series, text = Forecasting(), Language("abcdefghij" * 500)
    assert rehearsal(series).series.tolist() == series.series[: round(0.8 * len(series.series))].tolist()
    assert rehearsal(text).corpus == text.corpus[:4500]
    assert rehearsal(APPLICATIONS["language"]).letters == APPLICATIONS["language"].letters


@pytest.mark.parametrize("turn", [0, 1])
def test_a_rehearsal_of_balancing_starts_elsewhere(turn):
    model = untrained(Balancing())
    passed = run(model.network, *Balancing().held_out(rng(), 1, 5))
    found = rehearsal(Balancing(), turn).measure(passed, np.zeros((5, 1)))
    np.testing.assert_array_equal(found, attempt(model.network, 0.7, seed=turn + 1).balanced.mean(-1))
    assert (found != Balancing().measure(passed, np.zeros((5, 1)))).any()


def test_a_rehearsal_keeps_the_settings():
    assert rehearsal(Digits("pixel")).reading == "pixel"
    assert rehearsal(Translation(attention=True, reverse=False)).attends
    with pytest.raises(InvalidValue):
        rehearsal(Adding())


def test_the_rate_with_the_best_mean_is_chosen_whichever_way_the_metric_goes():
    scores = {"0.03": [0.9, 0.1], "0.003": [0.6, 0.6], "0.01": [0.5, 0.7]}
    assert best_rate(scores, "accuracy") == "0.003", "of equal ones the smaller"
    assert best_rate(scores, "bits per character") == "0.03"
