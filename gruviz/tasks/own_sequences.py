"""Labelled sequences of one's own: which label does a sequence have, of somebody whom the network has never seen?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.data.labelled import Labelled
from gruviz.tasks.base import OWN_DATA, Batch
from gruviz.tasks.examples import Classification, Split, padded, shuffled
from gruviz.validation import InvalidShape, InvalidValue, TooLarge
from gruviz.wording import listed

HELD_OUT = 0.25
"""Share of the ids of each label that are held out."""
FEWEST, MOST_LABELS = 4, 12
"""Ids of each label at least, and labels at most."""
LONGEST, WINDOW = 150, 100
"""Steps of a sequence that is read as a whole, and those of a window where one is longer."""


class Place(NamedTuple):
    """A stretch of a sequence that is read at once: which, and from which of its steps to which."""

    sequence: int
    first: int
    last: int


@dataclass(frozen=True)
class OwnSequences(Classification):
    """Which label does a sequence have?

    Args:
        data: The sequences, with ids that are in one part only.

    Raises:
        GruvizError: If there are too few or too many labels, or too few ids for one of them.
    """

    data: Labelled = field(metadata=OWN_DATA, repr=False)

    key = "own_sequences"
    title = "Sequences of your own"
    default_steps = 400

    def __post_init__(self) -> None:
        names = self.data.classes
        if len(names) < 2:
            sentence = f"All sequences have one label, “{names[0]}”: there is nothing to tell apart."
            raise InvalidValue("label", names[0], "two labels or more", sentence)
        if len(names) > MOST_LABELS:
            sentence = f"There are {len(names)} different labels; at most {MOST_LABELS} can be learned."
            raise TooLarge("label", f"{len(names)} labels", f"at most {MOST_LABELS}", sentence)
        few = [f"“{label}” has {count}" for label, count in self._ids_of().items() if count < FEWEST]
        if few:
            sentence = (
                f"Every label needs at least {FEWEST} ids, so that some can be held out: {listed(few[:5])}"
                f"{f' and {len(few) - 5} more have too few' if len(few) > 5 else ''}."
            )
            raise InvalidShape("id", ", ".join(few), f"at least {FEWEST} ids for each label", sentence)

    @property
    def text(self) -> str:  # type: ignore[override]  # of the person's own data
        """What is read, how it is cut and split."""
        names, out = self.data.classes, len(self.out)
        known = len(set(self.data.ids)) - out
        cut = (
            f"Sequences longer than {LONGEST} steps are cut into windows of {WINDOW} that overlap by half; shorter "
            "ones begin later, after steps of zeros."
            if max(self.data.lengths) > LONGEST
            else "All end at the same step; before the shorter ones stand steps of zeros."
        )
        return (
            f"The network reads your sequences, {len(self.data.channels)} number"
            f"{'s' * (len(self.data.channels) > 1)} a step, and has to say which of {len(names)} labels they have. "
            f"{cut} Numbers are standardised by the training part. Held out are all sequences of {out} of the "
            f"{known + out} ids: no id is in both parts, or the test would be too easy to mean anything."
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels."""
        return self.data.classes

    @property
    def input_size(self) -> int:
        return len(self.data.channels)

    @property
    def lengths(self) -> tuple[int, int]:
        return 2, LONGEST

    @property
    def default_length(self) -> int:
        """All steps of the longest sequence, or a window."""
        longest = max(self.data.lengths)
        return longest if longest <= LONGEST else WINDOW

    def _ids_of(self) -> Counter[str]:
        """How many ids each label has."""
        return Counter(label for label, _ in dict.fromkeys(zip(self.data.labels, self.data.ids, strict=True)))

    @cached_property
    def out(self) -> frozenset[str]:
        """The ids that are held out: a quarter of those of each label, one at least."""
        labels_of: dict[str, set[str]] = {}
        for own, label in zip(self.data.ids, self.data.labels, strict=True):
            labels_of.setdefault(own, set()).add(label)
        known = list(labels_of)
        order = [known[i] for i in shuffled(len(known))]
        counts, out = self._ids_of(), list[str]()
        for label, count in sorted(counts.items(), key=lambda one: one[1]):
            wanted = max(1, round(HELD_OUT * count)) - sum(label in labels_of[own] for own in out)
            free = [own for own in order if label in labels_of[own] and own not in out]
            out += [own for own in free if _spares(labels_of, counts, out, own)][: max(0, wanted)]
        return frozenset(out)

    def places(self, length: int, *, held_out: bool) -> list[Place]:
        """The stretches of one part, those of all sequences in turn."""
        places = [
            Place(i, first, min(first + length, count))
            for i, (own, count) in enumerate(zip(self.data.ids, self.data.lengths, strict=True))
            if (own in self.out) == held_out
            for first in (range(0, max(1, count - length + 1), max(1, length // 2)))
        ]
        return [places[i] for i in shuffled(len(places))]

    def _split(self, length: int) -> Split:
        known, asked = self.places(length, held_out=False), self.places(length, held_out=True)
        sequences = self.data.sequences
        steps = np.concatenate([sequences[i] for i in sorted({place.sequence for place in known})])
        centre, spread = steps.mean(0), steps.std(0)
        spread[spread == 0] = 1
        scaled = [(sequence - centre) / spread for sequence in sequences]
        return Split(*(self._batch(scaled, part, length) for part in (known, asked)))

    def _batch(self, scaled: Sequence[Array], places: Sequence[Place], length: int) -> Batch:
        targets = np.array([self.classes.index(self.data.labels[place.sequence]) for place in places], np.int64)
        return Batch(padded([scaled[i][first:last] for i, first, last in places], length), targets[None])


def _spares(labels_of: dict[str, set[str]], counts: Counter[str], out: Sequence[str], own: str) -> bool:
    """Whether each label of an id has three more, or half of its ids, to learn from."""
    return all(
        counts[label] - sum(label in labels_of[other] for other in out) - 1 >= counts[label] / 2
        for label in labels_of[own]
    )
