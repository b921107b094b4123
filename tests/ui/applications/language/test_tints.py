"""How strongly each character of a text is tinted."""

import numpy as np

from gruviz.ui.applications.language.tints import tint_levels


def test_tints_of_a_gradient_that_is_gone_are_none():
    gone = tint_levels({"a": np.array([[0.0, np.nan], [0.0, 0.0]]), "b": np.array([[0.0, np.nan], [np.nan, 4.0]])})
    assert gone == {"a": "000", "b": "00o"}
    lost = np.array([[np.nan, np.nan], [np.inf, 1.0]])
    assert tint_levels({"a": lost, "b": np.full((2, 2), np.nan)}) == {"a": "0o0", "b": "000"}
