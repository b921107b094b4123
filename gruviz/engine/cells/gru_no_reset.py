"""The GRU less its reset gate: the candidate sees all of the state."""

from gruviz.engine.cells.design import Design
from gruviz.engine.cells.gated import Gated

GRU_NO_RESET = Gated(
    Design(reset="none"),
    key="gru_no_reset",
    title="GRU without reset",
    reference="Cho et al. 2014, arXiv:1406.1078, less a gate, as in Ravanelli et al. 2018, arXiv:1803.10225",
)
