"""The plain recurrent network with ReLU; started from the identity it is the IRNN."""

from gruviz.engine.cells.design import Design
from gruviz.engine.cells.gated import Gated

IRNN = Gated(
    Design(reset="none", update="none", candidate="relu"),
    key="irnn",
    title="ReLU RNN",
    reference="Le, Jaitly & Hinton 2015, arXiv:1504.00941: an IRNN where U starts as the identity and biases as 0; "
    'scheme "identity" draws the biases',
)
