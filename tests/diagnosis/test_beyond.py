import numpy as np
import torch

from gruviz.diagnosis.beyond import read_on
from gruviz.engine.torch_weights import to_state_dict
from tests.diagnosis.layers import layer


def test_a_sequence_goes_on_with_the_next_one_from_its_own_last_step():
    run = layer("lstm", lengths=(20, 12, 15, 20))
    module = torch.nn.LSTM(3, 6).double()
    module.load_state_dict(to_state_dict(run.recording.weights))
    inputs = torch.tensor(run.recording.inputs)
    on = read_on(run)
    for one, length in enumerate(run.lengths):
        _, last = module(inputs[:length, one : one + 1])
        states, _ = module(inputs[:, (one + 1) % 4 : (one + 1) % 4 + 1], last)
        np.testing.assert_allclose(on.states["h"][1:, 0, one], states[:, 0].detach(), atol=1e-12)
