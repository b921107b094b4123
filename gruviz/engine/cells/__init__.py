"""The cells, one file each, and their registry."""

from collections.abc import Mapping

from gruviz.engine.cells.base import Adjoint, Cell, Step
from gruviz.engine.cells.design import OWN, Design
from gruviz.engine.cells.gated import Gated, cell_of_design
from gruviz.engine.cells.gru import GRU
from gruviz.engine.cells.gru_no_reset import GRU_NO_RESET
from gruviz.engine.cells.gru_no_update import GRU_NO_UPDATE
from gruviz.engine.cells.gru_reset_after import GRUResetAfter
from gruviz.engine.cells.irnn import IRNN
from gruviz.engine.cells.light_gru import LIGHT_GRU
from gruviz.engine.cells.lru import LRU
from gruviz.engine.cells.lstm import LSTM
from gruviz.engine.cells.lstm_coupled import CoupledLSTM
from gruviz.engine.cells.mgu import MGU
from gruviz.engine.cells.mingru import MinGRU
from gruviz.engine.cells.minlstm import MinLSTM
from gruviz.engine.cells.rg_lru import RGLRU
from gruviz.engine.cells.rnn import RNN
from gruviz.engine.cells.slstm import SLSTM
from gruviz.engine.cells.ssm import SelectiveSSM
from gruviz.validation import check_choice

_STANDARD = (RNN(), GRU(), GRUResetAfter(), LSTM())
_VARIANTS = (MGU, LIGHT_GRU, GRU_NO_RESET, GRU_NO_UPDATE, IRNN, CoupledLSTM(), SLSTM())
_LINEAR = (MinGRU(), MinLSTM(), LRU(), RGLRU(), SelectiveSSM())

CELLS: Mapping[str, Cell] = {cell.key: cell for cell in (*_STANDARD, *_VARIANTS, *_LINEAR)}
"""Every named cell by its key: the four of the textbooks and libraries, their variants, then those whose gates do not
read the state, which makes them linear in it."""
STANDARD, VARIANTS, LINEAR = (tuple(cell.key for cell in cells) for cells in (_STANDARD, _VARIANTS, _LINEAR))


def find_cell(key: str, field: str = "cell") -> Cell:
    """Return the cell registered under `key`, or the one whose design `key` spells out.

    Raises:
        GruvizError: If there is none, naming `field`, or the part of the design that is unknown.
    """
    if isinstance(key, str) and key.startswith(f"{OWN}_"):
        return cell_of_design(key)
    return CELLS[check_choice(field, key, CELLS)]


__all__ = [
    "CELLS",
    "GRU",
    "LINEAR",
    "LSTM",
    "OWN",
    "RNN",
    "STANDARD",
    "VARIANTS",
    "Adjoint",
    "Cell",
    "Design",
    "GRUResetAfter",
    "Gated",
    "Step",
    "cell_of_design",
    "find_cell",
]
