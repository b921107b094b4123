"""The GRU less its update gate: nothing is copied, and the candidate is the new state."""

from gruviz.engine.cells.design import Design
from gruviz.engine.cells.gated import Gated

GRU_NO_UPDATE = Gated(
    Design(update="none"),
    key="gru_no_update",
    title="GRU without update",
    reference="Cho et al. 2014, arXiv:1406.1078, less the gate that protects the state: an ablation",
)
