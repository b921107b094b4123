"""Records in, Plotly figures out; one family per file.

Each family has three parts: a function that computes numbers, one that draws them as a `Chart` (figure, finding,
summary, table), and a public one that composes both and returns a styled `go.Figure` for a notebook.
"""

from gruviz.figures.attribution import weight_attribution
from gruviz.figures.carry import carry_and_write
from gruviz.figures.chart import Chart
from gruviz.figures.decay import gradient_decay
from gruviz.figures.echo import input_echo
from gruviz.figures.gates_over_time import mean_gates
from gruviz.figures.heatmaps import gate_heatmap
from gruviz.figures.highway import gradient_highway
from gruviz.figures.holds import gate_holds
from gruviz.figures.interference import interference
from gruviz.figures.learning import learning_curves
from gruviz.figures.matrix import loss_source_matrix
from gruviz.figures.paths import detour_shares, path_shares
from gruviz.figures.signs import update_gate_signs
from gruviz.figures.singular import step_singular_values

__all__ = [
    "Chart",
    "carry_and_write",
    "detour_shares",
    "gate_heatmap",
    "gate_holds",
    "gradient_decay",
    "gradient_highway",
    "input_echo",
    "interference",
    "learning_curves",
    "loss_source_matrix",
    "mean_gates",
    "path_shares",
    "step_singular_values",
    "update_gate_signs",
    "weight_attribution",
]
