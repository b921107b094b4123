"""The report on a training that was watched."""

from collections.abc import Sequence

from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.monitor.history import Look
from gruviz.diagnosis.monitor.not_finite import NotFinite
from gruviz.diagnosis.report.report import Report
from gruviz.validation import InvalidValue
from gruviz.wording import counted


def training_report(
    title: str,
    runs: tuple[LayerRun, ...],
    history: Sequence[Look],
    bad: NotFinite | None,
    *,
    steps: int,
    lag: int | None = None,
) -> Report:
    """What the newest look at each layer says, and how the training came to that.

    Args:
        title: Of the model.
        runs: The newest of each layer.
        history: The looks that are kept.
        bad: The first value that was not finite.
        steps: That were counted.
        lag: How many steps back the answer lies, if that is known.

    Raises:
        GruvizError: If nothing was seen.
    """
    check_seen(runs, bad, steps)
    notes = []
    if history:
        several = f", at the last of {len(history)} looks" if len(history) > 1 else ""
        notes.append(f"Measured at update {history[-1].step}{several}.")
    return Report.of(runs, needed_lag=lag, history=history, not_finite=bad, title=title, notes=tuple(notes))


def check_seen(runs: Sequence[LayerRun], bad: NotFinite | None, steps: int) -> None:
    """Refuse to speak of a training of which nothing was seen."""
    if not runs and bad is None:
        raise InvalidValue("monitor", "no look", "at least one look", sentence=_nothing_yet(steps))


def _nothing_yet(steps: int) -> str:
    """Why there is nothing to report."""
    if steps:
        ran = "in training mode, with gradients, before any of them"
        return f"{counted(steps, 'update')} passed, but no recurrent layer ran {ran}."
    return "No update was looked at yet. An update is a step of an optimizer that moves the recurrent layers."
