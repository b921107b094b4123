"""What people try: charts' numbers against the networks', and hostile drawings."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.applications.balancing import balanced_chart
from gruviz.figures.applications.beliefs import belief_chart, follow_beliefs
from gruviz.figures.applications.blank_rows import blank_chart
from gruviz.figures.applications.confusion import confusion_chart, shares_of_truth
from gruviz.figures.applications.evidence import Evidence, evidence_chart
from gruviz.tasks import Wearable
from gruviz.ui.applications.digit_pad import picture_of
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart


def test_a_belief_leads_since_the_step_after_another_led():
    values = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7], [0.1, 0.9]])
    followed = follow_beliefs({"A": values, "B": values[:, ::-1]})
    assert [(run.said, run.since) for run in followed.values()] == [(1, 4), (0, 4)]
    chart = check_chart(belief_chart(followed, ("no", "yes"), truth=1))
    assert chart.title == "A names “yes” in the end; B says “no”"
    assert chart.table["p(yes)"][:5] == values[:, 1].tolist()


def test_evidence_names_the_strongest_step_and_survives_nothing():
    runs = {"A": Evidence("gru", np.array([0.0, 3.0, 1.0, 0.0])), "B": Evidence("rnn", np.zeros(4))}
    assert check_chart(evidence_chart(runs, answer="7")).title == "Step 2 mattered most, to A"


def test_confusions_are_shares_of_the_truth():
    counts = np.array([[3, 1], [0, 0]])
    np.testing.assert_array_equal(shares_of_truth(counts), [[0.75, 0.25], [np.nan, np.nan]])
    assert "75%" in check_chart(confusion_chart({"A": counts}, ("a", "b"))).title


def test_blank_rows_and_balanced_steps():
    check_chart(blank_chart({"A": ("gru", np.array([0.9, 0.2]))}, (0, 10)))
    chart = check_chart(balanced_chart({"A": ("gru", np.array([500, 100])), "B": ("rnn", np.array([7, 9]))}, 500))
    assert chart.title == "A last longest: 300 of 500 steps on average"


def test_every_window_has_its_wearer():
    task = Wearable()
    wearers = task.wearers(50)
    assert len(wearers) == task.split(50).held_out.inputs.shape[1]
    assert set(wearers) == set(task.people)


@pytest.mark.parametrize("drawn", ["0", "g" * 784, "٣" * 784, "0" * 785])
def test_a_drawing_that_is_none_is_named(drawn):
    with pytest.raises(InvalidValue, match="^drawing"):
        picture_of(drawn)


def test_from_a_notebook():
    values = np.array([[0.9, 0.1], [0.2, 0.8]])
    drawn = (
        figures.beliefs_over_time({"A": values}, ("no", "yes")),
        figures.evidence_by_step({"A": ("gru", np.array([1.0, 2.0]))}, answer="yes"),
        figures.confusion_matrices({"A": np.array([[3, 1], [0, 2]])}, ("no", "yes")),
        figures.accuracy_after_blank_rows({"A": ("gru", np.array([0.9, 0.2]))}, (0, 10)),
        figures.balanced_steps({"A": ("gru", np.array([5, 7]))}, 10),
    )
    for figure in drawn:
        assert figure.layout.meta["summary"].endswith(".")
        assert figure.data


@pytest.mark.parametrize(
    "draw",
    [
        lambda: belief_chart({}, ()),
        lambda: evidence_chart({}, answer=""),
        lambda: confusion_chart({}, ()),
        lambda: blank_chart({}, ()),
        lambda: balanced_chart({}, 10),
    ],
)
def test_nothing_to_draw_is_named(draw):
    with pytest.raises(InvalidValue, match="none"):
        draw()
