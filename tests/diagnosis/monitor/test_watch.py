import pytest
from torch import nn

import gruviz
from gruviz import GruvizError
from gruviz.diagnosis.monitor.watch import watch

from .nets import Net, net


def test_it_is_public():
    assert gruviz.watch is watch


def test_nothing_listens_before_it_is_entered():
    model = net()
    watch(model)
    assert not any(part._forward_hooks for part in model.modules())


@pytest.mark.parametrize(
    ("model", "more", "said"),
    [
        (nn.Linear(2, 2), {}, "nothing to watch"),
        ("a model", {}, "model = "),
        (Net(), {"every": 0}, "every = 0"),
        (Net(), {"log": 3}, "log = "),
    ],
)
def test_what_cannot_be_watched_is_refused_in_words(model, more, said):
    with pytest.raises(GruvizError, match=said):
        watch(model, **more)
