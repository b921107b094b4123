"""What is refused, as a sentence for a person, who knows the labels on the page and no names of settings."""

import re
from collections.abc import Mapping, Sequence

from gruviz.ui.controls.kinds import Control
from gruviz.validation import GruvizError, TooLarge
from gruviz.wording import listed, quoted


def in_words(error: GruvizError, controls: Mapping[str, Control] | None = None) -> str:
    """Why something does not go, and what would.

    Args:
        error: Names a field, as a caller of the package knows it.
        controls: Of the page, by name; a field that is one of them is called by its label.
    """
    if error.sentence:
        return error.sentence
    if isinstance(error, TooLarge) and str(error.value).endswith("MiB"):
        return f"These settings would take {error.value} of memory, and there is room for {error.allowed}."
    control = (controls or {}).get(error.field)
    label = _plain(error.field) if control is None else control.label
    return f"{label[:1].upper()}{label[1:]}: {_plain(error.allowed)}{_given(error.value)}."


def unknown_settings(names: Sequence[str]) -> str:
    """A link names settings that the page does not have."""
    settings = listed([quoted(name) for name in names])
    if len(names) == 1:
        return f"This link has a setting that GRUViz does not know ({settings}). It was ignored."
    return f"This link has settings that GRUViz does not know ({settings}). They were ignored."


def unknown_hidden(names: Sequence[str]) -> str:
    """A link hides controls that the page does not have."""
    settings = listed([quoted(name) for name in names])
    return f"This link hides controls that this page does not have ({settings})."


def wrong_value(control: Control, raw: str, error: GruvizError) -> str:
    """A link gives a control a value that it cannot have."""
    takes = control.takes or _plain(error.allowed)
    return f"This link sets “{control.label}” to {quoted(raw)}, but it takes {takes}. {control.instead}"


def _given(value: object) -> str:
    """What was given in place of what is allowed, where that can be said in a few words."""
    if isinstance(value, str) and value and value != "none":
        return f", not {quoted(value)}"
    return f", not {value:g}".replace("-", "−") if isinstance(value, (int, float)) else ""


def _plain(text: str) -> str:
    """Without the marks of code: names in brackets and underscores."""
    return re.sub(r"(?<=\w)_(?=\w)", " ", re.sub(r"\[[\d, ]*\]", "", text)).removesuffix(".")
