"""Tables of results and what they say, against tables made by hand."""

import pytest

from gruviz.applications import results
from gruviz.applications.results import ApplicationResult, judge, verdict
from gruviz.tasks import Forecasting, Speech, Wearable
from tests.applications.untrained import untrained


def row(name, *values, rule=False):
    return ApplicationResult(name, values, rule)


VERDICTS = {
    "one cell wins": (
        Speech(),
        [row("GRU", 0.97, 0.99, 0.98), row("LSTM", 0.95), row("RNN", 0.7), row("chance", 0.1, rule=True)],
        "GRU is best: accuracy 98%. The best of the rules, “chance”, reaches 10%.",
    ),
    "two are level, one is behind the rule": (
        Speech(),
        [row("LSTM", 0.985), row("GRU", 0.98), row("RNN", 0.5), row("without order", 0.75, rule=True)],
        "LSTM and GRU are about level and best: accuracy 98%. The best of the rules, “without order”, reaches "
        "75%, which is better than RNN.",
    ),
    "the rule wins": (
        Forecasting(),
        [row("GRU", 17.5), row("RNN", 19.0), row("ridge", 16.5, rule=True), row("last value", 22.0, rule=True)],
        "The rule “ridge” is better than every network: mean absolute error 16.5. Of the networks, GRU is best: 17.5.",
    ),
    "a seed of one does as well as the other's middle one": (
        Speech(),
        [
            row("LSTM", 0.9, 0.94, 0.99),
            row("GRU", 0.96, 0.97, 0.98),
            row("RNN", 0.6, 0.7, 0.8),
            row("without order", 0.75, rule=True),
        ],
        "LSTM and GRU are about level and best: accuracy 97%. The best of the rules, “without order”, reaches "
        "75%, which is better than RNN.",
    ),
    "the rule is as good": (
        Forecasting(),
        [row("GRU", 16.9), row("ridge", 16.8, rule=True)],
        "GRU is best: mean absolute error 16.9. The rule “ridge” is as good: 16.8.",
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_a_table_in_words_whoever_wins(name):
    task, table, words = VERDICTS[name]
    assert verdict(task, table) == words


def test_a_table_of_results_has_the_best_first_and_the_rules_last():
    models = {"a": untrained(Wearable()), "b": untrained(Wearable(), "rnn")}
    table = results.results(models)
    assert [result.is_baseline for result in table] == [False, False] + [True] * 7
    assert table[0].median >= table[1].median
    assert {r.name: r.values for r in table[:2]} == {name: tuple(judge(m).tolist()) for name, m in models.items()}
