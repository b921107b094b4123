"""Over what the numbers of a chart are medians, in words."""

from typing import NamedTuple

from gruviz.engine.trajectory import Trajectory
from gruviz.wording import listed


class Sample(NamedTuple):
    """Runs that a chart summarises.

    Args:
        networks: Sets of weights, E.
        sequences: Read by each of them, B.
    """

    networks: int
    sequences: int = 1

    @classmethod
    def of(cls, recording: Trajectory) -> "Sample":
        """Of a recording."""
        return cls(recording.seeds, recording.batch_size)

    def words(self, more: str = "", *, kind: str = "Medians") -> str:
        """A sentence that a summary ends with: " Medians over 16 networks with different weights."

        A single run has neither medians nor quartiles, and gives an empty text.

        Args:
            more: What else there is to say of the medians, before the full stop.
            kind: What the numbers are, if not medians.
        """
        several = [f"{self.networks} networks with different weights"] if self.networks > 1 else []
        several += [f"{self.sequences} sequences"] if self.sequences > 1 else []
        return f" {kind} over {listed(several)}{more}." if several else ""


SINGLE = Sample(1)
"""One network that read one sequence."""
