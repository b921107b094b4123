"""The map of verdicts."""

from collections import Counter

import numpy as np
from hypothesis import given

from gruviz.engine.verdicts import REGIMES
from gruviz.figures.maps.verdict import LOOKS, does, verdict_map, verdict_map_chart
from tests.figures.checks import check_chart, contrast, curves
from tests.figures.maps.sweeps import SHAPE, regimes, sweep_of


def test_every_regime_has_a_look_of_its_own():
    assert set(LOOKS) == set(REGIMES)
    assert len({look.letter for look in LOOKS.values()}) == len(REGIMES)


def test_squares_letters_and_words():
    places = np.full(SHAPE, float(REGIMES.index("holds")))
    places[0, 0], places[1, 1], places[2, 3] = REGIMES.index("explodes"), REGIMES.index("zero"), np.nan
    chart = check_chart(verdict_map_chart(sweep_of(places, "verdict")))
    assert (
        chart.title
        == "First symbol, then noise, GRU, gain 0.5 to 4, gate bias −8 to 2: the gradient holds at 9 of 11 settings"
    )
    assert "it holds at 9, is exactly zero at 1 and explodes at 1 of 11 settings." in chart.summary
    letters = curves(chart.figure)
    assert list(letters["E: explodes"].text) == ["E"]
    assert (letters["E: explodes"].x[0], letters["E: explodes"].y[0]) == (0.5, -8.0)
    for name, trace in letters.items():
        if trace.textfont.color:
            ink = {"#000000": "#000000", "#ffffff": "#ffffff"}[trace.textfont.color]
            assert contrast(ink, trace.marker.color) >= 4.5, name
    assert chart.table["verdict"][0] == "explodes"
    assert verdict_map(sweep_of(places, "verdict"), theme="dark").layout.meta["summary"] == chart.summary


@given(places=regimes)
def test_the_words_count(places):
    chart = verdict_map_chart(sweep_of(places, "verdict"))
    counts = Counter(does(REGIMES[int(one)]) for one in places.ravel() if one == one)
    for words, count in counts.items():
        assert f"{words} at {count}" in chart.summary
    if not counts:
        assert chart.title.endswith("nothing is measured yet")
        return
    assert any(
        f"the gradient {words} at {count} of {sum(counts.values())}" in chart.title
        for words, count in counts.items()
        if count == max(counts.values())
    )
