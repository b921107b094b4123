"""What a script has to contain follows from its runs."""

from gruviz.export.contents import Contents

PLAN = [("gru", {"gain": 2.0}), ("gru_reset_after", {}), ("gru", {"scheme": "orthogonal", "gain": 0.5})]


def test_contents_follow_from_the_runs():
    used = Contents(PLAN)
    assert [kind.key for kind in used.kinds] == ["gru", "gru_reset_after"]
    assert used.values_of("gain") == [2.0, 0.5]
    assert used.values_of("scheme", "gain") == [2.0, "orthogonal", 0.5]
    assert used.values_of("chrono") == []
    assert used.start == ", start"
    assert used.recurrent_bias
    assert used.input_only == used.states == {}


def test_what_only_some_cells_have():
    used = Contents([("lstm", {}), ("mingru", {})])
    assert used.states == {"lstm": 2}
    assert set(used.input_only) == {"mingru"}
    assert not used.recurrent_bias
    assert used.start == ""
