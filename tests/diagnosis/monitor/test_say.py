import pytest

from gruviz.diagnosis.monitor.say import say


def test_a_warning_points_at_the_person_who_called():
    with pytest.warns(RuntimeWarning, match="Something.") as said:
        say("Something.")
    assert said[0].filename == __file__
