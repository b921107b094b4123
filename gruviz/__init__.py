"""See why recurrent networks forget.

A cell is two functions, a step and its adjoint; a run is a recording; everything shown is computed from recordings.
Importing this package loads neither torch, plotly nor streamlit; `gruviz.figures` loads plotly when first used, and
what trains or watches a model of PyTorch loads torch.
"""

import importlib
import typing

from gruviz.comparison.costs import Costs, Stack
from gruviz.engine.cells import CELLS, Design
from gruviz.engine.decay import Band, Decay
from gruviz.engine.finite_differences import Difference, check_gradient
from gruviz.engine.gradients import GradientFlow, follow_loss, gradient_flow
from gruviz.engine.initialisation import SCHEMES, init_weights
from gruviz.engine.jacobians import StepJacobians, gradient_matrix, input_matrix, lyapunov_exponents, step_jacobians
from gruviz.engine.recording import record
from gruviz.engine.records import Clamp, Recording, Start
from gruviz.engine.theory import mean_field_factor, mean_square_factor, pascanu_bound, proves_vanishing
from gruviz.engine.torch_weights import from_module, to_state_dict
from gruviz.engine.weights import Weights
from gruviz.experiments.run import Run, run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.export import pytorch_script, training_script
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.maps.sweep import sweep
from gruviz.maps.trainability_map import Map
from gruviz.models.files import load_model, save_model
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import APPLICATIONS, TASKS
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import Learner, TrainConfig
from gruviz.validation import GruvizError, InvalidShape, InvalidValue, TooLarge

if typing.TYPE_CHECKING:
    from gruviz import figures
    from gruviz.diagnosis.diagnose import diagnose
    from gruviz.diagnosis.function_cell import gradients_of
    from gruviz.diagnosis.initialise import initialise
    from gruviz.diagnosis.monitor.watch import watch
    from gruviz.training.train import train

__version__ = "0.2.0"

__all__ = [
    "APPLICATIONS",
    "CELLS",
    "SCHEMES",
    "TASKS",
    "Axis",
    "Band",
    "Clamp",
    "Costs",
    "Decay",
    "Design",
    "Difference",
    "Experiment",
    "GradientFlow",
    "GruvizError",
    "InvalidShape",
    "InvalidValue",
    "Learner",
    "Map",
    "Plan",
    "Recording",
    "Run",
    "Stack",
    "Start",
    "StepJacobians",
    "TooLarge",
    "TrainConfig",
    "TrainedModel",
    "TrainingEvent",
    "Weights",
    "check_gradient",
    "diagnose",
    "figures",
    "follow_loss",
    "from_module",
    "gradient_flow",
    "gradient_matrix",
    "gradients_of",
    "init_weights",
    "initialise",
    "input_matrix",
    "load_model",
    "lyapunov_exponents",
    "mean_field_factor",
    "mean_square_factor",
    "pascanu_bound",
    "proves_vanishing",
    "pytorch_script",
    "record",
    "run_experiment",
    "save_model",
    "step_jacobians",
    "sweep",
    "to_state_dict",
    "train",
    "training_script",
    "watch",
]


_WHEN_USED = {
    "diagnose": "gruviz.diagnosis.diagnose",
    "gradients_of": "gruviz.diagnosis.function_cell",
    "initialise": "gruviz.diagnosis.initialise",
    "train": "gruviz.training.train",
    "watch": "gruviz.diagnosis.monitor.watch",
}
"""Functions whose modules load torch."""


def __getattr__(name: str) -> typing.Any:
    """What is loaded when first used (PEP 562)."""
    if name in _WHEN_USED:
        return getattr(importlib.import_module(_WHEN_USED[name]), name)
    if name == "figures":
        return importlib.import_module("gruviz.figures")
    raise AttributeError(f"module 'gruviz' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Also what is not loaded yet."""
    return sorted({*globals(), *__all__})
