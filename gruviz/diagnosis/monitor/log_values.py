"""What a look gives to a log: floats by name, which print as one readable line."""

import math

from gruviz.diagnosis.monitor.history import LayerLook, Look
from gruviz.diagnosis.monitor.not_finite import NotFinite
from gruviz.wording import share

PREFIX = "gruviz"
MOST_NAMED = 4
"""Layers in a printed line."""


class LogValues(dict[str, float]):
    """Floats by names with "/" between their parts, such as "gruviz/rnn/layer 1/horizon".

    Printed after its step, it reads as a sentence: "50 updates: rnn hears 17 of 200 steps back; …".
    """

    def __init__(self, values: dict[str, float], line: str) -> None:
        super().__init__(values)
        self._line = line

    def __str__(self) -> str:
        return self._line


def log_values(look: Look, bad: NotFinite | None = None) -> LogValues:
    """All that one look has to say, and whether the training has met a value that is not finite."""
    values = {f"{PREFIX}/{layer.path}/{name}": value for layer in look.layers for name, value in layer.numbers.items()}
    if not math.isnan(look.clipped):
        values |= {f"{PREFIX}/clipped_share": look.clipped, f"{PREFIX}/clipping_factor": look.clipping_factor}
    if bad is not None:
        values |= bad_values(bad)
    return LogValues(values, _line(look, bad))


def bad_values(bad: NotFinite) -> LogValues:
    """That the training has met its first value that is not finite."""
    return LogValues({f"{PREFIX}/not_finite_since_step": float(bad.update)}, f"{_updates(bad.update)}: {bad.what}")


def _updates(step: int) -> str:
    return "update" if step == 1 else "updates"


def _line(look: Look, bad: NotFinite | None) -> str:
    parts = [_heard(layer) for layer in look.layers[:MOST_NAMED]]
    if more := look.layers[MOST_NAMED:]:
        parts.append(f"{len(more)} more {'layer' if len(more) == 1 else 'layers'}")
    if look.clipped > 0:
        parts.append(f"gradient clipped at {share(look.clipped)} of the updates, to {share(look.clipping_factor)}")
    if bad is not None:
        parts.append(bad.what if bad.update == look.step else f"not finite since update {bad.update}")
    return f"{_updates(look.step)}: {'; '.join(parts)}"


def _heard(layer: LayerLook) -> str:
    """Such as "layer 2 of rnn hears 17 of 200 steps back, 3 of 64 units dead"."""
    units = [
        f"{layer.numbers[f'{kind}_units']:.0f} {kind}"
        for kind in ("dead", "latched")
        if layer.numbers.get(f"{kind}_units")
    ]
    silent = "gets no gradient" if math.isnan(layer.kept) else f"hears {layer.horizon} of {layer.followed} steps back"
    return f"{layer.title} {silent}" + (f", units: {' and '.join(units)}" if units else "")
