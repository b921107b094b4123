"""A gated cell composed from a design: every combination of reset, update, candidate and state bias."""

from functools import lru_cache

from gruviz.arrays import Array
from gruviz.engine.cells.base import Cell
from gruviz.engine.cells.design import Design, equations_of, paths_of


class Gated(Cell):
    """h_t = (1 − z) h_{t-1} + z n, or less than that, with z near 0 keeping and near 1 writing.

    Args:
        design: Which parts it has.
        key: Registry key.
        title: As legends have it.
        reference: Where it comes from.
    """

    def __init__(self, design: Design, *, key: str, title: str, reference: str) -> None:
        self.design, self.key, self.title, self.reference = design, key, title, reference
        self.equations, self.paths = equations_of(design), paths_of(design)
        self.leak = "leak" if "leak" in self.paths else None
        self.update_block = "z" if "z" in self.block_names else None

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"z": -log_lag} if self.update_block else {}


@lru_cache(maxsize=256)
def cell_of_design(key: str) -> Gated:
    """The custom cell of a design's key."""
    design = Design.parse(key)
    return Gated(design, key=key, title=design.title, reference="A composition, not from the literature")
