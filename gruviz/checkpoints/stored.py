"""What a file holds: arrays by name, none of which is trusted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.validation import InvalidValue, TooLarge
from gruviz.wording import counted

LIMIT = 256 << 20
"""Bytes of a file, and of what it says that it holds once unpacked."""
MOST = 10_000
"""Arrays that a file may hold."""
LARGEST = 1 << 24
"""Numbers of a layer's largest array: an LSTM of 2,048 units."""
NO_NUMBERS, SPARSE = "nothing", "sparse"
"""Types of arrays that have no numbers, and of those that have only some."""
SHOWN = 120
"""Characters of a name from a file, as people see it."""


@dataclass(frozen=True, eq=False)
class Stored:
    """One array in a file.

    Args:
        name: As written in the file; it may hold anything.
        shape: Sizes of its axes.
        dtype: As its format calls it, such as "F32" or "int64".
        array: Its numbers, where they are floating-point numbers; None for all others, which are only named.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    array: NDArray[Any] | None

    @property
    def shown(self) -> str:
        """The name as people may see it."""
        return shown(self.name)


@dataclass(frozen=True)
class Other:
    """An array that is part of no recurrent layer.

    Args:
        name: As people may see it.
        shape: Sizes of its axes.
        dtype: As its format calls it.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str


@dataclass(frozen=True, eq=False)
class Contents:
    """A file, opened.

    Args:
        format: In words, such as "PyTorch".
        arrays: All of them.
        texts: What else it says, by keys of its format.
    """

    format: str
    arrays: Sequence[Stored]
    texts: Mapping[str, str] = field(default_factory=dict)


Found = Mapping[str, Stored]
"""All arrays of a file by name, in its order."""


def by_name(stored: Iterable[Stored]) -> dict[str, Stored]:
    """Arrays by name, if there are not too many."""
    found = {one.name: one for one in stored}
    check_count(len(found))
    return found


def numbers(stored: Stored) -> Array:
    """An array in float64.

    Raises:
        GruvizError: If it holds no floating-point numbers, or too many to be run.
    """
    if stored.array is None:
        raise InvalidValue(stored.name, stored.dtype, "floating-point numbers", _why_not(stored))
    if stored.array.size > LARGEST:
        millions, most = (f"{size / 1e6:,.0f} million" for size in (stored.array.size, LARGEST))
        said = f"{stored.shown} has {millions} numbers; layers of at most {most} can be run here."
        raise TooLarge(stored.name, f"{stored.array.size} numbers", f"at most {LARGEST}", said)
    return stored.array.astype(np.float64)


def _why_not(stored: Stored) -> str:
    if stored.dtype == NO_NUMBERS:
        return f"The file has {stored.shown} by name only, without its numbers."
    if stored.dtype.startswith(SPARSE):
        return f"{stored.shown} is saved as a sparse array: save it as a dense one."
    return f"{stored.shown} holds values of type {stored.dtype}, and weights are floating-point numbers."


def check_count(arrays: int) -> None:
    """Refuse a file of too many arrays."""
    if arrays > MOST:
        said = f"The file holds {arrays:,} arrays; at most {MOST:,} can be read."
        raise TooLarge("file", f"{arrays} arrays", f"at most {MOST}", said)


def check_total(sizes: Iterable[int]) -> None:
    """Refuse what would need too much memory, by the sizes in bytes that a file gives."""
    total = sum(sizes)
    if total > LIMIT:
        said = f"The file unpacks to {total / 2**20:,.0f} MiB; at most {LIMIT >> 20} MiB can be read."
        raise TooLarge("file", f"{total / 2**20:,.0f} MiB", f"at most {LIMIT >> 20} MiB", said)


def shape_text(shape: tuple[int, ...]) -> str:
    """Such as "96 × 32"."""
    return " × ".join(map(str, shape)) if shape else "one number"


def shown(name: str) -> str:
    """A name from a file without anything that a page or a terminal could take for more than a name."""
    plain = "".join(sign if sign.isalnum() or sign in "_./:- " else "?" for sign in name[: SHOWN + 1])
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"


def broken(kind: str) -> InvalidValue:
    """A file that begins as one of a kind and is not."""
    return InvalidValue("file", f"a broken {kind} file", kind, f"The {kind} file is damaged or incomplete.")


def missing(package: str) -> InvalidValue:
    """A package without which a format cannot be read."""
    said = f"Files of this kind need the package {package}, which could not be loaded: pip install {package}."
    return InvalidValue("file", "a file of a network", f"the package {package}", said)


def some(found: Found, most: int = 4) -> str:
    """A few of the names in a file, in words."""
    if not found:
        return "no arrays"
    names = [one.shown or "one without a name" for one in found.values()]
    listed = ", ".join(names[:most])
    return f"{counted(len(names), 'array')}: {listed}{', …' if len(names) > most else ''}"
