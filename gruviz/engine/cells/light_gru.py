"""The light GRU of speech recognition: no reset gate and a ReLU candidate, here without its batch normalisation."""

from gruviz.engine.cells.design import Design
from gruviz.engine.cells.gated import Gated

LIGHT_GRU = Gated(
    Design(reset="none", candidate="relu"),
    key="light_gru",
    title="Light GRU",
    reference="Ravanelli et al. 2018, arXiv:1803.10225, with the sign of z turned and without the batch normalisation "
    "that keeps its ReLU in bounds there",
)
