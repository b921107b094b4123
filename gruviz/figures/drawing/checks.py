"""One door for all public figures: what is not the record that a figure is made of is answered in words."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

import numpy as np

from gruviz.arrays import plain
from gruviz.engine.flow import Flow
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.jacobians import Jacobians
from gruviz.engine.records import Recording
from gruviz.validation import InvalidValue, article, check_kind, check_numbers

P = ParamSpec("P")
R = TypeVar("R")

_ORIGINS: Mapping[Any, str] = {
    Flow: "from gradient_flow or gradients_of",
    GradientFlow: "from gradient_flow",
    Recording: "from record",
    Jacobians: "from step_jacobians",
}
"""Where a record comes from, for those that one makes by hand."""


def checked(figure: Callable[P, R]) -> Callable[P, R]:
    """A figure that looks at its arguments first; their annotations say what is right, and arrays may be tensors."""

    @wraps(figure)
    def draw(*args: P.args, **kwargs: P.kwargs) -> R:
        given = inspect.signature(figure).bind(*args, **kwargs)
        for name, kind in _kinds(figure).items():
            if name in given.arguments:
                given.arguments[name] = _taken(name, given.arguments[name], kind)
        return figure(*given.args, **given.kwargs)

    return draw


@cache
def _kinds(figure: Callable[..., Any]) -> dict[str, Any]:
    return {name: kind for name, kind in get_type_hints(figure).items() if name != "return"}


def _taken(field: str, value: Any, kind: Any) -> Any:
    """A value as the figure takes it: records by their class, arrays as NumPy's, containers by what is in them."""
    parts, container = get_args(kind), get_origin(kind)
    if _is_record(kind):
        return check_kind(field, value, kind, origin=_ORIGINS.get(kind, ""))
    if container is np.ndarray:
        return check_numbers(field, plain(value))
    if container is Mapping:
        if not isinstance(value, Mapping):
            raise InvalidValue(field, article(type(value).__name__), f"a dictionary with {_words(parts[1])} by label")
        return {label: _taken(f"{field}[{label!r}]", one, parts[1]) for label, one in value.items()}
    if container in (Sequence, list):
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise InvalidValue(field, article(type(value).__name__), f"a list of {_words(parts[0])}")
        return [_taken(f"{field}[{place}]", one, parts[0]) for place, one in enumerate(value)]
    if container is tuple and isinstance(value, tuple) and len(parts) == len(value):
        return tuple(_taken(f"{field}[{place}]", *pair) for place, pair in enumerate(zip(value, parts, strict=True)))
    return value


def _is_record(kind: Any) -> bool:
    return inspect.isclass(kind) and kind.__module__.startswith("gruviz.")


def _words(kind: Any) -> str:
    return f"{kind.__name__} records" if _is_record(kind) else "values"
