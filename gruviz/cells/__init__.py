"""The cells, one file each, and their registry."""

from collections.abc import Mapping

from gruviz.cells.base import Adjoint, Cell, Step
from gruviz.cells.gru import GRU
from gruviz.cells.gru_reset_after import GRUResetAfter
from gruviz.cells.lstm import LSTM
from gruviz.cells.rnn import RNN
from gruviz.validation import check_choice

CELLS: Mapping[str, Cell] = {cell.key: cell for cell in (RNN(), GRU(), GRUResetAfter(), LSTM())}
"""Every cell by its key."""


def find_cell(key: str) -> Cell:
    """Return the cell registered under `key`."""
    return CELLS[check_choice("cell", key, CELLS)]


__all__ = ["CELLS", "GRU", "LSTM", "RNN", "Adjoint", "Cell", "GRUResetAfter", "Step", "find_cell"]
