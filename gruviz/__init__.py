"""See why recurrent networks forget.

A cell is two functions, a step and its adjoint; a run is a recording; everything shown is computed from recordings.
Importing this package loads neither torch, plotly nor streamlit; `gruviz.figures` loads plotly when first used.
"""

from gruviz.cells import CELLS
from gruviz.config import Experiment
from gruviz.decay import Band, Decay
from gruviz.experiment import Run, run_experiment
from gruviz.export import pytorch_script
from gruviz.finite_differences import Difference, check_gradient
from gruviz.gradients import GradientFlow, gradient_flow
from gruviz.initialisation import SCHEMES, init_weights
from gruviz.jacobians import StepJacobians, gradient_matrix, lyapunov_exponents, step_jacobians
from gruviz.pytorch import from_module
from gruviz.recording import record
from gruviz.records import Clamp, Recording, Weights
from gruviz.theory import mean_field_factor, pascanu_bound
from gruviz.validation import GruvizError, InvalidShape, InvalidValue, TooLarge

__version__ = "0.1.0"

__all__ = [
    "CELLS",
    "SCHEMES",
    "Band",
    "Clamp",
    "Decay",
    "Difference",
    "Experiment",
    "GradientFlow",
    "GruvizError",
    "InvalidShape",
    "InvalidValue",
    "Recording",
    "Run",
    "StepJacobians",
    "TooLarge",
    "Weights",
    "check_gradient",
    "from_module",
    "gradient_flow",
    "gradient_matrix",
    "init_weights",
    "lyapunov_exponents",
    "mean_field_factor",
    "pascanu_bound",
    "pytorch_script",
    "record",
    "run_experiment",
    "step_jacobians",
]
