"""Models that a training on this server has left behind."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from gruviz.models.trained_model import TrainedModel
from gruviz.server_runs import trainings
from gruviz.training.history import History, histories
from gruviz.training.settings import TrainConfig
from gruviz.ui.caching import shared


def trained_model(config: TrainConfig, history: History) -> TrainedModel | None:
    """What a learner has become; None before it has finished.

    A factor on what it has read is in its input weights, so that it reads the task as the task is.
    """
    weights = history.weights
    if weights is None or history.readout is None:
        return None
    if config.scale != 1:
        weights = replace(weights, W=weights.W * np.float32(config.scale))
    return TrainedModel(config.task, history.label, config.length, weights, *history.readout, history.decoder)


@shared(8)
def trained_models(key: str) -> Mapping[str, TrainedModel]:
    """The models of a finished run by label, those that have not diverged; none of a run that is no longer there.

    They are rounded as the shipped ones are, and the same objects each time, so that what is computed of them can be
    kept.
    """
    job = trainings().find(key)
    if job is None:
        return {}
    learned = [history for history in histories(job.config, job.events) if not history.diverged[-1].any()]
    models = ((history.label, trained_model(job.config, history)) for history in learned)
    return {label: model.rounded() for label, model in models if model is not None}
