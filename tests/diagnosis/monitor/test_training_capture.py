import numpy as np
import torch

from gruviz.diagnosis.monitor.training_capture import TrainingCapture
from gruviz.diagnosis.monitor.watch import watch

from .nets import backward, batch, net


def test_evaluation_is_not_looked_at():
    model = net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as monitor:
        backward(model, batch(0))
        model.eval()
        model(batch(1))
        model.train()
        with torch.no_grad():
            model(batch(2))
        optimizer.step()
    np.testing.assert_array_equal(monitor.runs[0].recording.inputs, batch(0).transpose(0, 1))


def test_it_notes_anew_from_within_a_hook_of_the_module():
    model = net()
    capture = TrainingCapture(model, sequences=2, safely=lambda do, *args: do(*args))
    capture.arm()
    for number in range(3):
        hook = model.rnn.register_forward_pre_hook(lambda *_: capture.begin(is_on=True))
        backward(model, batch(number))
        hook.remove()
    (run,) = capture.runs()
    np.testing.assert_array_equal(run.recording.inputs, batch(2).transpose(0, 1)[:, :2])
    capture.begin(is_on=False)
    backward(model, batch(0))
    assert capture.runs() == ()
