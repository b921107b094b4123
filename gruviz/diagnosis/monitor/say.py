"""A warning that points at the person's own line."""

import sys
import warnings

_INSIDE = ("gruviz", "torch")


def say(sentence: str) -> None:
    """Warn, from the innermost call that is neither ours nor PyTorch's."""
    depth, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] in _INSIDE:
        depth, frame = depth + 1, frame.f_back
    warnings.warn(sentence, RuntimeWarning, stacklevel=depth)
