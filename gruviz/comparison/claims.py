"""What the text claims, held against the evidence: a verdict in words, computed from numbers."""

from collections.abc import Sequence
from typing import NamedTuple

from gruviz.comparison.costs import Costs, Structure
from gruviz.comparison.memory import Carry, Memory, best_start, library_start
from gruviz.comparison.published import ABOUT_EQUAL, PublishedResult, Tally
from gruviz.comparison.scoreboard import Scoreboard, tasks_solved
from gruviz.comparison.speed import Round, SpeedConfig, lstm_over_gru, range_words
from gruviz.validation import InvalidValue
from gruviz.wording import listed, share, signed, steps

HOLDS, PARTLY, FAILS, OPEN = "holds", "holds partly", "does not hold here", "not measured yet"

CLEARLY = 2.0
"""How many times longer a half-life has to be to count as longer."""
NOISY = 0.25
"""Distance between the quartiles, relative to the median, from which a measurement counts as disturbed."""


class Verdict(NamedTuple):
    """Whether a claim holds, and why: a clause that follows "because"."""

    word: str
    because: str


def fewer_parameters(gru: Costs, lstm: Costs, same_budget: Costs) -> Verdict:
    """A GRU has fewer parameters than an LSTM; `same_budget` is the GRU with as many as the LSTM."""
    return Verdict(
        HOLDS if gru.parameters < lstm.parameters else FAILS,
        f"at {lstm.hidden_size:,} hidden units a GRU has {gru.parameters:,} parameters, an LSTM {lstm.parameters:,} "
        f"({share(gru.parameters / lstm.parameters)}); the LSTM's number buys a GRU of {same_budget.hidden_size:,}",
    )


def less_computation(gru: Costs, lstm: Costs) -> Verdict:
    """A GRU computes less in a step than an LSTM, and keeps less for the backward pass."""
    return Verdict(
        _word([gru.multiply_adds < lstm.multiply_adds, gru.kept < lstm.kept]),
        f"a step of a GRU takes {gru.multiply_adds:,} multiply-accumulates, one of an LSTM {lstm.multiply_adds:,} "
        f"({share(gru.multiply_adds / lstm.multiply_adds)}); kept for the backward pass are {gru.kept:,} numbers "
        f"and {lstm.kept:,} ({share(gru.kept / lstm.kept)})",
    )


def faster_training(config: SpeedConfig, rounds: Sequence[Round]) -> Verdict:
    """A GRU trains faster than an LSTM, on this machine, in PyTorch; the sentence adds our engine.

    Faster or slower is what the quartiles agree on.
    """
    ratios = lstm_over_gru(config, rounds, is_module=True)
    if not ratios:
        return Verdict(OPEN, "nothing has been measured with these settings on this machine")
    faster = [size for size, ratio in ratios.items() if ratio.lower > 1]
    slower = [size for size, ratio in ratios.items() if ratio.upper < 1]
    because = f"in PyTorch a training step of nn.LSTM takes {range_words(ratios)} times as long as one of nn.GRU"
    if {"gru", "lstm"} <= set(config.cells):
        ours = range_words(lstm_over_gru(config, rounds, is_module=False))
        because += f", and in our engine, where both are written alike, {ours} times"
    widest = max(ratio.width for ratio in ratios.values())
    if widest > NOISY:
        because += f"; the quartiles lie up to {widest:.0%} apart, so something else was using the machine"
    elif len(faster) + len(slower) < len(ratios):
        because += "; where the quartiles are on both sides of 1 there is no difference to be seen"
    return Verdict(_word([size in faster for size in ratios]), because)


def simpler(gru: Structure, lstm: Structure) -> Verdict:
    """A GRU is simpler than an LSTM: fewer gates, equations and states."""
    parts = {"gates": "gates", "equations": "equations", "states": "state vectors"}
    pairs = {words: (getattr(gru, name), getattr(lstm, name)) for name, words in parts.items()}
    comparison = listed([f"{one} instead of {other} {words}" for words, (one, other) in pairs.items()])
    return Verdict(_word([one < other for one, other in pairs.values()]), f"a GRU has {comparison}")


def as_good(results: Sequence[PublishedResult], board: Scoreboard) -> Verdict:
    """A GRU does as well as an LSTM or better: on every published benchmark, on some, on none.

    The sentence adds our own trainings, which do not count towards the verdict.
    """
    better, equal, worse = Tally.of(results, "gru")
    because = (
        f"of {better + equal + worse} published benchmarks the GRU is better on {better}, worse on {worse} and within "
        f"{ABOUT_EQUAL:.0%} on {equal}"
    )
    if worse:
        worst = min(results, key=lambda result: result.lead("gru"))
        because += f"; the largest loss is {-worst.lead('gru'):.0%}, on {worst.benchmark}"
    tasks = len({score.task for score in board.scores})
    gru, lstm = (tasks_solved(board, cell) for cell in ("gru", "lstm"))
    because += (
        f"; in our own trainings, each from its best start, the GRU solved {gru} of {tasks} synthetic tasks "
        f"and the LSTM {lstm}"
    )
    return Verdict(HOLDS if not worse else PARTLY if better or equal else FAILS, because)


def long_memory(starts: list[Memory]) -> Verdict:
    """A GRU remembers over a longer time than an RNN: as a library starts both, and from the best start of each."""
    libraries = [library_start(starts, cell) for cell in ("rnn", "gru")]
    best = [best_start(starts, cell) for cell in ("rnn", "gru")]
    longer = [gru.half_life.median >= CLEARLY * rnn.half_life.median for rnn, gru in (libraries, best)]
    rnn, gru, best_rnn, best_gru = (f"{one.words('half_life')} for the {one.label}" for one in (*libraries, *best))
    return Verdict(
        _word(longer),
        f"the gradient's half-life is {rnn} and {gru}, as a library starts them; from the best start of each it is "
        f"{best_rnn} and {best_gru}",
    )


def carry_and_write(carry: Carry) -> Verdict:
    """The update gate weighs carrying against writing: no bias is best for both."""
    near, far = 1, carry.norms.shape[1] // 2
    if far <= near:
        raise InvalidValue("seq_len", carry.norms.shape[1], "at least 4 steps")
    near_bias, far_bias = carry.best_bias(near), carry.best_bias(far)
    lost_near = carry.at(far_bias, near) / carry.at(near_bias, near)
    lost_far = carry.at(near_bias, far) / carry.at(far_bias, far)
    return Verdict(
        HOLDS if far_bias < near_bias else FAILS,
        f"an input 1 step back counts most with b_z = {signed(near_bias)}, one {steps(far)} back with "
        f"{signed(far_bias)}; set for the far one, {share(lost_near)} of the near one is left, set for the near one, "
        f"{share(lost_far)} of the far one",
    )


def _word(parts: Sequence[bool]) -> str:
    return HOLDS if all(parts) else PARTLY if any(parts) else FAILS
