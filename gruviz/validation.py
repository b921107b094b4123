"""The one family of errors, and the checks that raise them.

    GruvizError(ValueError)
    ├── InvalidValue    a number, name or array outside what is allowed
    ├── InvalidShape    an array whose shape does not fit the others
    └── TooLarge        a request beyond the memory budget

A message reads: field, its value, what is allowed; or it is a sentence of its own where a person's file, text or
choice is refused.
"""

import math
from collections.abc import Iterable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from gruviz.arrays import Array, plain

MEMORY_LIMIT = 1 << 30
"""Bytes that one request may need for its arrays."""


class GruvizError(ValueError):
    """A request that cannot be carried out, with the field to change.

    Args:
        field: Name of the argument or setting, as the caller wrote it.
        value: What was given, or a short description of it.
        allowed: What would have been accepted.
        sentence: The whole message, for a person who knows no field: "Choose at least one cell."
    """

    def __init__(self, field: str, value: object, allowed: str, sentence: str = "") -> None:
        self.field, self.value, self.allowed, self.sentence = field, value, allowed, sentence
        super().__init__(sentence or f"{field} = {_short(value)} is not possible: {allowed}.")

    def __reduce__(self) -> tuple[type["GruvizError"], tuple[str, object, str, str]]:
        return type(self), (self.field, self.value, self.allowed, self.sentence)


class InvalidValue(GruvizError):
    """A value outside its range, of the wrong kind, unknown or not finite."""


class InvalidShape(GruvizError):
    """An array whose shape does not fit."""


class TooLarge(GruvizError):
    """A request beyond `MEMORY_LIMIT`."""


Kind = TypeVar("Kind")


def check_kind(field: str, value: object, kind: type[Kind], *, origin: str = "") -> Kind:
    """Return `value` if it is of a kind; `origin` says where one comes from."""
    if not isinstance(value, kind):
        raise InvalidValue(field, _named(value), f"{article(kind.__name__)}{origin and f', {origin}'}")
    return value


def check_choice(field: str, value: object, choices: Iterable[str]) -> str:
    """Return `value` if it is one of `choices`."""
    names = list(choices)
    if not isinstance(value, str) or value not in names:
        raise InvalidValue(field, value, "choose one of " + ", ".join(names))
    return value


def check_integer(field: str, value: object, low: int, high: int) -> int:
    """Return `value` as an int if it is a whole number in [low, high]."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not whole or not low <= int(value) <= high:  # type: ignore[call-overload]
        raise InvalidValue(field, value, f"a whole number from {low} to {high}")
    return int(value)  # type: ignore[call-overload]


def check_real(field: str, value: object, low: float, high: float) -> float:
    """Return `value` as a float if it is a finite number in [low, high], of which either end may be infinite."""
    number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    if not number or not (low <= value <= high and math.isfinite(value)):  # type: ignore[operator, arg-type]
        raise InvalidValue(field, value, f"a number {_between(low, high)}")
    return float(value)  # type: ignore[arg-type]


def check_array(field: str, value: ArrayLike, shape: tuple[int | str, ...], dtype: object = None) -> Array:
    """Return `value` as a finite float array of the given shape.

    Args:
        field: Name used in the error message.
        value: Anything NumPy reads as an array of real numbers, or a tensor of PyTorch.
        shape: One entry per axis: a number that must match, or a letter that may be any size above 0.
        dtype: Result type; by default float32 stays float32 and all else becomes float64.
    """
    numbers = _numbers(field, value, "axes " + _axes(shape))
    fits = numbers.ndim == len(shape) and all(
        size == axis if isinstance(axis, int) else size > 0 for size, axis in zip(numbers.shape, shape, strict=True)
    )
    if not fits:
        raise InvalidShape(f"{field}.shape", numbers.shape, "axes " + _axes(shape) + ", none empty")
    floating = numbers.dtype if numbers.dtype == np.float32 else np.dtype(np.float64)
    with np.errstate(over="ignore"):  # what becomes infinite is named below
        array: Array = numbers.astype(floating if dtype is None else dtype, copy=False)  # type: ignore[call-overload]
    if not np.isfinite(array).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise InvalidValue(f"{field}{list(place)}", float(numbers[place]), f"finite numbers only, as {array.dtype}")
    return array


def check_numbers(field: str, value: ArrayLike) -> NDArray[Any]:
    """Return `value` as an array of real numbers of any shape; they need not be finite."""
    return _numbers(field, value, "axes")


def check_each_seed(field: str, value: ArrayLike, shape: tuple[int, ...], dtype: object) -> Array:
    """Return `value` as a finite float array of `shape` (E, B, S); (B, S) is also accepted, as that of every seed."""
    axes = "axes (B, S) or (E, B, S)"
    dimensions = _numbers(field, value, axes).ndim
    if dimensions not in (2, 3):
        raise InvalidShape(f"{field}.ndim", dimensions, axes)
    return np.broadcast_to(check_array(field, value, shape[3 - dimensions :], dtype), shape)


def check_dtype(field: str, value: DTypeLike) -> np.dtype[Any]:
    """Return `value` as one of the two floating types that a run may use."""
    try:
        dtype = np.dtype(value)
    except TypeError:
        dtype = np.dtype(object)
    if dtype not in (np.float32, np.float64):
        raise InvalidValue(field, str(value), "float32 or float64")
    return dtype


def check_memory(field: str, numbers: float, itemsize: int, advice: str) -> None:
    """Refuse politely what would need more than `MEMORY_LIMIT` bytes."""
    needed = numbers * itemsize
    if needed > MEMORY_LIMIT:
        raise TooLarge(field, f"{needed / 2**20:,.0f} MiB", f"at most {MEMORY_LIMIT / 2**20:,.0f} MiB; {advice}")


def _numbers(field: str, value: ArrayLike, axes: str) -> NDArray[Any]:
    try:
        array = np.asarray(plain(value))
    except ValueError:
        raise InvalidShape(field, "a ragged sequence", f"an array with {axes}") from None
    except (TypeError, RuntimeError):  # a tensor that is sparse or quantized, or a list of tensors and numbers
        raise InvalidValue(field, _named(value), f"an array of real numbers with {axes}") from None
    if array.dtype.kind not in "fiub":
        raise InvalidValue(field, f"an array of {array.dtype}", "an array of real numbers")
    return array


def article(name: str) -> str:
    """With its article: "a GradientFlow", "an Experiment"; "Weights" has none."""
    if name.endswith("s"):
        return name
    return f"{'an' if name[0] in 'aeioAEIO' else 'a'} {name}"


def _named(value: object) -> object:
    """A small value as it is, and others by what they are."""
    return value if isinstance(value, (str, int, float, type(None))) else article(type(value).__name__)


def _between(low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return "that is finite"
    return f"from {low:g} up" if math.isinf(high) else f"from {low:g} to {high:g}"


def _axes(shape: tuple[int | str, ...]) -> str:
    return "(" + ", ".join(str(size) for size in shape) + ")"


def _short(value: object) -> str:
    text = value if isinstance(value, str) and value.endswith("MiB") else repr(value)
    return text if len(text) <= 80 else text[:77] + "…"
