import pytest

from gruviz.diagnosis.monitor.closures import heard_closure


@pytest.mark.parametrize(("args", "kwargs"), [((1,), {}), ((1, None), {}), ((1,), {"closure": None})])
def test_a_step_without_a_closure_stays_as_it_is(args, kwargs):
    assert heard_closure(args, kwargs, lambda: None) is None


@pytest.mark.parametrize("by_name", [False, True])
def test_the_first_call_is_heard_once_it_has_been_made(by_name):
    said = []

    def closure():
        said.append("closure")
        return 7

    args, kwargs = ((1,), {"closure": closure, "other": 3}) if by_name else ((1, closure, 2), {"other": 3})
    args, kwargs = heard_closure(args, kwargs, lambda: said.append("heard"))
    called = kwargs.pop("closure") if by_name else args[1]
    assert (args[0], *args[2:]) == ((1,) if by_name else (1, 2))
    assert kwargs == {"other": 3}
    assert [called(), called()] == [7, 7]
    assert said == ["closure", "heard", "closure"]
