"""A gradient that does not come as far back as it should."""

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.engine.verdicts import LITTLE
from gruviz.wording import share, steps

PART = 0.5
"""Where nobody says how far back the answer lies, less than this part of a sequence is told."""
SHORTEST = 10
"""Steps: in a shorter sequence little is lost that a few updates would not find."""
NOT_ITS_OWN = ("cut", "breaks", "explodes")
"""Ways to stop that other rules tell of."""


def vanishing(seen: Seen) -> Finding | None:
    """How many steps back a layer hears, against what it reads or what is needed.

    Nothing is said while another layer of the same module hears far enough, since a network hears as far as its layers
    together do.
    """
    reach = seen.numbers.reach
    if reach is None or seen.breaks or _regime(seen) in NOT_ITS_OWN:
        return None
    needed = seen.needed_lag or PART * reach.length
    if seen.heard >= min(needed, reach.length) or reach.length < SHORTEST or not reach.decay.kept < LITTLE:
        return None
    known = seen.needed_lag is not None
    lies = f", and the answer lies {seen.needed_lag} steps back" if known else ""
    return Finding(
        key="vanishing",
        severity=Severity.COSTLY if known or reach.whole else Severity.WORTH_KNOWING,
        cost=1 - reach.horizon / (seen.needed_lag or reach.length),
        title=f"{seen.subject} hears {_steps_back(reach.horizon)}; your sequences have {seen.run.seq_len}{lies}.",
        evidence=_evidence(seen),
        advice=_advice(seen),
        layer=seen.run.title,
        figure="decay",
    )


def _regime(seen: Seen) -> str:
    reach = seen.numbers.reach
    return reach.decay.regime if reach else ""


def _steps_back(count: int) -> str:
    return f"{steps(count)} back" if count else "nothing but its last step"


def _evidence(seen: Seen) -> str:
    reach = seen.numbers.reach
    if reach is None:
        return ""
    loss = "the gradient" if reach.whole else "the gradient of the last step's loss"
    least = f"At least 1% of {loss} arrives {steps(reach.horizon)} back"
    rest = f"{share(reach.decay.kept)} of it at {steps(reach.length)} back"
    alone = " The other steps' losses are left out: together they would look even without any memory." * (
        not reach.whole
    )
    return f"{least}, and {rest}: it {reach.decay.verdict}.{alone}"


def _advice(seen: Seen) -> str:
    known = seen.needed_lag is not None
    when = "" if known else f"If the answer can lie further back than {steps(seen.numbers.horizon)}: "
    start = f"gruviz.initialise(model, lag={seen.lag})"
    if seen.numbers.cell in ("rnn", "irnn"):
        advice = f"use nn.GRU or nn.LSTM, started by {start}; without gates a gradient hardly lasts so long."
    else:
        advice = f"start the training from {start}, which sets the gates' biases for memories of that many steps."
    return when + advice if when else advice[0].upper() + advice[1:]
