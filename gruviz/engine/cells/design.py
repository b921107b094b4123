"""A gated cell as a choice of parts: the settings from which `gated.py` composes it."""

import re
from dataclasses import dataclass

from gruviz.engine.cells.equations import DRIVE, KEEP, SIGN, WRITE, BlockEquation, Equation, at_step
from gruviz.engine.cells.gru import INTERPOLATION
from gruviz.validation import InvalidValue, check_choice

RESETS = ("none", "before", "after")
UPDATES = ("none", "independent", "coupled", "input")
CANDIDATES = ("tanh", "relu")
NO_SHARED_GATE = "A shared gate needs a reset gate to share: choose one, or another update gate."
OWN, BIAS = "own", "bias"
"""First part of the key of every custom cell, and the last part of one with a state bias."""
NAMED = ": "
"""In a key, between the parts and the name that a person gave."""
NAME_LIMIT = 24
"""Longest name, in characters."""


@dataclass(frozen=True)
class Design:
    """Which parts a cell has.

    Args:
        reset: Whether a gate resets the state: not at all, before the product with U, or after it.
        update: What decides how much is written: nothing, so that the candidate is the new state; a gate of its own;
            the reset gate, coupled; or a gate that reads the input only.
        candidate: Activation of what is written.
        state_bias: Whether the candidate's product with the state has a bias c of its own. It makes a difference
            where a reset multiplies it, and otherwise only adds to b.
        name: What a person calls it, of letters, digits, spaces and hyphens; empty for a name made of its parts.

    Raises:
        GruvizError: If a part is unknown, there is no reset gate to couple the update with, or the name is another.
    """

    reset: str = "before"
    update: str = "independent"
    candidate: str = "tanh"
    state_bias: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        check_choice("reset", self.reset, RESETS)
        check_choice("update", self.update, UPDATES)
        check_choice("candidate", self.candidate, CANDIDATES)
        if not isinstance(self.state_bias, bool):
            raise InvalidValue("state_bias", self.state_bias, "True or False")
        if self.update == "coupled" and self.reset == "none":
            others = ", ".join(choice for choice in UPDATES if choice != "coupled")
            allowed = f"choose one of {others} where there is no reset gate to share"
            raise InvalidValue("update", self.update, allowed, NO_SHARED_GATE)
        if self.name != named(self.name):
            raise InvalidValue("name", self.name, f"at most {NAME_LIMIT} letters, digits, spaces and hyphens")

    @classmethod
    def parse(cls, key: str) -> "Design":
        """Read a design back from its key, strictly.

        Raises:
            GruvizError: If the key does not have the form of one, or a part of it is unknown.
        """
        design, _, name = key.partition(NAMED)
        head, *parts = design.split("_")
        if head != OWN or len(parts) not in (3, 4):
            raise InvalidValue("cell", key, f"{OWN}_reset_update_candidate, with _{BIAS} behind it or nothing")
        for part in parts[3:]:
            check_choice("state_bias", part, (BIAS,))
        reset, update, candidate, *bias = parts
        return cls(reset, update, candidate, state_bias=bool(bias), name=name)

    @property
    def parts(self) -> tuple[str, ...]:
        """The choices in words, in their order."""
        return (self.reset, self.update, self.candidate, *([BIAS] if self.state_bias else []))

    @property
    def key(self) -> str:
        """The design itself as a name for addresses, files and Python."""
        return "_".join((OWN, *self.parts)) + (f"{NAMED}{self.name}" if self.name else "")

    @property
    def title(self) -> str:
        """As legends have it."""
        return self.name or f"Custom cell {'/'.join(self.parts)}"

    @property
    def resetter(self) -> str | None:
        """Symbol of the gate that resets."""
        return None if self.reset == "none" else "z" if self.update == "coupled" else "r"

    @property
    def written(self) -> str:
        """Symbol of what is written: the candidate, or without an update gate the state itself."""
        return "h" if self.update == "none" else "n"


def named(text: str) -> str:
    """What of a text may be the name of a cell."""
    return re.sub(r"[^\w \-]|_", "", text)[:NAME_LIMIT].strip()


def equations_of(design: Design) -> tuple[Equation, ...]:
    """Its equations, in the order of computation."""
    gates = []
    if design.resetter == "r":
        gates.append(BlockEquation("r", "r", "sigmoid"))
    if design.update != "none":
        gates.append(BlockEquation("z", "z", "sigmoid", reads_state=design.update != "input"))
    candidate = BlockEquation(
        design.written,
        design.written,
        design.candidate,
        reset=design.resetter if design.reset == "before" else None,
        reset_after=design.resetter if design.reset == "after" else None,
        alone=not gates,
        state_bias=design.state_bias,
    )
    return (*gates, candidate) if design.update == "none" else (*gates, candidate, INTERPOLATION)


def paths_of(design: Design) -> dict[str, str]:
    """By name of each path back through a step, its Jacobian in LaTeX, with the marks of `cells.equations`."""
    paths = {}
    if design.update != "none":
        paths["leak"] = _diagonal(KEEP)
    paths["candidate"] = _through_candidate(design)
    if design.update in ("independent", "coupled"):
        paths["update"] = rf"\mathrm{{diag}}({DRIVE} \circ z_t(1-z_t))\, U_z"
    if design.reset != "none":
        paths["reset"] = _through_reset(design)
    return paths if len(paths) > 1 else {"recurrent": paths["candidate"]}


def _through_candidate(design: Design) -> str:
    U = "U" if design.reset == design.update == "none" else f"U_{design.written}"
    gate = _diagonal(WRITE if design.update == "coupled" else f"{design.resetter}_t")
    factors = {"none": [U], "before": [U, gate], "after": [gate, U]}[design.reset]
    return r"\, ".join([_into_candidate(design), *factors])


def _through_reset(design: Design) -> str:
    U, gate = f"U_{design.written}", design.resetter
    product = f"{U} h_{{t-1}}"
    if design.state_bias:
        product = f"({product} + c_{design.written})"
    pulled = product if design.reset == "after" else "h_{t-1}"
    sign = SIGN if design.update == "coupled" else ""
    turned = [_diagonal(rf"{sign}{pulled} \circ {gate}_t(1-{gate}_t)"), f"U_{gate}"]
    return r"\, ".join([_into_candidate(design), *([U] if design.reset == "before" else []), *turned])


def _into_candidate(design: Design) -> str:
    name = at_step(design.written)
    slope = {"tanh": f"1-{name}^2", "relu": f"[{name} > 0]"}[design.candidate]
    if design.update == "none":
        return _diagonal(slope)
    return _diagonal(rf"{WRITE} \circ {slope if design.candidate == 'relu' else f'({slope})'}")


def _diagonal(latex: str) -> str:
    return rf"\mathrm{{diag}}({latex})"
