"""What theory predicts for a run, to compare with the run."""

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.recording import all_steps
from gruviz.engine.records import Recording


def mean_field_factor(recording: Recording) -> Array | None:
    """Factor per step predicted from average activations and spectral radii, (E,); None without a theory."""
    return find_cell(recording.cell).mean_field(recording.weights, all_steps(recording))


def pascanu_bound(recording: Recording) -> Array | None:
    """Bound on the factor per step that holds for any input, (E,); None where the cell has no useful one.

    Above 1 it is necessary, not sufficient, for explosion.

    Reference:
        Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063, section 2.1.
    """
    return find_cell(recording.cell).norm_bound(recording.weights)
