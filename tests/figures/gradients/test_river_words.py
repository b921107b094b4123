"""What the picture of the streams says."""

import numpy as np

from gruviz.figures.gradients.river_words import river_words
from gruviz.figures.gradients.streams import Stream


def run(kept, **shares):
    return Stream(np.array([kept, 1.0]), {name: np.array([value]) for name, value in shares.items()})


GRU = run(0.39, leak=0.97, candidate=0.02, update=0.01)._replace(straight=0.81)
RNN = run(2.6e-13, recurrent=1.0)


def test_the_one_that_keeps_most_is_held_against_the_one_that_keeps_least():
    middle = run(0.1, leak=0.5, candidate=0.5)
    title, summary = river_words({"RNN": RNN, "M": middle, "GRU": GRU}, True)
    assert title == (
        "Over 1 step, GRU sends 97% of a typical step through its leak, and 39% arrives; "
        "RNN has no leak, and 1 in 3.8 trillion arrives"
    )
    assert (
        "GRU: 39% arrives; 81% of what arrives never left the leak; a typical step is leak 97%, candidate 2%" in summary
    )
    assert "RNN: 1 in 3.8 trillion arrives; a typical step is recurrent 100%." in summary
    assert "powers of ten above 10⁻¹⁶" in summary
    assert "Hatched" not in summary


def test_references_stand_in_the_summary_only():
    title, summary = river_words({"GRU": GRU, "GRU (default)": RNN._replace(is_reference=True)}, False)
    assert "default" not in title
    assert "GRU (default): 1 in 3.8 trillion" in summary
    assert "The width of a stream is the gradient that is left" in summary


def test_where_nothing_flows_the_title_says_why():
    dead = run(0.0, leak=np.nan)
    assert river_words({"X": dead}, True)[0] == "X: no gradient flows back"
    broken = dead._replace(broken="the state overflows at step 65 (unit 0)")
    title, summary = river_words({"X": broken}, True)
    assert title == "X: the state overflows at step 65 (unit 0)"
    assert "X: the state overflows at step 65 (unit 0)." in summary
    assert "GRU sends" in river_words({"X": dead, "GRU": GRU}, True)[0]


def test_a_path_against_the_others_is_explained():
    assert "Hatched" in river_words({"X": run(1.0, leak=1.2, candidate=-0.2)}, True)[1]
