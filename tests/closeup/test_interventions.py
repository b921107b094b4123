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
    assert len(again.clamps) + len(again.resets) + len(again.cuts) == len(given_all)


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
    with pytest.raises(InvalidValue, match="interventions = .* such as z=0@10-20"):
        Interventions.parse(f"z=0@1-2;{bad}")


def test_too_many_are_refused():
    with pytest.raises(TooLarge, match="interventions = 21 is not possible: at most 20"):
        Interventions.parse(";".join(["cut@1"] * 21))


def within(text, cell="gru", seq_len=30, hidden_size=8):
    return Interventions.parse(text).within(CELLS[cell], seq_len, hidden_size)


def test_a_hold_ends_with_the_run():
    assert within("z=0@10-200").all == (Clamp("z", 0.0, 10, 30),)


@pytest.mark.parametrize(
    ("text", "cell", "message"),
    [
        ("q=0@1-2", "gru", "hold = 'q' is not possible: choose one of r, z, n"),
        ("z=2@1-2", "gru", "hold z at = 2.0 is not possible: a number from 0 to 1"),
        ("n=-2@1-2", "gru", "hold n at = -2.0 is not possible: a number from -1 to 1"),
        ("z=0@31-40", "gru", "hold z from step = 31 is not possible: a whole number from 1 to 30"),
        ("z=0@9-3", "gru", "hold z to step = 3 is not possible: a whole number from 9"),
        ("z=0@1-2:8", "gru", "hold z of unit = 8 is not possible: a whole number from 0 to 7"),
        ("reset@31", "gru", "reset step = 31 is not possible: a whole number from 1 to 30"),
        ("cut@0", "gru", "cut step = 0 is not possible: a whole number from 1 to 30"),
        ("z=0@1-2", "rnn", "hold = 'z' is not possible: nothing, since the cell RNN has no gates"),
        ("z=0@1-2", "lstm", "hold = 'z' is not possible: choose one of i, f, g, o"),
    ],
)
def test_what_does_not_fit_the_run_is_named(text, cell, message):
    with pytest.raises(GruvizError) as error:
        within(text, cell)
    assert message in str(error.value)


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
