"""What a training's looks say together that no single one of them does."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.wording import counted, share, steps

CLIPPED = 0.5
"""Share of updates: clipping is for the rare large gradient; when most are clipped it sets the step's length."""
SHRUNK = 0.5
"""A horizon that ends at less than this part of what it was."""
LEAST_LOST = 5
"""Steps: less is noise from one batch to the next."""
FEWEST = 4
"""Looks: the first and the last quarter are compared."""


class SeenLayer(Protocol):
    """One layer at one look."""

    @property
    def title(self) -> str:
        """As that of its run."""

    @property
    def horizon(self) -> int:
        """Steps back at which at least 1% of the gradient arrives."""


class SeenUpdate(Protocol):
    """One look of a monitor."""

    @property
    def step(self) -> int:
        """Counted from 1."""

    @property
    def layers(self) -> Sequence[SeenLayer]:
        """Those that were moved."""

    @property
    def clipped(self) -> float:
        """Share of the updates since the look before; nan where not measured."""

    @property
    def clipping_factor(self) -> float:
        """What was left of the clipped gradients."""


Looks = Sequence[SeenUpdate]


def often_clipped(looks: Looks) -> Finding | None:
    """Gradient clipping that acts at most updates."""
    measured = [look for look in looks if np.isfinite(look.clipped)]
    part = float(np.mean([look.clipped for look in measured])) if measured else 0.0
    if part < CLIPPED:
        return None
    factors = [look.clipping_factor for look in measured if look.clipped > 0]
    factor = float(np.exp(np.mean(np.log(factors))))
    return Finding(
        key="often_clipped",
        severity=Severity.COSTLY if factor < MUCH_SMALLER else Severity.WORTH_KNOWING,
        cost=part * (1 - factor),
        title=f"The gradient was clipped in {share(part)} of the updates.",
        evidence=f"Where it was, {share(factor)} of its length was left on average, over "
        f"{counted(len(measured), 'look')} up to update {measured[-1].step}.",
        advice="If the loss falls well, leave it: most updates then have the length that the limit sets. If not, raise "
        "the limit, or look for the layer whose gradient explodes.",
        figure="training",
    )


MUCH_SMALLER = 0.1
"""A gradient that clipping leaves less than this of explodes, or the limit is far too low."""


def shrinking_horizon(looks: Looks) -> Finding | None:
    """The layer that hears less and less far while the network trains."""
    if len(looks) < FEWEST:
        return None
    quarter = max(1, len(looks) // 4)
    lost: list[tuple[float, float, str]] = []
    for title in dict.fromkeys(layer.title for look in looks for layer in look.layers):
        heard = [layer.horizon for look in looks for layer in look.layers if layer.title == title]
        if len(heard) < FEWEST:
            continue
        first, last = float(np.median(heard[:quarter])), float(np.median(heard[-quarter:]))
        if last < SHRUNK * first and first - last >= LEAST_LOST:
            lost.append((first, last, title))
    if not lost:
        return None
    first, last, title = min(lost, key=lambda one: one[1] / one[0])
    return Finding(
        key="shrinking_horizon",
        severity=Severity.COSTLY,
        cost=1 - last / first,
        title=f"As it trains, {title} hears less far: {steps(first)} back at the start, {steps(last)} at the end.",
        evidence=f"Medians of the first and the last {quarter} of {len(looks)} looks, from update {looks[0].step} to "
        f"{looks[-1].step}.",
        advice="A short horizon may be all that the data need. If not, the gates close before the far answer is found: "
        "lower the learning rate, train on longer sequences, or start with gruviz.initialise(model, lag=…).",
        layer=title,
        figure="training",
    )


class BadValue(Protocol):
    """The first value of a training that is not finite."""

    @property
    def words(self) -> str:
        """What it is and at which update, as a sentence."""


def first_not_finite(bad: BadValue) -> Finding:
    """The update at which a training broke."""
    return Finding(
        key="first_not_finite",
        severity=Severity.BROKEN,
        cost=1.0,
        title=bad.words,
        evidence="Once such a value has reached the weights, hardly anything that is computed from them is finite.",
        advice="Go back to weights from before it, clip the gradient and lower the learning rate; with float16, use "
        "torch.amp.GradScaler, which skips such updates.",
        figure="training",
    )
