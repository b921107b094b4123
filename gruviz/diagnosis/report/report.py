"""The report of a diagnosis: a verdict, what it rests on, and what to try."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from gruviz.diagnosis.findings import Finding, Severity, find
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.numbers import LayerNumbers, numbers_of
from gruviz.diagnosis.report.text import as_text
from gruviz.wording import counted, listed

if TYPE_CHECKING:
    from gruviz.figures.drawing.chart import Chart

SIGN = "z near 1 overwrites the state and z near 0 keeps it; what PyTorch and Keras call z is 1 minus this."


class LookedAt(Protocol):
    """One layer at one step of its training."""

    @property
    def title(self) -> str:
        """As that of its run."""

    @property
    def horizon(self) -> int:
        """Steps back at which at least 1% of the gradient arrives."""

    @property
    def seq_len(self) -> int:
        """Steps of the longest sequence."""


class Looked(Protocol):
    """What a monitor saw at one step of a training."""

    @property
    def step(self) -> int:
        """Counted from 1."""

    @property
    def layers(self) -> Sequence[LookedAt]:
        """Those that were moved."""

    @property
    def clipped(self) -> float:
        """Share of the steps since the look before at which the gradient was clipped; nan where not measured."""


@dataclass(frozen=True, eq=False)
class Report:
    """What was found in a network, worst first, with the runs that it was found in.

    Args:
        runs: Every recurrent layer, in each direction.
        findings: Ranked.
        title: What to call the network, such as the name of its class.
        notes: Sentences on the diagnosis itself, such as what could not be followed.
        loss: The value of the loss that was followed back; None where there is none.
        history: What a monitor saw while it trained.
        measured: The numbers of every layer, with truncation, if they were computed before.
    """

    runs: tuple[LayerRun, ...]
    findings: tuple[Finding, ...]
    title: str = "The network"
    notes: tuple[str, ...] = ()
    loss: float | None = None
    history: Sequence[Looked] = ()
    measured: tuple[LayerNumbers, ...] | None = None

    @classmethod
    def of(
        cls,
        runs: Sequence[LayerRun],
        *,
        needed_lag: int | None = None,
        history: Sequence[Any] = (),
        not_finite: Any = None,
        loss: float | None = None,
        **about: Any,
    ) -> Self:
        """Measure a network's layers once, and judge them.

        Args:
            runs: As the report's.
            needed_lag: As in `find`.
            history: As in `find`, and the report's.
            not_finite: As in `find`.
            loss: As in `find`, and the report's.
            about: The report's title and notes.
        """
        measured = tuple(numbers_of(runs, truncation=True))
        found = find(runs, needed_lag=needed_lag, history=history, not_finite=not_finite, numbers=measured, loss=loss)
        return cls(tuple(runs), found, loss=loss, history=history, measured=measured, **about)

    def __str__(self) -> str:
        """For a terminal of 80 columns."""
        return as_text(self)

    def _repr_html_(self) -> str:
        """For a notebook."""
        from gruviz.diagnosis.report.page import as_fragment  # loads plotly

        return as_fragment(self)

    def save(self, path: str | PathLike[str], *, interactive: bool = True) -> None:
        """Write one file of HTML that opens by a double click and asks no other computer for anything.

        Args:
            path: Of the file, such as "report.html"; one that is there is replaced.
            interactive: Whether its figures can be read at the pointer, for which Plotly travels along: 2 MB in place
                of some 100 kB.
        """
        from gruviz.diagnosis.report.page import as_page  # loads plotly

        Path(path).write_text(as_page(self, interactive=interactive), encoding="utf-8")

    def __repr__(self) -> str:
        return f"Report({self.verdict})"

    @property
    def is_broken(self) -> bool:
        """Whether anything found keeps the network from training or from working at all."""
        return any(finding.severity is Severity.BROKEN for finding in self.findings)

    @property
    def verdict(self) -> str:
        """Such as "CharRNN: 1 thing is broken, 2 are costly"."""
        return f"{self.title}: {_told(self.findings)}"

    @cached_property
    def layers(self) -> tuple[LayerNumbers, ...]:
        """The numbers of every layer, from below."""
        return numbers_of(self.runs, truncation=True) if self.measured is None else self.measured

    @cached_property
    def charts(self) -> "Mapping[str, Chart]":
        """Figures with their words and numbers, by key; each is made when it is first asked for."""
        from gruviz.diagnosis.report.charts import charts_of  # loads plotly

        return charts_of(self)

    @property
    def figures(self) -> Mapping[str, Any]:
        """Plotly's figures for a notebook, by key: "decay", "truncation", "gates", "states", "units" and "training"."""
        from gruviz.diagnosis.report.charts import Styled  # loads plotly

        return Styled(self.charts)

    @cached_property
    def all_notes(self) -> tuple[str, ...]:
        """Those on the diagnosis, and those on single layers."""
        told = dict.fromkeys(note for run in self.runs for note in run.notes)
        own = [self._of_layers(note) for note in told] + self._left_out()
        signs = [SIGN] if any("z" in run.recording.gates for run in self.runs) else []
        return tuple(dict.fromkeys([*self.notes, *own, *signs]))

    def _left_out(self) -> list[str]:
        """Of how many sequences the numbers are not, by layer; said once where it is the same in all."""
        several = {(layer.left_out, layer.sequences) for layer in self.layers}
        if len(several) == 1:
            return _without(*several.pop())
        return [f"{layer.title}: {told}" for layer in self.layers for told in _without(layer.left_out, layer.sequences)]

    def _of_layers(self, note: str) -> str:
        """A note, with the layers that it is about where it is not about all of them."""
        about = [run.title for run in self.runs if note in run.notes]
        return note if len(about) == len(self.runs) else f"{listed(about)}: {note}"


def _without(left_out: int, sequences: int) -> list[str]:
    """That some sequences count for nothing."""
    if not left_out:
        return []
    whose = "its states" if left_out == 1 else "their states"
    return [
        f"{left_out} of {counted(sequences, 'sequence')} {'is' if left_out == 1 else 'are'} left out of what is "
        f"measured, since not all of {whose} are numbers."
    ]


def _told(findings: Sequence[Finding]) -> str:
    """How many findings there are of each kind, the worst first."""
    kinds = {Severity.BROKEN: "broken", Severity.COSTLY: "costly", Severity.WORTH_KNOWING: "worth knowing"}
    counts = {what: sum(one.severity is kind for one in findings) for kind, what in kinds.items()}
    several = {what: count for what, count in counts.items() if count}
    if not several:
        return "nothing wrong was found"
    first = next(iter(several))
    parts = [
        f"{count}{_things(count) if what == first else ''} {'is' if count == 1 else 'are'} {what}"
        for what, count in several.items()
    ]
    return ", ".join(parts)


def _things(count: int) -> str:
    return " thing" if count == 1 else " things"
