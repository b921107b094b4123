import pytest

from gruviz import GruvizError
from gruviz.diagnosis.monitor.watch import watch

from .nets import net, train


def test_the_report_is_about_the_whole_training():
    monitor = train(net(layers=2), 5, every=1)
    report = monitor.report()
    assert report.title == "Net"
    assert [look.step for look in report.history] == [1, 2, 3, 4, 5]
    assert [run.title for run in report.runs] == ["layer 1 of body.rnn", "layer 2 of body.rnn"]
    assert "update 5" in str(report).replace("\n   ", " ")
    assert {"layer 1 of body.rnn", "layer 2 of body.rnn"} <= {line.name for line in monitor.figure().data}


def test_a_report_before_any_step_is_refused_in_words():
    with pytest.raises(GruvizError, match="No update was looked at yet"):
        watch(net()).report()
    model = net().eval()
    with pytest.raises(GruvizError, match="2 updates passed, but no recurrent layer ran in training mode"):
        train(model, 2, every=1).report()


def test_it_is_told_against_the_lag_that_is_known():
    monitor = train(net(), 2, every=1)
    short = "Your sequences have 6 steps, and the answer lies 9 steps back"
    assert not any(short in found.title for found in monitor.report().findings)
    assert any(short in found.title for found in monitor.report(lag=9).findings)
    with pytest.raises(GruvizError, match="lag"):
        monitor.report(lag=0)
