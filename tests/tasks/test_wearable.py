"""Whose recordings the wearable's windows are."""

from gruviz.tasks import Wearable


def test_every_window_has_its_wearer():
    task = Wearable()
    wearers = task.wearers(50)
    assert len(wearers) == task.split(50).held_out.inputs.shape[1]
    assert set(wearers) == set(task.people)
