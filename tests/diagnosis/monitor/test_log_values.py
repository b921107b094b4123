import math
from dataclasses import replace

import pytest

from gruviz.diagnosis.monitor.history import LayerLook, Look
from gruviz.diagnosis.monitor.log_values import bad_values, log_values
from gruviz.diagnosis.monitor.not_finite import NotFinite
from gruviz.diagnosis.numbers import LayerNumbers

from ..made import layer_run
from .nets import net, train

BAD = NotFinite(2, "weight", "rnn.weight_hh_l0")


def layer(**more):
    run = layer_run(**more)
    return LayerLook.of(run, LayerNumbers.of(run))


def test_everything_is_a_plain_float_under_a_path():
    values = log_values(Look(50, (layer(name="enc.rnn", layer=1, layers=2),), 0.5, 0.25))
    assert {type(value) for value in values.values()} == {float}
    assert values["gruviz/clipped_share"] == 0.5
    assert values["gruviz/clipping_factor"] == 0.25
    assert values["gruviz/enc.rnn/layer 2/horizon"] == 6.0
    assert all(name.startswith("gruviz/") for name in values)


@pytest.mark.parametrize(
    ("look", "bad", "line"),
    [
        (Look(1, (layer(),), 0.0, 1.0), None, "update: rnn hears 6 of 6 steps back"),
        (
            Look(50, (layer(), layer(name="b", gradient=False)), 0.5, 0.25),
            None,
            "updates: rnn hears 6 of 6 steps back; b gets no gradient; gradient clipped at 50% of the updates, to 25%",
        ),
        (
            Look(4, tuple(layer(name=name) for name in "abcdef"), math.nan, 1.0),
            BAD,
            "updates: " + "; ".join(f"{name} hears 6 of 6 steps back" for name in "abcd") + "; 2 more layers; "
            "not finite since update 2",
        ),
        (
            Look(2, (layer(),), 0.0, 1.0),
            BAD,
            "updates: rnn hears 6 of 6 steps back; the weight rnn.weight_hh_l0 is not finite",
        ),
    ],
)
def test_it_prints_as_one_readable_line(look, bad, line):
    assert str(log_values(look, bad)) == line


def test_steps_are_out_of_those_that_the_gradient_can_be_followed():
    run = replace(layer_run(T=9, B=3), lengths=(9, 4, 4))
    (line,) = [str(log_values(Look(1, (LayerLook.of(run, LayerNumbers.of(run)),), 0.0, 1.0)))]
    assert line == "update: rnn hears 4 of 4 steps back"


def test_what_broke_can_be_said_alone():
    values = bad_values(BAD)
    assert values == {"gruviz/not_finite_since_step": 2.0}
    assert str(values) == "updates: the weight rnn.weight_hh_l0 is not finite"


def test_print_is_a_log(capsys):
    train(net(), 2, every=2, log=print)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("1 update: body.rnn hears ")
    assert second.startswith("2 updates: body.rnn hears ")
