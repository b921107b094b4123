"""What the first chart says of its lines."""

import numpy as np
import pytest

from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.gradients.decay import decay_chart, decay_line
from tests.figures.checks import check_chart
from tests.figures.curves import falling, line


def test_title_and_summary_say_the_numbers():
    lines = [falling(0.5, 10), falling(0.99, 10, label="GRU set to hold (gate bias −4)", cell="gru")]
    chart = check_chart(decay_chart(lines))
    assert chart.title == "10 steps back, the GRU set to hold has 90% of its gradient left; the RNN has 1 part in 1,000"
    for one in lines:
        assert f"{one.label} {one.decay.verdict}" in chart.summary
    assert " Medians over 3 networks with different weights; the bands are quartiles." in chart.summary


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            [falling(1e3, 10), falling(0.5, 10, label="GRU", cell="gru")],
            "10 steps back, the RNN has 10³⁰ times its gradient; the GRU has 1 part in 1,000",
        ),
        (
            [line(1, 1e200, np.inf), line(1, 0.5, 0, label="GRU", cell="gru")],
            "2 steps back, the RNN has overflowed; the GRU has exactly nothing left",
        ),
    ],
)
def test_title_of_extremes(lines, title):
    assert check_chart(decay_chart(lines)).title == title


def test_only_references_still_have_a_title():
    assert "RNN" in check_chart(decay_chart([falling(0.5, 4, reference=True)])).title


def test_an_underflow_is_said_in_the_summary():
    chart = decay_chart([line(1, 1e-10, 1e-40, 0, dtype=np.float32)])
    assert "In this precision RNN cannot be told from zero further back." in chart.summary
    assert "cannot be told" not in decay_chart([line(1, 0)]).summary


def of(experiment, **more):
    return [
        decay_line(run.label, run.flow, is_reference=run.is_reference, **more) for run in run_experiment(experiment)
    ]


def test_cells_are_compared_from_one_step_back_where_one_reads_through_an_output_gate():
    lines = of(Experiment(cells=("gru", "lstm"), reference=False, chrono=True))
    kept = {
        one.label: np.median(run.flow.norms["state"][0] / run.flow.norms["state"][-2])
        for one, run in zip(
            lines, run_experiment(Experiment(cells=("gru", "lstm"), reference=False, chrono=True)), strict=True
        )
    }
    title = check_chart(decay_chart(lines)).title
    best, worst = sorted(kept, key=lambda label: -kept[label])
    assert title == (
        f"50 steps back, the {best} has {kept[best]:.0%} of what it had one step back; "
        f"the {worst} has {kept[worst]:.0%}"
    )
    assert "one step back" not in decay_chart(of(Experiment(cells=("rnn", "gru"), reference=False))).title
    assert "one step back" not in decay_chart(of(Experiment(cells=("lstm", "lstm_coupled"), reference=False))).title


def test_lines_that_share_their_fate_are_named_together():
    experiment = Experiment(cells=("rnn", "gru"), reference=False, seq_len=500, precision="float32", seeds=2)
    lines = of(experiment)
    assert [one.decay.kept for one in lines] == [0, 0]
    assert decay_chart(lines).title == ("500 steps back, the RNN and the GRU have underflowed to zero")
    many = [falling(0.9, 5, label=label) for label in "ABCD"]
    assert decay_chart(many).title == "5 steps back, 4 lines have 59% of their gradient left"


def test_lines_of_different_length_are_compared_at_their_first_step():
    lines = [falling(0.5, 3), falling(0.9, 5, label="GRU", cell="gru")]
    assert decay_chart(lines).title == "At the first step, the GRU has 59% of its gradient left; the RNN has 12%"


def test_what_reads_the_same_is_a_tie():
    lines = [falling(0.9, 20, label="A"), falling(0.9001, 20, label="B")]
    assert decay_chart(lines).title == "20 steps back, A and B have 12% of their gradient left"


def test_a_loss_at_every_step_is_neither_kept_nor_multiplied():
    chart = decay_chart(of(Experiment(loss="every", gain=2.0, scheme="orthogonal")))
    assert chart.title == "With a loss at every step, no profile says how far a gradient reaches"
    assert "times its gradient" not in chart.summary
    assert " is left" not in chart.summary


def test_words_follow_the_size():
    def say(*factors):
        lines = [falling(factor, 10, label=name) for name, factor in zip("AB", factors, strict=True)]
        return check_chart(decay_chart(lines)).title

    assert say(0.5, 0.25) == "10 steps back, A has 1 part in 1,000 of its gradient left; B has 1 part in 1 million"
    assert say(1.01, 0.9) == "10 steps back, A has 110% of its gradient; B has 35%"
    assert say(2.0, 1.5) == "10 steps back, A has 1,000 times its gradient; B has 58 times"


@pytest.mark.parametrize(("gain", "proven"), [(0.5, True), (0.9, True), (1.5, False)])
def test_the_bound_proves_vanishing_below_one_and_nothing_above(gain, proven):
    """σ_max(U)·max|φ'| < 1 is sufficient; an orthogonal matrix has σ_max = gain, and tanh has max|φ'| = 1."""
    lines = of(Experiment(cells=("rnn",), scheme="orthogonal", gain=gain, reference=False), bound=True)
    summary = check_chart(decay_chart(lines)).summary
    assert ("which proves vanishing" in summary) == proven
    assert ("proves nothing" in summary) == (not proven)
    assert lines[0].bound == pytest.approx(gain)
