"""Who can learn on the page Train: cells and their starts, and a start of one's own."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from gruviz.engine.cells import CELLS, OWN, find_cell
from gruviz.training.settings import Learner
from gruviz.ui.controls.cell_kinds import KINDS, MORE_CELLS, OFFERED
from gruviz.ui.controls.kinds import Control, Values
from gruviz.ui.controls.laboratory import TABLE as LABORATORY
from gruviz.validation import InvalidValue

START = "start"
"""Among the settings of a learner: that it starts as the controls of `START_ROWS` say."""

LEARNERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "rnn": ("RNN", {"cell": "rnn"}),
    "rnn_orthogonal": ("RNN orthogonal", {"cell": "rnn", "scheme": "orthogonal"}),
    "gru": ("GRU", {"cell": "gru"}),
    "gru_chrono": ("GRU told how long", {"cell": "gru", "chrono": True}),
    "lstm": ("LSTM", {"cell": "lstm"}),
    "lstm_biased": ("LSTM, forget gate open", {"cell": "lstm", "forget_bias": 1.0}),
    "lstm_chrono": ("LSTM told how long", {"cell": "lstm", "chrono": True}),
}
"""Label and settings of the learners that the page offers at once."""


def _more() -> Iterator[tuple[str, tuple[str, dict[str, Any]]]]:
    for key in ("gru_reset_after", *(key for keys in MORE_CELLS.values() for key in keys)):
        yield key, (OFFERED[key], {"cell": key})
        if key == OWN or CELLS[key].takes_chrono:
            yield f"{key}_chrono", (f"{OFFERED[key]} chrono", {"cell": key, "chrono": True})
    for key in ("rnn", "gru", "lstm"):
        yield f"{key}_start", (f"{CELLS[key].title}, your own start", {"cell": key, START: True})
    yield "irnn_identity", ("ReLU RNN identity (IRNN)", {"cell": "irnn", "scheme": "identity"})


MORE: Mapping[str, tuple[str, dict[str, Any]]] = dict(_more())
"""Label and settings of the learners in the list beneath."""


MORE_BY_KIND: Mapping[str, tuple[str, ...]] = {
    kind: tuple(key for key, (_, start) in MORE.items() if start["cell"] in keys) for kind, keys in KINDS.items()
}
"""Keys of `MORE` by the kind of cell that learns."""


def starts(values: Values) -> list[dict[str, Any]]:
    """Settings of the chosen learners, a custom cell still as `OWN`."""
    chosen = {*values["learners"], *values["more"]}
    return [start for offer in (LEARNERS, MORE) for name, (_, start) in offer.items() if name in chosen]


def settled(start: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """Settings of a learner, with those of the controls where it starts as they say."""
    if START not in start:
        return dict(start)
    return {"cell": start["cell"]} | {name: values[name] for name in _own(start["cell"])}


def offered_as(learner: Learner) -> dict[str, Any]:
    """Values of the controls that choose this learner alone; raises InvalidValue if there are none."""
    names = ("cell", *_own(learner.cell), "chrono")
    settings = {name: getattr(learner, name) for name in names}
    for offer in ("learners", "more"):
        for key, (_, start) in {"learners": LEARNERS, "more": MORE}[offer].items():
            if START not in start and start["cell"] != OWN and _same(Learner(**start), learner):
                return {"learners": [], "more": []} | {offer: [key]}
    if f"{learner.cell}_start" not in MORE or learner.chrono:
        raise InvalidValue("learner", settings, "one that the page Train offers")
    own = {name: settings[name] for name in _own(learner.cell)}
    return {"learners": [], "more": [f"{learner.cell}_start"]} | own


def _same(one: Learner, other: Learner) -> bool:
    """Whether two learners start alike, however fast they learn."""
    return asdict(one) | {"learning_rate": other.learning_rate} == asdict(other)


def _own(cell: str) -> list[str]:
    """Controls of a start that make a difference to a cell."""
    kind = find_cell(cell)
    blocks = {"update_bias": kind.update_block, "forget_bias": kind.forget_block}
    return ["scheme", "gain", *(name for name, block in blocks.items() if block is not None)]


def _row(name: str, **changes: Any) -> Control:
    def matters(values: Values) -> bool:
        return any(name in _own(start["cell"]) for start in starts(values) if START in start)

    return LABORATORY.row(name, group="Your own start", when=matters, **changes)


START_ROWS = (_row("scheme", default="orthogonal"), _row("gain"), _row("update_bias", default=0.0), _row("forget_bias"))
"""How learners start that are "your own start"."""
