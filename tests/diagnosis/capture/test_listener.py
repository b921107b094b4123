import copy
import pickle

import torch

from gruviz.diagnosis.capture.listener import Listener
from gruviz.diagnosis.monitor.watch import watch

from ..monitor.nets import net, train


def test_it_hears_and_its_copies_do_not():
    heard = []
    listener = Listener(lambda *args, **kwargs: heard.append((args, kwargs)))
    listener(1, two=2)
    copy.deepcopy(listener)(3)
    pickle.loads(pickle.dumps(listener))(4)
    assert heard == [((1,), {"two": 2})]


def test_a_copy_of_the_model_does_not_speak_to_the_monitor():
    model = net()
    with watch(model, every=1) as monitor:
        averaged = copy.deepcopy(model)
        loaded = pickle.loads(pickle.dumps(model))
        for other in (averaged, loaded):
            train(other, 2)
    assert not monitor.history
    assert all(torch.equal(p, q) for p, q in zip(averaged.parameters(), loaded.parameters(), strict=True))
