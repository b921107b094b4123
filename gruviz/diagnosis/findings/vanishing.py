"""A gradient that does not come as far back as it should."""

import math

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.reach import Reach, longest_piece
from gruviz.engine.verdicts import LITTLE
from gruviz.wording import share, steps

PART = 0.5
"""Where nobody says how far back the answer lies, less than this part of a sequence is told."""
SHORTEST = 10
"""Steps: in a shorter sequence little is lost that a few updates would not find."""
LOST = 1e-6
"""Of a gradient of which less arrives nothing is learned at all, unless something nearer builds the way: a first symbol
is not learned over 50 steps in any of five trainings of a GRU wherever less is left at the start."""
FAINT = 1e-4
"""Of a gradient of which more arrives, learning has begun: on the adding problem over 50 steps the loss falls some 85
updates after that much comes through."""
NOT_ITS_OWN = ("cut", "breaks", "explodes")
"""Ways to stop that other rules tell of."""


def vanishing(seen: Seen) -> Finding | None:
    """How many steps back a layer hears, against what it reads or what is needed.

    Nothing is said of a layer while another one below or above it hears farther: a network hears at least as far as any
    of its layers.
    """
    reach = seen.numbers.reach
    if reach is None or seen.breaks or _regime(seen) in NOT_ITS_OWN or reach.horizon < seen.heard:
        return None
    needed = _needed(seen, reach) or PART * reach.length
    if reach.horizon >= min(needed, reach.length) or reach.length < SHORTEST or not reach.decay.kept < LITTLE:
        return None
    known = seen.needed_lag is not None
    lies = f", and the answer lies {seen.needed_lag} steps back" if known else ""
    return Finding(
        key="vanishing",
        severity=_severity(seen, reach),
        cost=1 - reach.horizon / (_needed(seen, reach) or reach.length),
        title=f"{seen.subject} hears {_steps_back(reach.horizon)}; {_of(seen)}{lies}.",
        evidence=_evidence(reach),
        advice=_advice(seen),
        layer=seen.run.title,
        figure="decay",
    )


def _needed(seen: Seen, reach: Reach) -> int | None:
    """Steps back of the answer, if that is known: from the nearer end where a sequence is read from both."""
    if seen.needed_lag is None or seen.run.directions == 1 or not reach.whole:
        return seen.needed_lag
    return min(seen.needed_lag, max(1, seen.run.seq_len - seen.needed_lag))


def _severity(seen: Seen, reach: Reach) -> Severity:
    left = _at(reach, _needed(seen, reach) or reach.length)
    if seen.needed_lag is not None:
        return Severity.BROKEN if left < LOST else Severity.COSTLY if left < FAINT else Severity.WORTH_KNOWING
    return Severity.COSTLY if left < LOST and reach.whole else Severity.WORTH_KNOWING


def _at(reach: Reach, lag: int) -> float:
    """Share of the gradient that arrives so many steps back, or at the first step."""
    back = reach.band.median[::-1]
    return float(back[min(max(lag - reach.band.since, 0), len(back) - 1)])


def _of(seen: Seen) -> str:
    piece = longest_piece(seen.run)
    return (
        f"your sequences have {seen.run.seq_len}"
        if piece == seen.run.seq_len
        else f"your sequences have {seen.run.seq_len}, in pieces of at most {piece} between cuts"
    )


def _regime(seen: Seen) -> str:
    reach = seen.numbers.reach
    return reach.decay.regime if reach else ""


def _steps_back(count: int) -> str:
    return f"{steps(count)} back" if count else "nothing but its last step"


def _evidence(reach: Reach) -> str:
    loss = "the gradient" if reach.whole else "the gradient of the last step's loss"
    heard = (
        f"At least 1% of {loss} arrives {steps(reach.horizon)} back"
        if reach.horizon
        else f"Less than 1% of {loss} arrives one step back"
    )
    alone = f" {_ALONE}" * (not reach.whole)
    return f"{heard}, and {share(reach.decay.kept)} at the first of {steps(reach.length)}{_rate(reach)}.{alone}"


_ALONE = (
    "The losses of earlier steps are left out: with them the gradient would look level even in a network without any "
    "memory."
)


def _rate(reach: Reach) -> str:
    """How fast it halves, where that is by a number of steps."""
    kept = reach.decay.kept
    if not 0 < kept < 1:
        return ""
    average = math.log(0.5) / math.log(kept) * reach.decay.seq_len
    if average < 1:
        return f": a step back leaves {share(kept ** (1 / reach.decay.seq_len))} on average"
    return f": it halves every {steps(average)} on average"


def _advice(seen: Seen) -> str:
    known = seen.needed_lag is not None
    when = "" if known else f"If the answer can lie further back than {steps(seen.numbers.horizon)}: "
    start = f"gruviz.initialise(model, lag={seen.lag})"
    if seen.numbers.cell in ("rnn", "irnn"):
        advice = f"use nn.GRU or nn.LSTM, started by {start}; without gates a gradient hardly lasts that long."
    else:
        advice = f"start the training from {start}, which sets the gates' biases for memories of that many steps."
    return when + advice if when else advice[0].upper() + advice[1:]
