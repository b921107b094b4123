"""What a person does to a run: hold a gate, reset the state, cut the backward pass; as records, as text, in words.

The text form goes into addresses: "z=0@10-20" holds z at 0 in steps 10 to 20, "z=0@10-20:3,7" that of units 3 and 7
only, "reset@12" resets the state before step 12, "cut@30" lets no gradient through step 30; joined by semicolons.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gruviz.engine.cells import Cell
from gruviz.engine.cells.names import glyph
from gruviz.engine.records import Clamp
from gruviz.validation import GruvizError, InvalidValue, TooLarge, check_choice, check_integer, check_real
from gruviz.wording import listed, quoted, signed, steps

MOST = 20
"""Interventions in one run."""
FORM = "such as z=0@10-20, z=1@5-8:3,7, reset@12 or cut@30, joined by semicolons"

_HOLD = re.compile(r"([A-Za-z]+\d?)=(-?\d{1,3}(?:\.\d{1,6})?)@(\d{1,4})-(\d{1,4})(?::(\d{1,4}(?:,\d{1,4})*))?")
_AT = re.compile(r"(reset|cut)@(\d{1,4})")


@dataclass(frozen=True)
class Reset:
    """The state before a step is replaced by zeros; no gradient passes there either."""

    step: int


@dataclass(frozen=True)
class Cut:
    """No gradient passes a step, as in truncated backpropagation; the states stay as they are."""

    step: int


Intervention = Clamp | Reset | Cut


@dataclass(frozen=True)
class Interventions:
    """Everything done to one run, in order; a later hold wins over an earlier one.

    Args:
        all: At most `MOST`; of equal ones the last stays.

    Raises:
        TooLarge: If there are more.
    """

    all: tuple[Intervention, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "all", tuple(dict.fromkeys(self.all[::-1]))[::-1])
        if len(self.all) > MOST:
            sentence = f"At most {MOST} interventions fit into one run. Remove one first."
            raise TooLarge("interventions", len(self.all), f"at most {MOST}", sentence)

    @classmethod
    def parse(cls, text: str) -> "Interventions":
        """Read the text form; raises GruvizError."""
        return cls(tuple(_parsed(part.strip()) for part in text.split(";") if part.strip()))

    @property
    def text(self) -> str:
        """The text form, which `parse` reads back."""
        return ";".join(self.texts)

    @property
    def clamps(self) -> tuple[Clamp, ...]:
        """Gates held."""
        return tuple(one for one in self.all if isinstance(one, Clamp))

    @property
    def resets(self) -> tuple[int, ...]:
        """Steps before which the state is reset."""
        return tuple(one.step for one in self.all if isinstance(one, Reset))

    @property
    def cuts(self) -> tuple[int, ...]:
        """Steps through which nothing goes back."""
        return tuple(one.step for one in self.all if isinstance(one, Cut))

    def plus(self, new: Intervention, cell: Cell, seq_len: int, hidden_size: int) -> "Interventions":
        """These and one more, which must fit a run; raises GruvizError."""
        return Interventions((*self.all, _within(new, cell, seq_len, hidden_size)))

    def without(self, text: str, cell: Cell, seq_len: int, hidden_size: int) -> "Interventions":
        """These without the one that reads so in a run, in which a hold may end sooner than it was asked to."""

        def reads(one: Intervention) -> str:
            return Interventions((one,)).fitting(cell, seq_len, hidden_size)[0].text

        return Interventions(tuple(one for one in self.all if reads(one) != text))

    def within(self, cell: Cell, seq_len: int, hidden_size: int) -> "Interventions":
        """Check each against a run; a hold that lasts longer than the run ends with it.

        Raises:
            GruvizError: If the cell has no such gate, the value is out of its range, or a step or unit does not exist.
        """
        return Interventions(tuple(_within(one, cell, seq_len, hidden_size) for one in self.all))

    def fitting(self, cell: Cell, seq_len: int, hidden_size: int) -> "tuple[Interventions, tuple[str, ...]]":
        """Those that fit a run, and for each of the others what is wrong with it."""
        fitting, problems = [], []
        for one in self.all:
            try:
                fitting.append(_within(one, cell, seq_len, hidden_size))
            except GruvizError as error:
                problems.append(str(error))
        return Interventions(tuple(fitting)), tuple(problems)

    def words(self, *, keeps: bool = False) -> list[str]:
        """One short phrase each; `keeps` names z by the share that is kept."""
        return [_words(one, keeps=keeps) for one in self.all]

    @property
    def texts(self) -> list[str]:
        """The text form of each."""
        return [_text(one) for one in self.all]


NOTHING = Interventions()


def _parsed(part: str) -> Intervention:
    if match := _AT.fullmatch(part):
        step = int(match[2])
        return Reset(step) if match[1] == "reset" else Cut(step)
    if match := _HOLD.fullmatch(part):
        gate, value, first, last, units = match.groups()
        numbers = tuple(map(int, units.split(","))) if units else None
        return Clamp(gate, float(value), int(first), int(last), numbers)
    raise InvalidValue("interventions", part, FORM, f"{quoted(part)} is no intervention. Write them {FORM}.")


def _text(one: Intervention) -> str:
    if isinstance(one, Clamp):
        units = "" if one.units is None else ":" + ",".join(map(str, one.units))
        value = f"{one.value:.6f}".rstrip("0").rstrip(".")
        return f"{one.gate}={value}@{one.first}-{one.last}{units}"
    return f"{'reset' if isinstance(one, Reset) else 'cut'}@{one.step}"


def _within(one: Intervention, cell: Cell, seq_len: int, hidden_size: int) -> Intervention:
    long = f"the run has {steps(seq_len)}"
    if isinstance(one, Reset):
        _said(f"The state cannot be reset before step {one.step}: {long}.", check_integer, "step", one.step, 1, seq_len)
        return one
    if isinstance(one, Cut):
        _said(f"The gradient cannot be cut at step {one.step}: {long}.", check_integer, "step", one.step, 1, seq_len)
        return one
    name = glyph(one.gate)
    absent = f"no gate {name}" if cell.gate_names else "no gates"
    _said(f"{name} cannot be held: {cell.title} has {absent}.", check_choice, "hold", one.gate, cell.gate_names)
    low, high = cell.gate_ranges[one.gate]
    span = f"{name} can be held from {signed(low)} to {signed(high)}, not at {signed(one.value)}."
    _said(span, check_real, "hold at", one.value, low, high)
    late = f"{name} cannot be held from step {one.first}: {long}."
    _said(late, check_integer, "hold from step", one.first, 1, seq_len)
    backwards = f"{name} cannot be held from step {one.first} to step {one.last}, which comes before it."
    _said(backwards, check_integer, "hold to step", one.last or seq_len, one.first, 10_000)
    for unit in one.units or ():
        unknown = f"There is no unit {unit}: they are numbered from 0 to {hidden_size - 1}."
        _said(unknown, check_integer, "hold of unit", unit, 0, hidden_size - 1)
    return replace(one, last=min(seq_len, one.last or seq_len))


def _said(sentence: str, check: Callable[..., object], *arguments: object) -> None:
    """Check something; what is refused is refused in a sentence."""
    try:
        check(*arguments)
    except GruvizError as error:
        raise InvalidValue(error.field, error.value, error.allowed, sentence) from None


def _words(one: Intervention, *, keeps: bool) -> str:
    if isinstance(one, Reset):
        return f"state reset before step {one.step}"
    if isinstance(one, Cut):
        return f"gradient cut at step {one.step}"
    value = 1 - one.value if keeps and one.gate == "z" else one.value
    where = f"step {one.first}" if one.first == one.last else f"steps {one.first}–{one.last}"
    return f"{glyph(one.gate)} held at {signed(value, '.3g')} in {where}{_of(one.units)}"


def _of(units: Sequence[int] | None) -> str:
    if units is None:
        return ""
    return f", unit{'s' if len(units) > 1 else ''} {listed([str(unit) for unit in units])}"
