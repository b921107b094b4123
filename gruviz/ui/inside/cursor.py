"""Where the cursor stands: controls that live in the browser, which reports them."""

from collections.abc import Mapping
from typing import Any

from gruviz.ui.controls.kinds import Values
from gruviz.ui.inside.controls import TABLE

CURSOR = ("step", "unit", "pins", "way", "form", "sort", "speed")
"""Controls that live in the browser, which reports them once the cursor rests."""


def cursor_from(values: Values) -> dict[str, Any]:
    """Where the cursor stands, as the browser reads it."""
    return {name: values[name] for name in CURSOR} | {"speed": float(values["speed"])}


def parse_cursor(message: Mapping[str, Any]) -> dict[str, Any]:
    """Where the browser says that the cursor stands, checked like an address, since it comes from outside.

    Raises:
        GruvizError: If a value is not allowed.
    """
    speed, unit = message.get("speed"), message.get("unit")
    raw = {name: str(message.get(name)) for name in CURSOR} | {
        "unit": "mean" if unit is None else str(unit),
        "pins": ",".join(map(str, message.get("pins") or ())),
        "speed": f"{speed:g}" if isinstance(speed, (int, float)) else str(speed),
    }
    return {name: TABLE.by_name[name].parse(value) for name, value in raw.items()}
