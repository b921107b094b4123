"""What a rule is shown of a layer, and how a layer is named at the beginning of a sentence."""

from typing import NamedTuple, Protocol

from gruviz.diagnosis.findings.finding import Finding
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.numbers import LayerNumbers


class Seen(NamedTuple):
    """A layer with its numbers.

    Args:
        run: The layer.
        numbers: Measured on it.
        heard: Steps back that it and the layers hear that may lie below or above it, the farthest of them.
        window: Steps between cuts that it and the others of its module need, the longest; 0 if that is not known.
        needed_lag: How many steps back the answer lies, where the person knows.
    """

    run: LayerRun
    numbers: LayerNumbers
    heard: int
    window: int = 0
    needed_lag: int | None = None

    @property
    def subject(self) -> str:
        """Such as "Layer 2 of encoder.rnn (backward)"."""
        run = self.run
        name = f" of {run.name}" * bool(run.name) if run.layers > 1 else f" {run.name}" * bool(run.name)
        place = f"Layer {run.layer + 1}{name}" if run.layers > 1 else f"The layer{name}"
        return f"{place} ({('forward', 'backward')[run.direction]})" if run.directions > 1 else place

    @property
    def name(self) -> str:
        """The same within a sentence, such as "layer 2 of encoder.rnn (backward)"."""
        return self.run.title.replace(", ", " (") + ")" if self.run.directions > 1 else self.run.title

    @property
    def lag(self) -> int:
        """What `gruviz.initialise` would be given."""
        return self.needed_lag or self.run.seq_len

    @property
    def breaks(self) -> bool:
        """Whether the state stops being a number in so many sequences that nothing else can be said."""
        return self.numbers.breakdown is not None and self.numbers.breakdown.is_typical


class Rule(Protocol):
    """Looks at one layer for one thing."""

    def __call__(self, seen: Seen) -> Finding | None:
        """What there is to say, or nothing."""


def one_of(name: str) -> str:
    """Such as "An update gate"."""
    return f"{'An' if name[0] in 'aeiou' else 'A'} {name}"
