"""The GRU as PyTorch and cuDNN compute it: the reset gate acts after the matrix product."""

from gruviz.engine.cells.equations import BlockEquation
from gruviz.engine.cells.gru import GRU, INTERPOLATION, INTO_CANDIDATE


class GRUResetAfter(GRU):
    """As `GRU`, but the candidate resets q = U_n h + c instead of h; one product serves all gates."""

    key = "gru_reset_after"
    title = "GRU reset-after"
    reference = "Cho et al. 2014, arXiv:1406.1078v1; the form of torch.nn.GRU, with z negated"
    equations = (*GRU.equations[:2], BlockEquation("n", "n", "tanh", reset_after="r", state_bias=True), INTERPOLATION)
    paths = GRU.paths | {
        "candidate": rf"{INTO_CANDIDATE}\, \mathrm{{diag}}(r_t)\, U_n",
        "reset": rf"{INTO_CANDIDATE}\, \mathrm{{diag}}((U_n h_{{t-1}} + c_n) \circ r_t(1-r_t))\, U_r",
    }
