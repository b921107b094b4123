"""What the text claims, held against the evidence: a verdict in words, computed from numbers."""

from collections.abc import Sequence
from typing import NamedTuple

from gruviz.comparison.costs import Costs, Structure
from gruviz.comparison.memory import Carry, Memory, best_start, default_start
from gruviz.comparison.published import ABOUT_EQUAL, WITH, WITHOUT, PublishedResult, Tally, learned
from gruviz.comparison.scoreboard import Scoreboard, tasks_solved
from gruviz.comparison.selection import Selection
from gruviz.comparison.speed import Round, SpeedConfig, lstm_over_gru, range_words
from gruviz.engine.cells import find_cell
from gruviz.validation import InvalidValue
from gruviz.wording import counted, listed, share, signed, steps

HOLDS, PARTLY, FAILS, OPEN = "holds", "holds partly", "does not hold here", "not measured yet"
UNDECIDED, AGAIN = "undecided", "undecided, measure again"

CLEARLY = 2.0
"""How many times longer a half-life has to be to count as longer."""
NOISY = 0.25
"""Distance between the quartiles, relative to the median, from which a measurement counts as disturbed."""


class Verdict(NamedTuple):
    """Whether a claim holds, and why.

    Args:
        word: One of the words above.
        because: A plain sentence with the numbers that decide it.
        more: Further sentences, of what else one should know.
    """

    word: str
    because: str
    more: str = ""


def fewer_parameters(gru: Costs, lstm: Costs, same_budget: Costs) -> Verdict:
    """A GRU has fewer parameters than an LSTM; `same_budget` is the GRU with as many as the LSTM."""
    return Verdict(
        HOLDS if gru.parameters < lstm.parameters else FAILS,
        f"With {counted(lstm.hidden_size, 'hidden unit')} a GRU has {gru.parameters:,} parameters, "
        f"{share(gru.parameters / lstm.parameters)} of an LSTM's {lstm.parameters:,}.",
        f"As many parameters as the LSTM has would make a GRU of {counted(same_budget.hidden_size, 'unit')}.",
    )


def less_computation(gru: Costs, lstm: Costs) -> Verdict:
    """A GRU computes less in a step than an LSTM, and keeps less for the backward pass."""
    return Verdict(
        _word([gru.multiply_adds < lstm.multiply_adds, gru.kept < lstm.kept]),
        f"Each step costs a GRU {gru.multiply_adds:,} multiplications, "
        f"{share(gru.multiply_adds / lstm.multiply_adds)} of an LSTM's {lstm.multiply_adds:,}.",
        f"For the backward pass it stores {gru.kept:,} numbers a step, {share(gru.kept / lstm.kept)} of the LSTM's "
        f"{lstm.kept:,}.",
    )


def faster_training(config: SpeedConfig, rounds: Sequence[Round]) -> Verdict:
    """A GRU trains faster than an LSTM, on this machine, in PyTorch; the sentence adds our engine.

    Faster or slower is what the quartiles agree on; where they do not at some size, nothing is decided.
    """
    ratios = lstm_over_gru(config, rounds, is_module=True)
    if not ratios:
        return Verdict(OPEN, "Nothing has been measured with these settings here.")
    more = []
    if {"gru", "lstm"} <= set(config.cells):
        ours = range_words(lstm_over_gru(config, rounds, is_module=False))
        more.append(f"In our engine, where both are written alike, it needs {ours} times.")
    unclear = [size for size, ratio in ratios.items() if ratio.is_unclear]
    if unclear:
        sizes = listed([f"H = {size}" for size in unclear])
        more.append(f"At {sizes} the measurements scatter more than the two differ.")
    if max(ratio.width for ratio in ratios.values()) > NOISY:
        more.append("They scatter widely, probably because other programs were running.")
    faster = [ratio.median > 1 for ratio in ratios.values() if not ratio.is_unclear]
    is_open = unclear and len(set(faster)) < 2
    because = f"Measured here, PyTorch's LSTM needs {range_words(ratios)} times its GRU's time for a training step."
    return Verdict(AGAIN if is_open else _word(faster), because, " ".join(more))


def simpler(gru: Structure, lstm: Structure) -> Verdict:
    """A GRU is simpler than an LSTM: fewer gates, equations and states."""
    parts = {"gates": "gate", "equations": "equation", "states": "state vector"}
    pairs = [(getattr(gru, name), getattr(lstm, name)) for name in parts]
    counts = listed([counted(one, words) for (one, _), words in zip(pairs, parts.values(), strict=True)])
    others = listed([str(other) for _, other in pairs])
    return Verdict(_word([one < other for one, other in pairs]), f"A GRU has {counts}, an LSTM {others}.")


