"""Inside the networks that a training has made, while they read the sequence of its picture."""

import numpy as np

from gruviz.arrays import Array
from gruviz.models.answers import Answer, readout_of
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import Flows, follow_back, run
from gruviz.training.probes import drawn_probes
from gruviz.ui.inside.look_inside import InspectedAnswer, look_inside
from gruviz.ui.runs.trained_models import trained_models
from gruviz.ui.train.run import Training
from gruviz.ui.train.task_picture import words_of


def trained_inside(job: Training) -> None:
    """Offer the laboratory's charts of a finished run's networks, and the way on to Inside the cell."""
    models = trained_models(job.key)
    if not models:
        return
    config = job.config
    probes = drawn_probes(config)  # a model reads its task as it is
    inputs, targets = probes.inputs[:, :1], probes.targets[:, :1]
    words, target = words_of(config), float(targets[-1, 0])

    def read(model: TrainedModel, state: Array) -> Answer:
        return readout_of(model, target, words.names).answer(state)

    def flows(model: TrainedModel) -> Flows:
        passed = run(model.network, inputs, targets)
        direct = np.zeros_like(passed.features)
        gradient = read(model, passed.encoder.state[-1, 0, 0]).gradient
        direct[-1] = gradient[: direct.shape[-1]]
        return follow_back(passed, direct)

    look_inside(models, InspectedAnswer(flows, "the last answer", read, words.symbols or None), key="train_inside")
