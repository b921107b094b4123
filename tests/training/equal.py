"""Whether trainings have told the same, to the last bit."""

from dataclasses import fields, is_dataclass

import numpy as np


def assert_equal(one, other):
    """Of two events."""
    assert type(one) is type(other)
    for field in fields(one):
        ours, theirs = (contents(getattr(event, field.name)) for event in (one, other))
        assert len(ours) == len(theirs)
        for a, b in zip(ours, theirs, strict=True):
            np.testing.assert_array_equal(a, b, err_msg=field.name)


def contents(value):
    """Everything in a value as a flat list of arrays and numbers."""
    if is_dataclass(value):
        return contents([getattr(value, field.name) for field in fields(value)])
    if isinstance(value, dict):
        return contents([*value.keys(), *value.values()])
    return [part for item in value for part in contents(item)] if isinstance(value, list | tuple) else [value]
