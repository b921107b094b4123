"""The plain recurrent network of Elman 1990, with tanh."""

from gruviz.engine.cells.base import Cell
from gruviz.engine.cells.equations import BlockEquation


class RNN(Cell):
    """h_t = tanh(W x_t + U h_{t-1} + b)."""

    key = "rnn"
    title = "RNN"
    reference = "Elman 1990; analysed by Bengio, Simard & Frasconi 1994"
    equations = (BlockEquation("h", "h", "tanh", alone=True),)
    paths = {"recurrent": r"\mathrm{diag}(1-h_t^2)\, U"}
