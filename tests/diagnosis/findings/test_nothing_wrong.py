from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.rules import find
from tests.diagnosis.layers import layer, noise, run_of


def test_a_healthy_network_is_told_how_far_it_hears():
    run = layer(seq_len=20, update_bias=-4.0)
    assert [finding.title for finding in find([run])] == ["The gradient reaches all 20 steps back."]
    above = run_of(run.recording.weights, noise(20), layer=1, layers=2)
    below = type(run)(**{**vars(run), "layers": 2})
    assert find([below, above])[-1].title == "The gradient reaches all 20 steps back in both layers."


def test_one_that_hears_a_part_of_its_sequences_is_told_which():
    found = find([layer(seq_len=40, reads="every")])[-1]
    assert found.severity == Severity.GOOD
    assert found.title.startswith("Nothing here is broken: rnn hears ")


def test_a_broken_one_is_not_told_that_all_is_well():
    assert all(finding.severity > Severity.GOOD for finding in find([layer(reads="none")]))


def test_sequences_of_one_step_have_nothing_to_remember():
    assert find([layer(seq_len=1)])[-1].title == "Every sequence is one step long, and its gradient arrives."


def test_sequences_of_several_lengths_are_followed_as_far_as_they_go():
    run = layer(seq_len=20, lengths=(20, 12, 9, 9), update_bias=-4.0)
    assert find([run])[-1].title == "The gradient reaches as far back as it can be followed."


def test_it_does_not_deny_what_is_said_beside_it():
    found = find([layer(seq_len=40, reads="every")])
    assert len(found) > 1
    assert found[-1].evidence.endswith("whatever else is said here costs little, or may be intended.")
