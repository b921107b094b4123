"""States and candidates that stand at the ends of tanh, where no gradient passes."""

from gruviz.diagnosis.findings.drives import drives_of
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.engine.cells import find_cell
from gruviz.wording import share

PLAIN, GATED = 0.5, 0.8
"""Share beyond ±.99: all of a plain RNN's gradient passes through that slope, while a gated cell has its leak. Trained
cells write in decided values, and a trained RNN holds what it knows there."""


def saturated_states(seen: Seen) -> Finding | None:
    """The most saturated of a layer's tanh."""
    if seen.breaks or not seen.numbers.saturated:
        return None
    limit = PLAIN if seen.numbers.cell == "rnn" else GATED
    symbol, part = max(seen.numbers.saturated.items(), key=lambda pair: pair[1])
    if part < limit:
        return None
    drives = drives_of(seen.run, find_cell(seen.numbers.cell).candidate.block)
    return Finding(
        key="saturated_states",
        severity=Severity.COSTLY if symbol in "hc" and part >= GATED else Severity.WORTH_KNOWING,
        cost=part,
        title=f"{share(part)} of the values of {_NAMES[symbol]} in {seen.name} are beyond ±.99: they pass hardly "
        "any gradient.",
        evidence=f"There the slope of tanh is below 2%. {_GROWN if symbol == 'c' else drives.words}",
        advice=_FORGET.format(seen.lag) if symbol == "c" else drives.advice(seen.lag),
        layer=seen.run.title,
        figure="gates",
    )


_NAMES = {"h": "the state h", "n": "the candidate", "g": "the candidate g", "c": "tanh(c)"}
_GROWN = "The cell state c has grown beyond ±2.65, since more is written into it than is forgotten."
_FORGET = (
    "Lower the forget gate's bias a little, or start with gruviz.initialise(model, lag={}), which shuts the input gate "
    "as far as it opens the forget gate; weight decay keeps c small, too."
)
