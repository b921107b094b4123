"""Which colour, mark and colour scale means what: one meaning each, in every chart.

A colour is the same on light and on dark paper: each is of middling luminance, and stands out from both by
at least 3:1.
"""

from collections.abc import Iterable, Mapping
from itertools import cycle

from gruviz.engine.cells import OWN

CELL_COLORS: Mapping[str, str] = {
    "rnn": "#D55E00",
    "gru": "#009E73",
    "lstm": "#0072B2",
    "gru_reset_after": "#CC79A7",
    "mgu": "#B08349",
    "mingru": "#3A9AD3",
    "light_gru": "#A34282",
    "gru_no_reset": "#2C6C51",
    "gru_no_update": "#CD1150",
    "irnn": "#805A1E",
    "lstm_coupled": "#5D6CE2",
    "slstm": "#BD6CAE",
    "rg_lru": "#D21E28",
    "lru": "#3C96F0",
    "minlstm": "#FA5A78",
    "ssm": "#BE00A0",
    OWN: "#8A2EF1",
}
"""One colour per cell: the first four from the palette of Okabe & Ito 2008, the others chosen to stay apart from them
and from their own kind, on light and dark, also for eyes that see no red or no green; a variant and a cell that is
linear in the state may come close, and have marks that do not. All custom cells share the last."""
CELL_SYMBOLS: Mapping[str, str] = {
    "rnn": "circle",
    "gru": "square",
    "lstm": "diamond",
    "gru_reset_after": "cross",
    "mgu": "triangle-up",
    "mingru": "triangle-down",
    "light_gru": "star",
    "gru_no_reset": "hourglass",
    "gru_no_update": "bowtie",
    "irnn": "triangle-right",
    "lstm_coupled": "star-diamond",
    "slstm": "diamond-wide",
    "rg_lru": "pentagon",
    "lru": "star-triangle-up",
    "minlstm": "triangle-left",
    "ssm": "star-square",
    OWN: "hexagram",
}
"""A second mark of the cell beside its colour."""
PATH_COLORS: Mapping[str, str] = {
    "leak": "#AA8A28",
    "candidate": "#8F4CF0",
    "update": "#C02379",
    "reset": "#2293A1",
    "input": "#727D31",
    "forget": "#9882CB",
    "output": "#8A525C",
    "recurrent": "#C77BB4",
}
"""One colour per way of the gradient through a cell, from the hues between those of the RNN, the GRU and the LSTM:
gold, olive, teal and the violets. No way can be taken for one of these cells, nor for another way through its own."""
GATE_COLORS: Mapping[str, str] = {
    "r": PATH_COLORS["reset"],
    "z": PATH_COLORS["update"],
    "n": PATH_COLORS["candidate"],
    "i": PATH_COLORS["input"],
    "f": PATH_COLORS["forget"],
    "g": PATH_COLORS["candidate"],
    "o": PATH_COLORS["output"],
    "a": PATH_COLORS["leak"],
    **dict.fromkeys(("k", "a1", "a2"), PATH_COLORS["leak"]),
    **dict.fromkeys(("u", "v"), PATH_COLORS["candidate"]),
    **dict.fromkeys(("w", "delta"), PATH_COLORS["update"]),
    "i0": PATH_COLORS["input"],
    "f0": PATH_COLORS["forget"],
    **dict.fromkeys(("B1", "B2"), PATH_COLORS["input"]),
    **dict.fromkeys(("C1", "C2"), PATH_COLORS["output"]),
}
"""A gate has the colour of the path through it."""
GREY = "#858585"
"""Baselines, recorded truth, and what has no colour of its own."""
DETOUR_COLORS = (PATH_COLORS["leak"], "#C77BB4", "#B05AC8", "#8F4CF0", "#675AA0", GREY)
"""Leak only, one detour off it, two, …: from the leak's gold ever deeper into violet."""
CASING = "#ffffff"
"""Beneath a line that crosses a colour scale: line and casing stand out from each other, whatever the ground."""
END_COLOR = "#737373"
"""Where a gradient stops being a number above zero: no hue, but a cross or hatching."""
PREDICTION_COLOR = "#9467e8"
"""Of a person's prediction: no cell, gate or path has this colour."""
GATE_SCALE, GRADIENT_SCALE = "Viridis", "Cividis"
"""Shares and gates on [0, 1], and powers of ten of gradients."""
STATE_SCALES: Mapping[str, tuple[str, ...]] = {
    "light": (
        *("#053061", "#2166AC", "#4393C3", "#92C5DE", "#D1E5F0", "#F7F7F7"),
        *("#FDDBC7", "#F4A582", "#D6604D", "#B2182B", "#67001F"),
    ),
    "dark": (
        *("#CFE6FA", "#8FC3F0", "#5699D6", "#35709F", "#24475F", "#22262C"),
        *("#5E3029", "#9C4A3B", "#D57257", "#F2A58A", "#FBDACD"),
    ),
}
"""States around 0, blue below and red above, by theme: zero looks like the paper. The light one is ColorBrewer's RdBu
(Brewer 2003). Lists, since that name means opposite directions to Plotly's Python and JavaScript."""


def cell_color(cell: str) -> str:
    """The colour of a cell; grey for one that is not in the registry."""
    return CELL_COLORS.get(_look(cell), GREY)


def cell_symbol(cell: str) -> str:
    """The mark of a cell; a cross for one that is not in the registry."""
    return CELL_SYMBOLS.get(_look(cell), "x")


def path_colors(names: Iterable[str]) -> dict[str, str]:
    """The colours of paths; names that none of our cells has take those that are left over, in order."""
    paths = list(names)
    left = cycle([color for name, color in PATH_COLORS.items() if name not in paths] or [GREY])
    return {name: PATH_COLORS.get(name) or next(left) for name in paths}


def gate_color(gate: str) -> str:
    """The colour of a gate by its symbol; grey for one without."""
    return GATE_COLORS.get(gate, GREY)


def faded(color: str, alpha: float) -> str:
    """A hex colour made translucent."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def _look(cell: str) -> str:
    return OWN if cell.startswith(f"{OWN}_") else cell
