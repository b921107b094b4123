"""Tables of results and what they say: tables made by hand, and a thousand drawn at random, with ties and rules."""

import re

import numpy as np
import pytest

from gruviz.applications import results
from gruviz.applications.results import ApplicationResult, in_short, judge, ranked, verdict
from gruviz.tasks import METRICS, Balancing, Forecasting, Language, Speech, Translation, Wearable
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


SHORT = {
    "one cell wins": "GRU 98%, best rule 10%: chance.",
    "two are level, one is behind the rule": "LSTM and GRU 98%, best rule 75%: without order.",
    "the rule wins": "The best rule wins, 16.5: ridge; best network GRU 17.5.",
    "a seed of one does as well as the other's middle one": "LSTM and GRU 97%, best rule 75%: without order.",
    "the rule is as good": "GRU 16.9, no better than the best rule, 16.8: ridge.",
}


@pytest.mark.parametrize("name", SHORT)
def test_a_table_in_one_sentence_says_who_wins_as_the_long_one_does(name):
    task, table, _ = VERDICTS[name]
    assert in_short(task, table) == SHORT[name]


def test_a_table_of_results_has_the_best_first_and_the_rules_last():
    models = {"a": untrained(Wearable()), "b": untrained(Wearable(), "rnn")}
    table = results.results(models)
    assert [result.is_baseline for result in table] == [False, False] + [True] * 7
    assert table[0].median >= table[1].median
    assert {r.name: r.values for r in table[:2]} == {name: tuple(judge(m).tolist()) for name, m in models.items()}


TASKS = (Speech(), Translation(), Balancing(), Forecasting(), Language("abcdefghij" * 500))
NETWORKS, RULES = ("RNN", "GRU", "LSTM", "without memory"), ("nearest neighbour", "ridge", "5-gram")
HEAD = r"(?P<best>[\w ,]+?) (?:is|are about level and) best: "
FORMS = (
    (rf"The rule “(?P<rule>.+)” is better than every network: (?P<metric>[a-z ]+) (?P<reached>\S+)\. "
     rf"Of the networks, {HEAD}(?P<value>\S+)\.", "rule"),
    (rf"{HEAD}(?P<metric>[a-z ]+) (?P<value>\S+)\. The rule “(?P<rule>.+)” is as good: (?P<reached>\S+)\.", "tie"),
    (rf"{HEAD}(?P<metric>[a-z ]+) (?P<value>\S+)\. The best of the rules, “(?P<rule>.+)”, reaches (?P<reached>[^ ,]+)"
     r"(?:, which is better than (?P<behind>[\w ,]+))?\.", "network"),
)  # fmt: skip


def drawn(seed):
    """A task, what each network has reached with every seed, and what the rules reach; often close, sometimes equal."""
    rng = np.random.default_rng(seed)
    task = TASKS[seed % len(TASKS)]
    scale = {"steps balanced": 500, "mean absolute error": 20, "bits per character": 3}.get(task.metric, 1)
    middle, spread, noise = rng.uniform(0.1, 0.9), rng.choice([0, 0.005, 0.02, 0.2]), rng.choice([0, 0.004, 0.05])
    networks, count = rng.permutation(NETWORKS)[: rng.integers(1, 5)], rng.integers(1, 6)

    def value(around):
        return round(float(np.clip(around, 0.02, 1)) * scale, 4)

    centres = {name: middle + spread * rng.standard_normal() for name in networks}
    measured = {n: [value(c + noise * rng.standard_normal()) for _ in range(count)] for n, c in centres.items()}
    rules = {name: value(middle + spread * rng.standard_normal()) for name in RULES[: rng.integers(1, 4)]}
    return task, measured, rules


def names(text):
    return re.split(r", | and ", text)


@pytest.mark.parametrize("start", range(0, 1000, 100))
def test_every_word_of_a_headline_follows_its_numbers(start):
    kinds = set()
    for seed in range(start, start + 100):
        task, measured, rules = drawn(seed)
        words = verdict(task, ranked(task, measured, rules))
        found = [(match, kind) for form, kind in FORMS if (match := re.fullmatch(form, words))]
        assert len(found) == 1, words
        match, kind = found[0]
        kinds.add(kind)
        metric = METRICS[task.metric]
        assert match["metric"] == task.metric
        worth = 1 if metric.higher_is_better else -1
        medians = {name: float(np.median(values)) for name, values in measured.items()}
        best = max(worth * value for value in medians.values())
        best_rule = max(worth * value for value in rules.values())
        within = 0.01 if metric.is_share else 0.01 * abs(best)
        assert worth * rules[match["rule"]] == best_rule, "the best rule is the best that is listed"
        assert match["reached"] == metric.words(rules[match["rule"]])
        assert match["value"] == metric.words(worth * best)
        for name, value in medians.items():
            reaches = min(measured[name]) <= worth * best <= max(measured[name])
            assert (name in names(match["best"])) == (best - worth * value <= within or reaches), words
        if kind == "tie":
            assert abs(best_rule - best) <= within
        elif kind == "rule":
            assert best_rule > best + within
        else:
            assert best_rule < best - within
            for name in names(match["behind"] or "nobody"):
                assert name == "nobody" or worth * medians[name] < best_rule, words
            for name, value in medians.items():
                far = 0.01 if metric.is_share else 0.01 * abs(value)
                touches = min(measured[name]) <= worth * best_rule <= max(measured[name])
                clearly = worth * value < best_rule - far and not touches
                if clearly:
                    assert name in names(match["behind"]), words
    assert kinds == {"rule", "tie", "network"}
