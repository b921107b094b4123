"""The minimal gated unit: one gate resets and updates."""

from gruviz.engine.cells.design import Design
from gruviz.engine.cells.gated import Gated

MGU = Gated(
    Design(reset="before", update="coupled"),
    key="mgu",
    title="MGU",
    reference="Zhou et al. 2016, arXiv:1603.09420, who write f for its gate",
)
