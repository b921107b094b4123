"""What a person does to a run, as text, as records and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz import CELLS, Clamp
from gruviz.closeup.interventions import MOST, NOTHING, Cut, Interventions, Reset
from gruviz.validation import GruvizError, InvalidValue, TooLarge

units = st.none() | st.lists(st.integers(0, 99), min_size=1, max_size=4, unique=True).map(tuple)
holds = st.builds(
    Clamp,
    st.sampled_from(["r", "z", "n", "f"]),
    st.integers(-999_999, 999_999).map(lambda n: n / 1_000_000),
    st.integers(1, 200),
    st.integers(1, 9999),
    units,
)
ones = holds | st.builds(Reset, st.integers(1, 999)) | st.builds(Cut, st.integers(1, 999))


@given(st.lists(ones, max_size=MOST).map(tuple))
def test_the_text_form_brings_everything_back(given_all):
    done = Interventions(given_all)
    again = Interventions.parse(done.text)
    assert again == done
    assert len(again.clamps) + len(again.resets) + len(again.cuts) == len(set(given_all))


def test_the_form_by_hand():
    done = Interventions.parse("z=0@10-20; z=0.25@1-3:3,7;reset@12;cut@30;")
    assert done.all == (Clamp("z", 0.0, 10, 20), Clamp("z", 0.25, 1, 3, (3, 7)), Reset(12), Cut(30))
    assert done.clamps == done.all[:2]
    assert done.resets == (12,)
    assert done.cuts == (30,)
    assert done.text == "z=0@10-20;z=0.25@1-3:3,7;reset@12;cut@30"
    assert Interventions.parse("") == NOTHING


@pytest.mark.parametrize("bad", ["z", "z=@1-2", "z=1e5@1-2", "cut@x", "z=0@1", "<b>", "z=0@1-2:", "reset@", "💥@1"])
def test_what_cannot_be_read_names_the_form(bad):
    with pytest.raises(InvalidValue, match="is no intervention. Write them such as z=0@10-20"):
        Interventions.parse(f"z=0@1-2;{bad}")


def test_too_many_are_refused():
    with pytest.raises(TooLarge, match="At most 20 interventions fit into one run"):
        Interventions.parse(";".join(f"cut@{step}" for step in range(1, 22)))


def test_equal_ones_are_one_and_the_last_stays_where_it_was():
    assert Interventions.parse("cut@3;z=0@1-2;cut@3;cut@4;cut@3").text == "z=0@1-2;cut@4;cut@3"
    assert Interventions.parse("z=0@1-2;z=1@1-2;z=0@1-2").text == "z=1@1-2;z=0@1-2"


RUN = (CELLS["gru"], 40, 8)


def test_one_is_taken_away_by_what_it_is_among_others_that_do_not_fit():
    """The diagram lists those that fit: by place, the cut would stay here and the reset go."""
    given = Interventions.parse("reset@45;cut@20;z=0@10-60")
    fitting, problems = given.fitting(*RUN)
    assert fitting.texts == ["cut@20", "z=0@10-40"]
    assert problems == ("The state cannot be reset before step 45: the run has 40 steps.",)
    assert given.without("cut@20", *RUN).text == "reset@45;z=0@10-60"
    assert given.without("z=0@10-40", *RUN).text == "reset@45;cut@20"
    assert given.without("cut@21", *RUN) == given


def test_one_more_is_checked_whatever_else_is_there():
    given = Interventions.parse("reset@45")
    assert given.plus(Cut(7), *RUN).text == "reset@45;cut@7"
    assert given.plus(Reset(45), CELLS["gru"], 50, 8) == given
    with pytest.raises(GruvizError, match="The gradient cannot be cut at step 41: the run has 40 steps."):
        given.plus(Cut(41), *RUN)


def within(text, cell="gru", seq_len=30, hidden_size=8):
    return Interventions.parse(text).within(CELLS[cell], seq_len, hidden_size)


def test_a_hold_ends_with_the_run():
    assert within("z=0@10-200").all == (Clamp("z", 0.0, 10, 30),)


@pytest.mark.parametrize(
    ("text", "cell", "message"),
    [
        ("q=0@1-2", "gru", "q cannot be held: GRU has no gate q."),
        ("z=2@1-2", "gru", "z can be held from 0 to 1, not at 2."),
        ("n=-2@1-2", "gru", "h̃ can be held from −1 to 1, not at −2."),
        ("z=0@31-40", "gru", "z cannot be held from step 31: the run has 30 steps."),
        ("z=0@9-3", "gru", "z cannot be held from step 9 to step 3, which comes before it."),
        ("z=0@1-2:8", "gru", "There is no unit 8: they are numbered from 0 to 7."),
        ("reset@31", "gru", "The state cannot be reset before step 31: the run has 30 steps."),
        ("cut@0", "gru", "The gradient cannot be cut at step 0: the run has 30 steps."),
        ("z=0@1-2", "rnn", "z cannot be held: RNN has no gates."),
        ("z=0@1-2", "lstm", "z cannot be held: LSTM has no gate z."),
    ],
)
def test_what_does_not_fit_the_run_is_named(text, cell, message):
    with pytest.raises(GruvizError) as error:
        within(text, cell)
    assert str(error.value) == message


def test_in_words_and_in_both_conventions():
    done = Interventions.parse("z=0.25@10-20;n=-0.5@3-3:2;z=0@1-2:3,7;reset@12;cut@30")
    assert done.words() == [
        "z held at 0.25 in steps 10–20",
        "h̃ held at −0.5 in step 3, unit 2",
        "z held at 0 in steps 1–2, units 3 and 7",
        "state reset before step 12",
        "gradient cut at step 30",
    ]
    assert done.words(keeps=True)[0] == "z held at 0.75 in steps 10–20"
    assert done.words(keeps=True)[1:2] == done.words()[1:2]
