"""What became of a gradient or a trace, as part of a sentence."""

import math

from gruviz.wording import share


def fate(value: float, what: str = "the gradient") -> str:
    """A ratio in words that are true of every size: "39% of the gradient is left", "the gradient has grown …".

    Args:
        value: The ratio to what there was; 0 where nothing is left, inf where it overflowed.
        what: What it is a ratio of.
    """
    if math.isnan(value) or value == math.inf:
        return f"{what} is too large for the computer's numbers"
    if value == 0:
        return f"nothing of {what} is left"
    return f"{share(value)} of {what} is left" if value < 1.0005 else f"{what} has grown to {_size(value)}"


def _size(value: float) -> str:
    return f"{share(value)} of its size" if value < 2 else f"{share(value)} its size"
