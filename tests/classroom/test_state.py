from gruviz.classroom.state import Phase, Tally

VOTES = Tally((0.0, 2.0, 2.0), (2.0,))


def test_votes_are_taken_in_two_phases():
    assert {phase.value: phase.round for phase in Phase} == {"first": 1, "discussion": None, "second": 2, "run": None}


def test_a_tally_counts_each_choice_and_hides_the_round_that_is_open():
    assert VOTES.counts(3) == {"first": [1, 0, 2], "second": [0, 0, 1]}
    assert VOTES.closed(Phase.FIRST) == Tally()
    assert VOTES.closed(Phase.SECOND) == Tally((0.0, 2.0, 2.0))
    assert VOTES.closed(Phase.DISCUSSION) == VOTES.closed(Phase.RUN) == VOTES
