"""Models that a training on this server has left behind."""

from collections.abc import Mapping
from typing import Any

from gruviz.config import TrainConfig
from gruviz.history import History, histories
from gruviz.job import JobView
from gruviz.models import TrainedModel


def trained_model(config: TrainConfig, history: History) -> TrainedModel | None:
    """What a learner has become; None before it has finished."""
    if history.weights is None or history.readout is None:
        return None
    return TrainedModel(config.task, history.label, config.length, history.weights, *history.readout, history.decoder)


def trained_models(job: JobView[TrainConfig, Any]) -> Mapping[str, TrainedModel]:
    """The models of a run by label, those that are finished and have not diverged."""
    learned = [history for history in histories(job.config, job.events) if not history.diverged[-1].any()]
    found = ((history.label, trained_model(job.config, history)) for history in learned)
    return {label: model for label, model in found if model is not None}
