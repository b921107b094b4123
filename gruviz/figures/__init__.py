"""Records in, Plotly figures out; one file per figure, one folder per family.

A file has three parts: a function that computes numbers, one that draws them as a `Chart` (figure, finding, summary,
table), and a public one that composes both and returns a styled `go.Figure` for a notebook. What they draw with, such
as colours, axes and panels, is in `drawing`.
"""

from gruviz.figures.applications.balancing import balanced_steps
from gruviz.figures.applications.beliefs import beliefs_over_time
from gruviz.figures.applications.blank_rows import accuracy_after_blank_rows
from gruviz.figures.applications.confusion import confusion_matrices
from gruviz.figures.applications.evidence import evidence_by_step
from gruviz.figures.applications.forecasts import forecasts, horizon_errors
from gruviz.figures.applications.next_character import next_chances
from gruviz.figures.applications.reach import answer_reach
from gruviz.figures.applications.results import application_results
from gruviz.figures.applications.verb_agreement import verb_agreement
from gruviz.figures.applications.word_grids import word_grids
from gruviz.figures.comparison.carry import carry_by_lag
from gruviz.figures.comparison.costs import computation_curves, equal_budgets, parameter_curves
from gruviz.figures.comparison.half_lives import half_lives
from gruviz.figures.comparison.published import published_results
from gruviz.figures.comparison.scoreboard import scoreboard
from gruviz.figures.comparison.selection import selected_inputs
from gruviz.figures.comparison.sensitivity import parameter_sensitivity
from gruviz.figures.comparison.speed import speed_ratios
from gruviz.figures.comparison.structure import cell_structure
from gruviz.figures.comparison.writing import loudest_inputs
from gruviz.figures.diagnosis.gate_saturation import gate_saturation
from gruviz.figures.diagnosis.layer_training import layer_training
from gruviz.figures.diagnosis.state_norms import state_norms
from gruviz.figures.diagnosis.truncation import truncation_shares
from gruviz.figures.diagnosis.units import idle_units
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.checks import checked
from gruviz.figures.gradients.collapse import product_singular_values
from gruviz.figures.gradients.decay import gradient_decay
from gruviz.figures.gradients.detours import detour_shares
from gruviz.figures.gradients.eigenvalues import eigenvalue_planes
from gruviz.figures.gradients.ellipses import step_ellipses
from gruviz.figures.gradients.gates_and_states import gate_heatmap
from gruviz.figures.gradients.interference import interference
from gruviz.figures.gradients.matrix import loss_source_matrix
from gruviz.figures.gradients.ring import eigenvalue_ring
from gruviz.figures.gradients.river import path_shares
from gruviz.figures.gradients.singular import step_singular_values
from gruviz.figures.gradients.weight_attribution import weight_attribution
from gruviz.figures.lesson.clipping import clipped_gradients
from gruviz.figures.lesson.echo import input_echo
from gruviz.figures.lesson.holds import gate_holds
from gruviz.figures.lesson.signs import update_gate_signs
from gruviz.figures.lesson.trade_off import carry_by_bias
from gruviz.figures.lesson.truncation import truncated_memory
from gruviz.figures.lesson.two_states import state_gradients
from gruviz.figures.lesson.ways import gradient_ways
from gruviz.figures.maps.budget import shore_by_budget
from gruviz.figures.maps.gradient import gradient_map
from gruviz.figures.maps.lyapunov import lyapunov_map
from gruviz.figures.maps.success import success_against_gradient
from gruviz.figures.maps.training import training_map
from gruviz.figures.maps.verdict import verdict_map
from gruviz.figures.renamed import carry_against_write, carry_and_write
from gruviz.figures.training.gates_over_time import mean_gates
from gruviz.figures.training.highway import gradient_highway
from gruviz.figures.training.learning import learning_curves
from gruviz.figures.training.plateau import error_and_highway

__all__ = [
    "Chart",
    "accuracy_after_blank_rows",
    "answer_reach",
    "application_results",
    "balanced_steps",
    "beliefs_over_time",
    "carry_against_write",
    "carry_and_write",
    "carry_by_bias",
    "carry_by_lag",
    "cell_structure",
    "clipped_gradients",
    "computation_curves",
    "confusion_matrices",
    "detour_shares",
    "eigenvalue_planes",
    "eigenvalue_ring",
    "equal_budgets",
    "error_and_highway",
    "evidence_by_step",
    "forecasts",
    "gate_heatmap",
    "gate_holds",
    "gate_saturation",
    "gradient_decay",
    "gradient_highway",
    "gradient_map",
    "gradient_ways",
    "half_lives",
    "horizon_errors",
    "idle_units",
    "input_echo",
    "interference",
    "layer_training",
    "learning_curves",
    "loss_source_matrix",
    "loudest_inputs",
    "lyapunov_map",
    "mean_gates",
    "next_chances",
    "parameter_curves",
    "parameter_sensitivity",
    "path_shares",
    "product_singular_values",
    "published_results",
    "scoreboard",
    "selected_inputs",
    "shore_by_budget",
    "speed_ratios",
    "state_gradients",
    "state_norms",
    "step_ellipses",
    "step_singular_values",
    "success_against_gradient",
    "training_map",
    "truncated_memory",
    "truncation_shares",
    "update_gate_signs",
    "verb_agreement",
    "verdict_map",
    "weight_attribution",
    "word_grids",
]

for _name in __all__:
    if _name != "Chart":
        globals()[_name] = checked(globals()[_name])
