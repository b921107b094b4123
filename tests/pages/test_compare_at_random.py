"""Claims under random settings, extremes included: every word of a verdict against numbers computed once more here."""

import math
import re

import numpy as np
import pytest

from gruviz import gradient_flow, record
from gruviz.comparison.claims import AGAIN, FAILS, HOLDS, PARTLY, UNDECIDED, faster_training
from gruviz.comparison.memory import BIASES, GROWTH_LIMIT, STARTS, TUNING
from gruviz.comparison.speed import Round, SpeedConfig
from gruviz.engine.initialisation import init_weights
from gruviz.experiments.settings import Experiment
from gruviz.ui.compare.claims import CLAIMS
from gruviz.ui.compare.controls import TABLE

NUMBER = r"(?<![\w.])−?\d[\d,]*(?:\.\d+)?"


def numbers(text):
    """Every number of a text, in its order."""
    return [float(found.replace(",", "").replace("−", "-")) for found in re.findall(NUMBER, text)]


def drawn_values(rng, **limits):
    """Values of the page, each control anywhere in its range and often at an end of it."""
    values = dict(TABLE.defaults)
    for name in ("input_size", "units", "layers", "seq_len", "hidden_size", "seeds", "seed"):
        control = TABLE.row(name)
        low, high = int(control.low), int(limits.get(name, control.high))
        step = int(getattr(control, "step", 1))
        anywhere = low + step * int(rng.integers(0, (high - low) // step + 1))
        values[name] = [low, high, anywhere, anywhere][rng.integers(4)]
    values["biases"] = ["one", "two"][rng.integers(2)]
    return values


def parameters(k, D, H, values):
    """k blocks of W, U and one or two biases; layers above the first read H numbers."""
    biases = 1 if values["biases"] == "one" else 2
    return k * (H * D + H * H + biases * H) + (values["layers"] - 1) * k * (2 * H * H + biases * H)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_counted(seed):
    rng = np.random.default_rng(seed)
    for _ in range(100):
        values = drawn_values(rng)
        D, H, layers = (values[name] for name in ("input_size", "units", "layers"))
        gru, lstm = parameters(3, D, H, values), parameters(4, D, H, values)
        word, because, more = CLAIMS["parameters"].verdict(values)
        assert word == HOLDS, "three blocks of four, whatever the sizes"
        (units, few, share, many), [bought] = numbers(because), numbers(more)
        assert (units, few, many) == (H, gru, lstm)
        assert share == pytest.approx(100 * gru / lstm, abs=0.51)
        off = [abs(parameters(3, D, max(1, int(bought) + one), values) - lstm) for one in (-1, 0, 1)]
        assert off[1] == min(off), "no other size is nearer to the budget"
        assert ("1 hidden unit " in because) == (H == 1)

        word, because, more = CLAIMS["computation"].verdict(values)
        assert word == HOLDS
        products = [k * H * (D + H) + (layers - 1) * k * 2 * H * H for k in (3, 4)]
        kept = [D + layers * k * H for k in (6, 7)]
        told = numbers(f"{because} {more}")
        assert [told[0], told[2], told[3], told[5]] == [*products, *kept]
        assert told[1] == pytest.approx(75, abs=0.51)
        assert told[4] == pytest.approx(100 * kept[0] / kept[1], abs=0.51)


def test_what_is_measured_in_seconds():
    rng = np.random.default_rng(4)
    seen = set()
    for _ in range(300):
        sizes = [int(size) for size in rng.choice([16, 32, 64, 128], rng.integers(1, 4), replace=False)]
        config = SpeedConfig(cells=("gru", "lstm"), hidden_sizes=tuple(sizes))
        middles = np.exp(rng.normal(0, 0.6, len(sizes)))
        scatter = float(rng.choice([0.0, 0.02, 0.2, 1.0]))
        ratios = {size: m * np.exp(scatter * rng.standard_normal(15)) for size, m in zip(sizes, middles, strict=True)}
        rounds = [Round(size, True, (1, 2, 2 * r, 3, 3 * r)) for size in sizes for r in ratios[size]]
        verdict = faster_training(config, rounds)
        quartiles = {size: np.sort(values)[[3, 7, 11]] for size, values in ratios.items()}
        open_ones = [s for s, (low, mid, high) in quartiles.items() if high / low >= max(mid, 1 / mid)]
        faster = {bool(mid > 1) for s, (_, mid, _) in quartiles.items() if s not in open_ones}
        expected = PARTLY if len(faster) == 2 else AGAIN if open_ones else HOLDS if True in faster else FAILS
        assert verdict.word == expected
        named = re.search(r"At (.*) the measurements scatter", verdict.more)
        assert sorted(map(int, re.findall(r"\d+", named[1]))) == sorted(open_ones) if named else not open_ones
        medians = [float(np.median(values)) for values in ratios.values()]
        first = numbers(verdict.because)[0]
        assert first == pytest.approx(min(medians), rel=0.06)
        seen.add(verdict.word)
    assert seen == {HOLDS, PARTLY, FAILS, AGAIN}


def half_lives(values, cell, start, seed):
    """Of each network, by walking back from one step before the loss; and the largest growth on the way."""
    settings = {name: values[name] for name in ("seq_len", "hidden_size", "seeds")}
    base = Experiment(cells=(cell,), reference=False, seed=seed, **settings, **start)
    weights = init_weights(
        cell,
        input_size=8,
        hidden_size=values["hidden_size"],
        seeds=values["seeds"],
        seed=seed,
        **base.weight_settings(cell),
    )
    gradients = gradient_flow(record(cell, weights, base.make_inputs())).gradients
    lives, growth = [], []
    for e in range(values["seeds"]):
        sizes = [float(np.linalg.norm(gradients[t, e])) for t in range(values["seq_len"] - 1, -1, -1)]
        k = next((k for k, size in enumerate(sizes) if size <= sizes[0] / 2), None)
        between = 0.0 if k is None else math.log(sizes[0] / 2 / sizes[k]) / math.log(sizes[k - 1] / sizes[k])
        lives.append(len(sizes) - 1.0 if k is None else k - between)
        growth.append(max(sizes) / sizes[0])
    return lives, growth


def quartile(values, which):
    return np.quantile(values, which, method="averaged_inverted_cdf")


def chosen(values, cell):
    """The best start by the rule of the page, on the networks on which it is chosen."""
    tuning = (values["seed"] + TUNING) % 2**31
    best, longest = None, None
    gated = cell == "gru"
    for start in STARTS:
        alone = Experiment(cells=(cell,), reference=False, seq_len=values["seq_len"], **start)
        if (start and not alone.weight_settings(cell)) or (gated and start.get("gain", 1) != 1):
            continue
        lives, growth = half_lives(values, cell, start, tuning)
        rank = quartile(lives, 0.5), quartile(lives, 0.25), -quartile(growth, 0.75)
        if -rank[2] <= GROWTH_LIMIT and (longest is None or rank > longest):
            best, longest = start, rank
    return best


def rounded(steps):
    """As a number of steps is written."""
    return float(f"{steps:.0f}" if steps >= 10 else f"{steps:.1f}")


@pytest.mark.parametrize("seed", range(3))
def test_what_is_followed_back(seed):
    rng = np.random.default_rng(seed)
    for _ in range(6):
        values = drawn_values(rng, seq_len=60, hidden_size=12, seeds=5)
        reach = values["seq_len"] - 1
        fresh = [quartile(half_lives(values, cell, {}, values["seed"])[0], 0.5) for cell in ("rnn", "gru")]
        starts = [chosen(values, cell) or {} for cell in ("rnn", "gru")]
        best = [
            quartile(half_lives(values, cell, start, values["seed"])[0], 0.5)
            for cell, start in zip(("rnn", "gru"), starts, strict=True)
        ]
        longer = [gru >= 2 * rnn or (None if gru >= reach > rnn else False) for rnn, gru in (fresh, best)]
        expected = UNDECIDED if None in longer else {0: FAILS, 1: PARTLY, 2: HOLDS}[sum(longer)]
        word, because, _ = CLAIMS["memory"].verdict(values)
        assert word == expected, (values, fresh, best)
        told = re.findall(r"([\d.,]+) steps?( or more)? in the (RNN|GRU)", because)
        assert [float(steps) for steps, _, _ in told] == pytest.approx([rounded(one) for one in (*fresh, *best)])
        assert [bool(more) for _, more, _ in told] == [one >= reach for one in (*fresh, *best)]
        assert [cell for _, _, cell in told] == ["RNN", "GRU"] * 2


@pytest.mark.parametrize("seed", range(2))
def test_what_is_carried_and_written(seed):
    rng = np.random.default_rng(seed)
    for _ in range(4):
        values = drawn_values(rng, seq_len=60, hidden_size=12, seeds=5)
        norms = []
        base = Experiment(
            cells=("gru",), reference=False, **{n: values[n] for n in ("seq_len", "hidden_size", "seeds", "seed")}
        )
        for bias in BIASES:
            size = {"input_size": 8, "hidden_size": values["hidden_size"], "seeds": values["seeds"]}
            weights = init_weights("gru", seed=values["seed"], update_bias=bias, **size)
            back = gradient_flow(record("gru", weights, base.make_inputs())).input_norms[::-1, :, 0]
            norms.append(np.median(back, axis=1))
        norms, far = np.array(norms), values["seq_len"] // 2
        near_best, far_best = (BIASES[int(norms[:, lag].argmax())] for lag in (1, far))
        word, because, _ = CLAIMS["carry"].verdict(values)
        assert word == (HOLDS if far_best < near_best else FAILS)
        lag, near, steps, away = numbers(because)[:4]
        assert (lag, near, steps, away) == (1, near_best, far, far_best)
