"""The charts of a report say what its numbers say."""

from types import SimpleNamespace

import numpy as np
import pytest

from gruviz.diagnosis.findings.growing_state import growth_of
from gruviz.diagnosis.report.charts import Charts, charts_of
from gruviz.diagnosis.report.report import Report
from gruviz.figures.diagnosis.units import UnitCounts, units_chart
from tests.diagnosis.layers import biased, noise, run_of
from tests.diagnosis.made import layer_run
from tests.figures.checks import check_axes, check_chart, check_log_ink, curves, numbers


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_every_chart_of_two_layers(cell):
    runs = tuple(layer_run(cell, layer=i, layers=2) for i in range(2))
    charts = charts_of(Report(runs, ()))
    assert set(charts) == {"decay", "truncation", "states", "units"} | ({"gates"} if cell != "rnn" else set())
    for chart in charts.values():
        check_axes(chart.figure)
        check_log_ink(chart.figure)
        assert len({len(column) for column in chart.table.values()}) == 1
    drawn = curves(charts["decay"].figure)
    assert list(drawn) == [run.title for run in runs]
    assert len({curve.line.color for curve in drawn.values()}) == 2


@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_the_gradient_is_drawn_at_the_steps_that_it_reaches(cell):
    """An LSTM's is counted from one step before the loss, and nothing is drawn at the loss itself."""
    run = layer_run(cell)
    chart = charts_of(Report((run,), ()))["decay"]
    [curve] = curves(chart.figure).values()
    norms, first = run.flow.norms["state"][:, 0], int(cell == "lstm")
    expected = np.median(norms / norms[-1 - first], axis=1)
    drawn = dict(zip(numbers(curve.x), numbers(curve.y), strict=True))
    for lag in range(first, 7):
        np.testing.assert_allclose(drawn[lag], expected[6 - lag], rtol=1e-12)
    assert np.isnan(drawn[0]) == (cell == "lstm")
    assert ("one step before the loss" in chart.summary) == (cell == "lstm")


def test_a_state_that_keeps_growing_is_drawn_beyond_the_sequences():
    run = run_of(biased("lstm", f=12.0, i=12.0, g=1.0), noise(20))
    report = Report.of([run])
    assert "growing_state" in {finding.key for finding in report.findings}
    figure = report.charts["states"].figure
    seen, beyond = (trace for trace in figure.data if trace.mode != "markers")
    assert (seen.x[0], seen.x[-1], beyond.x[0], beyond.x[-1]) == (1, 20, 20, 40)
    assert beyond.line.dash == "dash"
    assert beyond.y[-1] == pytest.approx(growth_of(run, "c").twice)


def test_without_a_gradient_there_is_no_chart_of_one():
    charts = charts_of(Report((layer_run(gradient=False),), ()))
    assert set(charts) == {"gates", "states", "units"}
    assert not charts_of(Report((), ()))


def test_a_chart_is_made_when_it_is_asked_for_and_once():
    made = []
    charts = Charts({"units": lambda: made.append(1) or units_chart([UnitCounts("a", 1, 0, 0)]), "none": lambda: None})
    assert not made
    assert charts["units"] is charts["units"]
    assert made == [1]
    assert list(charts) == ["units"]
    assert len(charts) == 1
    with pytest.raises(KeyError, match="none"):
        charts["none"]


def test_a_training_is_drawn_as_it_was_seen():
    looked = [
        SimpleNamespace(step=step, clipped=0.5, layers=[SimpleNamespace(title="rnn", horizon=step, seq_len=6)])
        for step in (1, 3)
    ]
    chart = check_chart(charts_of(Report((layer_run(),), (), history=looked))["training"])
    assert numbers(curves(chart.figure)["rnn"].y).tolist() == [1, 3]


def test_a_state_that_overflows_is_drawn():
    with np.errstate(all="ignore"):
        charts = charts_of(Report((layer_run("irnn", scale=1e160, T=9),), ()))
    assert "the state of rnn is no number" in check_chart(charts["states"]).title
    assert check_chart(charts["decay"]).title.startswith("rnn has no gradient: the state overflows at step")
