"""What is computed of a network: the part of the controls' values that it depends on."""

from dataclasses import dataclass

from gruviz.ui.controls.inputs import typed_table
from gruviz.ui.controls.kinds import Values
from gruviz.ui.your_network.example import LAG

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Settings:
    """How a network is read and what it reads.

    Args:
        module: Name of one of the file's modules; the first where it is none of them.
        reading: Key of a reading, see `Reading.key`; as it was recognised where it is none of a layer's.
        inputs: Key of `INPUTS`.
        text: What is typed.
        vocabulary: Characters in the order of their ids.
        rows: The person's own numbers, one row for each step.
        seq_len: Steps, at most.
        lag: Steps back that it must hear; None where that is unknown.
        scale: Factor on what it reads.
        seed: Of all that is random.
    """

    module: str
    reading: str
    inputs: str
    text: str
    vocabulary: str
    rows: Rows
    seq_len: int
    lag: int | None
    scale: float
    seed: int


def settings_from(values: Values, uploaded: str | None, *, is_example: bool = False) -> Settings:
    """The part of the controls' values on which the numbers depend.

    Args:
        values: Of the controls.
        uploaded: A CSV file's text, in place of typed numbers.
        is_example: Whether they are for the example, of which is known how far it must hear.

    Raises:
        GruvizError: If the numbers make no table.
    """
    reads = values["inputs"]
    return Settings(
        module=values["module"],
        reading=values["reading"],
        inputs=reads,
        text=values["text"] if reads == "text" else "",
        vocabulary=values["vocabulary"] if reads == "text" else "",
        rows=typed_table(values, uploaded) if reads == "table" else (),
        seq_len=values["seq_len"],
        lag=LAG if is_example else values["lag"] or None,
        scale=values["scale"],
        seed=values["seed"],
    )
