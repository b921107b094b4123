"""Records in, Plotly figures out; one family per file.

Each family has three parts: a function that computes numbers, one that draws them as a `Chart` (figure, finding,
summary, table), and a public one that composes both and returns a styled `go.Figure` for a notebook.
"""

from gruviz.figures.attribution import weight_attribution
from gruviz.figures.balanced import balanced_steps
from gruviz.figures.beliefs import beliefs_over_time
from gruviz.figures.blank import accuracy_after_blank_rows
from gruviz.figures.carry import carry_against_write
from gruviz.figures.chances import next_chances
from gruviz.figures.chart import Chart
from gruviz.figures.confusion import confusion_matrices
from gruviz.figures.costs import computation_curves, equal_budgets, parameter_curves
from gruviz.figures.decay import gradient_decay
from gruviz.figures.echo import input_echo
from gruviz.figures.evidence import evidence_by_step
from gruviz.figures.forecasts import forecasts, horizon_errors
from gruviz.figures.gates_over_time import mean_gates
from gruviz.figures.half_lives import half_lives
from gruviz.figures.heatmaps import gate_heatmap
from gruviz.figures.highway import gradient_highway
from gruviz.figures.holds import gate_holds
from gruviz.figures.interference import interference
from gruviz.figures.learning import learning_curves
from gruviz.figures.matrix import loss_source_matrix
from gruviz.figures.paths import detour_shares, path_shares
from gruviz.figures.published import published_results
from gruviz.figures.reach import answer_reach
from gruviz.figures.results import application_results
from gruviz.figures.scoreboard import scoreboard
from gruviz.figures.signs import update_gate_signs
from gruviz.figures.singular import step_singular_values
from gruviz.figures.speed import speed_ratios
from gruviz.figures.structure import cell_structure
from gruviz.figures.trade_off import carry_and_write
from gruviz.figures.word_grids import word_grids

__all__ = [
    "Chart",
    "accuracy_after_blank_rows",
    "answer_reach",
    "application_results",
    "balanced_steps",
    "beliefs_over_time",
    "carry_against_write",
    "carry_and_write",
    "cell_structure",
    "computation_curves",
    "confusion_matrices",
    "detour_shares",
    "equal_budgets",
    "evidence_by_step",
    "forecasts",
    "gate_heatmap",
    "gate_holds",
    "gradient_decay",
    "gradient_highway",
    "half_lives",
    "horizon_errors",
    "input_echo",
    "interference",
    "learning_curves",
    "loss_source_matrix",
    "mean_gates",
    "next_chances",
    "parameter_curves",
    "path_shares",
    "published_results",
    "scoreboard",
    "speed_ratios",
    "step_singular_values",
    "update_gate_signs",
    "weight_attribution",
    "word_grids",
]
