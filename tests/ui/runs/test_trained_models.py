"""Models of a training: what they answer to their task."""

import numpy as np
import pytest

from gruviz.networks.network import Network, run
from gruviz.training.history import histories
from gruviz.training.probes import drawn_probes, probes_of
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.train import train
from gruviz.ui.runs.trained_models import trained_model


@pytest.mark.training
@pytest.mark.parametrize("scale", [1.0, 4.0])
def test_a_model_reads_its_task_as_it_is_whatever_factor_it_was_trained_with(scale):
    config = TrainConfig(learners=(Learner("lstm"),), length=10, hidden_size=4, batch_size=4, steps=2, scale=scale)
    [history] = histories(config, train(config))
    model = trained_model(config, history)
    drawn, read = drawn_probes(config), probes_of(config)
    np.testing.assert_array_equal(read.inputs, np.float32(scale) * drawn.inputs)
    trained = run(Network(history.weights, *history.readout), *read).outputs
    np.testing.assert_allclose(run(model.network, *drawn).outputs, trained, rtol=1e-5, atol=1e-6)
