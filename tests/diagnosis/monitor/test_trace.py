import warnings

import pytest
import torch
from torch import nn

from gruviz.diagnosis.monitor.watch import watch

from .nets import HIDDEN, INPUTS, backward, batch, net, train

NAN, INF = float("nan"), float("inf")


@pytest.fixture
def quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def explosive(layers=1, layer=0, gain=1e8, unit=2):
    """A ReLU network of which one unit of one layer grows by a factor a step."""
    model = net(nn.RNN, layers, nonlinearity="relu")
    with torch.no_grad():
        model.rnn.get_parameter(f"weight_hh_l{layer}").zero_()[unit, unit] = gain
        model.rnn.get_parameter(f"bias_hh_l{layer}")[unit] = 5.0
    return model


def first_overflow(gain, bias=5.0):
    """The step at which h = gain · h + bias passes the largest float32, whatever the rest adds."""
    h, step = 0.0, 0
    while h < torch.finfo(torch.float32).max:
        h, step = gain * h + bias, step + 1
    return step


@pytest.mark.parametrize("layers", [1, 2])
def test_an_overflowing_state_is_traced_to_its_step_and_unit(quiet, layers):
    for layer in range(layers):
        model = explosive(layers, layer)
        found = train(model, 1, every=1).not_finite
        assert (found.kind, found.update, found.path) == ("state", 1, "body.rnn")
        assert (found.place.step, found.place.unit, found.place.overflowed) == (first_overflow(1e8), 2, True)
        title = f"layer {layer + 1} of body.rnn" if layers > 1 else "body.rnn"
        assert found.words == f"At update 1 the state of {title} overflows at step {found.place.step} in unit 2."


def test_it_is_found_at_the_step_at_which_it_happens_and_said_once():
    def data(number):
        x = batch(number)
        if number >= 2:
            x[1, 4, 1] = NAN
        return x

    with pytest.warns(RuntimeWarning) as said:
        monitor = train(net(), 8, every=50, data=data)
    assert [str(one.message) for one in said] == [
        "At update 3 the input of body.rnn is not a number at step 5 in feature 1, in 1 of 3 sequences. "
        "The training goes on; this is said once."
    ]
    assert said[0].filename.endswith("nets.py")
    assert monitor.not_finite.update == 3


def test_a_weight_comes_before_what_it_leads_to(quiet):
    def data(number):
        if number == 1:
            with torch.no_grad():
                model.rnn.weight_ih_l0[3, 1] = NAN
        return batch(number)

    model = net(nn.LSTM)
    found = train(model, 3, every=50, data=data).not_finite
    assert (found.update, found.kind, found.path) == (2, "weight", "body.rnn.weight_ih_l0")
    assert found.words == "At update 2 the weight body.rnn.weight_ih_l0 is not finite."


def test_a_gradient_alone_is_named_by_its_parameter(quiet):
    monitor = train(net(), 1, every=1, clip=lambda model: model.head.weight.grad.fill_(INF))
    found = monitor.not_finite
    assert (found.kind, found.path) == ("gradient", "head.weight")
    assert found.words == "At update 1 the gradient of head.weight is not finite."


def test_a_large_gradient_whose_norm_overflows_is_no_breakdown():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        monitor = train(net(), 1, every=1, clip=lambda model: model.head.weight.grad.fill_(1e30))
    assert monitor.not_finite is None


def test_a_step_by_hand_is_traced_with_the_weights_that_it_ran_with(quiet):
    model = explosive()
    with watch(model) as monitor:
        backward(model, batch(0))
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= parameter.grad  # which is nan
    assert monitor.not_finite.kind == "state"


def test_a_cell_in_a_loop_is_traced_to_its_call(quiet):
    cell = nn.LSTMCell(INPUTS, HIDDEN)
    optimizer = torch.optim.SGD(cell.parameters(), lr=0.1)
    with watch(cell, every=1) as monitor:
        state = None
        for step, x in enumerate(batch(0).unbind(1), 1):
            state = cell(x, state)
            if step == 3:
                state = (state[0], state[1] * torch.tensor([1, 1, INF, 1]))
        state[0].sum().backward()
        optimizer.step()
    assert (monitor.not_finite.kind, monitor.not_finite.place.step) == ("state", 4)
    assert monitor.not_finite.place.unit == 2


def test_the_log_and_the_report_say_it_and_the_last_numbers_stay(quiet):
    logged, printed = {}, []

    def log(step, values):
        logged[step] = values
        printed.append(f"{step} {values}")

    def spoil(model):
        if model.steps == 3:
            model.head.weight.grad.fill_(NAN)
        model.steps += 1

    model = net()
    model.steps = 1
    monitor = train(model, 9, every=5, log=log, clip=spoil)
    assert list(logged) == [1, 3]
    assert logged[3] == {"gruviz/not_finite_since_step": 3.0}
    assert printed[1] == "3 updates: the gradient of head.weight is not finite"
    assert [look.step for look in monitor.history] == [1]
    assert monitor.report().findings[0].title == monitor.not_finite.words


def test_a_training_that_breaks_before_its_first_look_has_a_report(quiet):
    monitor = train(net(), 1, every=1, data=lambda number: batch(number) * NAN)
    assert monitor.report().is_broken
    assert "At update 1 the input of body.rnn is not a number" in " ".join(str(monitor.report()).split())
