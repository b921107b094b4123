from gruviz.ui.classroom import limits
from gruviz.ui.classroom.limits import Allowance


def test_some_at_once_and_then_as_many_as_seconds_give_back(monkeypatch):
    now = [0.0]
    allowance = Allowance(3, 0.5, lambda: now[0])
    assert [allowance.takes("a") for _ in range(5)] == [True, True, True, False, False]
    assert allowance.takes("b")
    assert allowance.is_used_up("a")
    now[0] = 2.0
    assert not allowance.is_used_up("a")
    assert [allowance.takes("a"), allowance.takes("a")] == [True, False]
    monkeypatch.setattr(limits, "REMEMBERED", 2)
    allowance.takes("c")
    assert not allowance.is_used_up("nobody")
