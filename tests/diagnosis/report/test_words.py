"""Sentences of a report, from what was run."""

from gruviz.diagnosis.report.report import Report
from gruviz.diagnosis.report.words import context, harmless, headline
from tests.diagnosis.made import finding, layer_run


def test_what_was_looked_at_is_counted():
    runs = tuple(layer_run(layer=i, layers=2) for i in range(2))
    assert context(Report(runs, (), loss=3.25)) == "2 GRU layers over 6 steps of 3 sequences; the loss is 3.25."
    assert context(Report((), ())) == "No recurrent layer was run."


def test_layers_of_two_kinds_and_directions():
    runs = (*(layer_run("lstm", direction=d, directions=2) for d in range(2)), layer_run("gru", name="other"))
    assert context(Report(runs, ())) == (
        "1 GRU layer and 1 LSTM layer, in both directions, over 6 steps of 3 sequences."
    )


def test_a_layer_is_named_once():
    assert headline(finding(title="The rnn hears 2 steps.", layer="rnn")) == "The rnn hears 2 steps."
    assert headline(finding(title="Layer 1 of rnn (backward) hears.", layer="layer 1 of rnn, backward")).endswith(
        "hears."
    )
    assert headline(finding(title="It hears 2 steps.", layer="layer 2 of rnn")) == "It hears 2 steps. (layer 2 of rnn)"


def test_a_loss_that_is_no_number_and_a_gru_of_pytorch():
    assert context(Report((layer_run("gru_reset_after"),), (), loss=float("nan"))) == (
        "1 GRU layer over 6 steps of 3 sequences; the loss is no number."
    )


def test_a_name_opens_no_tag():
    assert harmless("<b>\x1brnn") == "‹b›�rnn"
