"""What the loss of a batch is, and what is none."""

import copy

import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture.measure import measure
from gruviz.validation import GruvizError
from tests.diagnosis.capture.nets import BATCH


@pytest.mark.parametrize(
    ("batch", "loss_fn"),
    [
        (BATCH, nn.CrossEntropyLoss()),
        (list(BATCH), nn.functional.cross_entropy),
        (BATCH[0], lambda output: -output.log_softmax(-1)[[0, 1], [0, 1]].mean()),
        ({"x": BATCH[0]}, lambda output: nn.functional.cross_entropy(output, BATCH[1])),
        ({"x": BATCH[0]}, lambda output, batch: nn.functional.cross_entropy(output, BATCH[1][: len(batch["x"])])),
        ({"a": BATCH}, lambda model, batch: nn.functional.cross_entropy(model(batch["a"][0]), batch["a"][1])),
    ],
)
def test_every_way_to_say_what_the_loss_is(net, batch, loss_fn):
    state = torch.get_rng_state()
    expected = nn.functional.cross_entropy(copy.deepcopy(net)(BATCH[0]), BATCH[1]).item()
    torch.set_rng_state(state)
    assert measure(net, batch, loss_fn).loss == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("loss_fn", "said"),
    [
        (lambda output, _y: output, "4 numbers, of shape (2, 2): make them one"),
        (lambda output, _y: output.sum().item(), "gave a float and not a tensor"),
        (3, "has to be a function"),
    ],
)
def test_a_loss_that_is_none_is_refused_in_a_sentence(net, loss_fn, said):
    with pytest.raises(GruvizError) as refused:
        measure(net, BATCH, loss_fn)
    assert said in str(refused.value)