def as_good(results: Sequence[PublishedResult], board: Scoreboard) -> Verdict:
    """A GRU does as well as an LSTM or better on several benchmarks, that is on more than half of them.

    A benchmark that neither learned counts for nobody. The sentence adds our own trainings, which do not count towards
    the verdict.
    """
    known = [result for result in results if learned(result, ("gru", "lstm"))]
    better, equal, worse = Tally.of(known, "gru")
    because = (
        f"Of {better + equal + worse} published benchmarks the GRU is better on {better}, within {ABOUT_EQUAL:.0%} on "
        f"{equal} and worse on {worse}."
    )
    more = []
    if worse:
        worst = min(known, key=lambda result: result.lead("gru"))
        more.append(f"It falls behind most on {worst.benchmark} (by {-worst.lead('gru'):.0%}).")
    if unlearned := [result.benchmark for result in results if result not in known]:
        more.append(f"Neither of them learned {listed(unlearned)}.")
    tasks = len({score.task for score in board.scores})
    gru, lstm = (tasks_solved(board, cell) for cell in ("gru", "lstm"))
    more.append(
        f"In our own trainings, each from its best start, the GRU solved {gru} of {tasks} synthetic tasks and the "
        f"LSTM {lstm}."
    )
    good = better + equal
    return Verdict(HOLDS if good > worse else PARTLY if good else FAILS, because, " ".join(more))


def long_memory(starts: list[Memory]) -> Verdict:
    """A GRU remembers over a longer time than an RNN: as PyTorch starts both, and from the best start of each.

    A half-life that reaches the end of the sequence may be longer, so that "twice as long" can be undecided.
    """
    fresh = default_start(starts, "rnn"), default_start(starts, "gru")
    best = best_start(starts, "rnn"), best_start(starts, "gru")
    longer = [_longer(gru, rnn) for rnn, gru in (fresh, best)]
    lives = [[one.words("half_life") for one in pair] for pair in (fresh, best)]
    found = [f"{rnn} in the RNN and {gru} in the GRU" for rnn, gru in lives]
    because = (
        f"As PyTorch starts them, the gradient's half-life is {found[0]}; from the best start tried, it is {found[1]}."
    )
    more = f"The best starts were {listed([one.label for one in best])}."
    if all(one.lasts("half_life") for one in best):
        more += " Both last as far as was measured."
    if None in longer:
        open_end = "Only a longer sequence can tell whether the GRU's is twice as long."
        return Verdict(UNDECIDED, because, f"{open_end} {more}")
    return Verdict(_word([bool(one) for one in longer]), because, more)


def _longer(gru: Memory, rnn: Memory) -> bool | None:
    """Whether a half-life is clearly longer than another; None where it was not followed far enough to tell."""
    if gru.half_life.median >= CLEARLY * rnn.half_life.median and gru.half_life.median > 0:
        return True
    return None if gru.lasts("half_life") and not rnn.lasts("half_life") else False


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
        f"An input 1 step back counts most with a gate bias of {signed(near_bias)}, one {steps(far)} back with "
        f"{signed(far_bias)}.",
        f"With the bias for the far one, the near one counts {share(lost_near)} of its most; with the bias for the "
        f"near one, the far one counts {share(lost_far)} of its most.",
    )


def gates_are_past(newer: Sequence[Selection], published: Sequence[PublishedResult], board: Scoreboard) -> Verdict:
    """Newer recurrent cells do without gates: most of those run here, and most of the published comparisons.

    A cell has a gate if what it reads decides how much an input counts. The sentence adds what did change, whether the
    gates still read the state, and our own trainings of cells with gates and without.
    """
    gated = [one for one in newer if one.selects]
    fixed = [find_cell(one.cell).title for one in newer if not one.selects]
    better, _, worse = Tally.of(published, WITHOUT, WITH)
    rest = f"; in {listed(fixed)} every input counts the same, whatever it is" if fixed else ""
    because = (
        f"Of {counted(len(newer), 'newer cell')} run here, {len(gated)} let what they read decide how much an input "
        f"counts{rest}."
    )
    blind = sum(not one.reads_state for one in gated)
    more = [f"What did go is the gate's look at the state: {blind} of these {len(gated)} read the input only."]
    more = more[: min(blind, 1)] + [
        f"{one.benchmark}, {one.metric}: {one.scores[WITHOUT]:g} without gates that read the input, "
        f"{one.scores[WITH]:g} with them ({one.citation.partition(' (')[0]})."
        for one in published
    ]
    more += _solved(newer, board)
    return Verdict(_word([2 * len(gated) < len(newer), better > worse]), because, " ".join(more))


def _solved(newer: Sequence[Selection], board: Scoreboard) -> list[str]:
    """A sentence on our own trainings, where they tell cells with gates from cells without."""
    trained = [one for one in newer if any(score.cell == one.cell for score in board.scores)]
    if len({one.selects for one in trained}) < 2:
        return []
    tasks = len({score.task for score in board.scores})
    each = [f"{find_cell(one.cell).title} solved {tasks_solved(board, one.cell)}" for one in trained]
    return [f"Of {tasks} synthetic tasks, in our own trainings, each from its best start, {listed(each)}."]


def _word(parts: Sequence[bool]) -> str:
    return HOLDS if all(parts) else PARTLY if any(parts) else FAILS
