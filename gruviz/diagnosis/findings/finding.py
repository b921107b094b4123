"""What a finding is."""

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How bad it is; a larger one stands first."""

    GOOD = 0
    WORTH_KNOWING = 1
    COSTLY = 2
    BROKEN = 3


@dataclass(frozen=True)
class Finding:
    """One thing that the numbers say about a network.

    Args:
        key: Of the rule, such as "vanishing".
        severity: How bad it is.
        cost: How much is lost, 0 to 1, by which findings of equal severity are ranked.
        title: One sentence with its number.
        evidence: The numbers behind it, in a sentence or two.
        advice: One thing to try; "" where there is nothing to mend.
        layer: Title of the layer that it is about; "" for all of them.
        figure: Key of the figure that shows it, one of the report's; "" for none.
    """

    key: str
    severity: Severity
    cost: float
    title: str
    evidence: str
    advice: str
    layer: str = ""
    figure: str = ""
