"""An input that is no number, or infinite: what the layer makes of it comes next."""

import numpy as np

from gruviz.arrays import Mask
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.wording import counted


def bad_input(seen: Seen) -> Finding | None:
    """The first value that a network reads which is not finite; those that one layer gives another are told of that."""
    inputs = seen.run.recording.inputs
    bad: Mask = ~np.isfinite(inputs) & seen.run.before_padding[..., None]
    if seen.run.layer > 0 or not bad.any():
        return None
    step, sequence, feature = (int(place) for place in np.argwhere(bad)[0])
    what = "infinite" if np.isinf(inputs[step, sequence, feature]) else "not a number"
    broken: Mask = np.asarray(bad.any((0, 2)))
    return Finding(
        key="bad_input",
        severity=Severity.BROKEN,
        cost=float(broken.mean()),
        title=f"An input of {seen.name} is {what}, first at step {step + 1} in feature {feature}.",
        evidence=f"This happens in {int(broken.sum())} of {counted(len(broken), 'sequence')}; features are "
        f"counted from 0. {_after(seen)}",
        advice="Look at the data and at what lies between: a missing value, a column that was divided by a spread of "
        "0, a logarithm of 0, or a layer below that overflows.",
        layer=seen.run.title,
    )


def _after(seen: Seen) -> str:
    if seen.numbers.breakdown is None:
        return "The states stay numbers, since gates and tanh level off; the gradient of the input weights does not."
    return f"The state is no longer a number from step {seen.numbers.breakdown.step} on."
