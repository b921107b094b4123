import numpy as np
import pytest
import torch
from torch import nn

from gruviz.diagnosis.monitor import optimizer_steps
from gruviz.diagnosis.monitor.monitor import Monitor
from gruviz.diagnosis.monitor.watch import watch

from .nets import BATCH, HIDDEN, INPUTS, STEPS, backward, batch, net, steps, train


@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM])
@pytest.mark.parametrize("more", [{}, {"layers": 2, "dropout": 0.5}, {"bidirectional": True}])
def test_the_training_comes_out_the_same_bit_by_bit(kind, more):
    ends = []
    for watching in ({}, {"every": 2}):
        model = net(kind, **more)
        train(model, 5, clip=lambda model: nn.utils.clip_grad_norm_(model.parameters(), 0.1), **watching)
        ends.append([*model.state_dict().values(), torch.get_rng_state()])
    assert all(torch.equal(one, other) for one, other in zip(*ends, strict=True))


@pytest.mark.parametrize(
    ("every", "expected"), [(1, [1, 2, 3, 4, 5, 6, 7]), (2, [1, 2, 4, 6]), (3, [1, 3, 6]), (50, [1])]
)
def test_the_first_step_and_each_multiple_are_looked_at(every, expected):
    logged = []
    monitor = train(net(), 7, every=every, log=lambda step, values: logged.append(step))
    assert steps(monitor) == logged == expected


@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM])
def test_what_is_seen_is_the_gradient_that_the_optimizer_gets(kind):
    model, given = net(kind, layers=2, bidirectional=True).double(), {}
    monitor = train(
        model,
        2,
        every=2,
        data=lambda number: batch(number).double(),
        clip=lambda model: given.update({name: p.grad.clone() for name, p in model.rnn.named_parameters()}),
    )
    found = {name: array for run in monitor.runs for name, array in run.weight_gradients.items()}
    assert found.keys() == given.keys()
    for name, expected in given.items():
        np.testing.assert_allclose(found[name], expected.numpy(), rtol=1e-10, atol=1e-15)


def hooks_of(model):
    return [
        *(
            hook
            for part in model.modules()
            for hook in (*part._forward_hooks.values(), *part._forward_pre_hooks.values())
        ),
        *(p._post_accumulate_grad_hooks for p in model.parameters() if p._post_accumulate_grad_hooks),
        *optimizer_steps._listening,
    ]


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_all_hooks_are_taken_off_also_after_an_error_of_the_loop(error):
    def data(number):
        assert hooks_of(model)
        if number == 2:
            raise error
        return batch(number)

    model = net()
    with pytest.raises(error):
        train(model, 3, every=1, data=data)
    assert not hooks_of(model)


def test_several_backward_passes_are_one_step():
    model = net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as monitor:
        for _ in range(2):
            for micro in range(3):
                backward(model, batch(micro))
            optimizer.step()
            optimizer.zero_grad()
    assert steps(monitor) == [1, 2]
    assert monitor.runs[0].recording.batch_size == BATCH
    np.testing.assert_array_equal(monitor.runs[0].recording.inputs, batch(2).transpose(0, 1))


def test_weights_changed_by_hand_count_where_no_optimizer_steps():
    model = net()
    seen = []
    with watch(model, every=2, log=lambda step, values: seen.append(step)) as monitor:
        for number in range(5):
            for _ in range(2):  # the second adds to the gradient of the first: that is no step
                backward(model, batch(number))
            with torch.no_grad():
                for parameter in model.parameters():
                    parameter.data.sub_(0.1 * parameter.grad)
                    parameter.grad = None
    assert steps(monitor) == seen == [1, 2, 4]


def test_what_is_seen_of_a_step_by_hand_is_before_it():
    model = net()
    before = model.rnn.weight_hh_l0.detach().clone()
    with watch(model) as monitor:
        backward(model, batch(0))
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.zero_()
    np.testing.assert_allclose(np.abs(monitor.runs[0].recording.weights.U[0]), before.abs().numpy(), rtol=1e-6)


class Pair(nn.Module):
    """Two recurrent parts, each with an optimizer of its own."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.GRU(INPUTS, HIDDEN, batch_first=True), nn.RNN(HIDDEN, HIDDEN, batch_first=True)

    def forward(self, x):
        return self.b(self.a(x)[0])[0]


@pytest.mark.parametrize("in_turn", [False, True])
def test_each_optimizer_has_its_own_count_and_shows_what_it_moves(in_turn):
    torch.manual_seed(0)
    model, logged = Pair(), []
    pair = [torch.optim.SGD(part.parameters(), lr=0.1) for part in (model.a, model.b)]
    with watch(model, every=2, log=lambda step, values: logged.append((step, {name.split("/")[1] for name in values}))):
        for number in range(4):
            for optimizer in pair:
                if in_turn or optimizer is pair[0]:
                    backward(model, batch(number))
                optimizer.step()
    assert [entry for entry in logged if entry[0] > 1] == [
        (step, {part, "clipped_share", "clipping_factor"}) for step in (2, 4) for part in ("a", "b")
    ]


def test_an_optimizer_of_other_parameters_does_not_count():
    model = net()
    head, body = (torch.optim.SGD(part.parameters(), lr=0.1) for part in (model.head, model.rnn))
    with watch(model, every=1) as monitor:
        for number in range(2):
            backward(model, batch(number))
            head.step()
            body.step()
    assert steps(monitor) == [1, 2]


def test_a_new_optimizer_goes_on_with_the_count():
    model = net()
    with watch(model, every=2) as monitor:
        for _ in range(2):
            train(model, 3)
    assert steps(monitor) == [1, 2, 4, 6]


@pytest.mark.parametrize("kind", [torch.optim.LBFGS, torch.optim.SGD])
@pytest.mark.parametrize("by_name", [False, True])
def test_an_optimizer_that_calls_the_loss_itself_is_seen_at_its_first_call(kind, by_name):
    model, weights = net(), []
    optimizer = kind(model.parameters(), lr=0.1)

    def closure():
        optimizer.zero_grad()
        weights[-1].append(model.rnn.weight_ih_l0.detach().clone())
        return backward(model, batch(0))

    with watch(model, every=1) as monitor:
        for _ in range(3):
            weights.append([])
            loss = optimizer.step(closure=closure) if by_name else optimizer.step(closure)
    assert steps(monitor) == [1, 2, 3]
    assert loss.item() > 0
    np.testing.assert_allclose(np.abs(monitor.runs[0].recording.weights.W[0]), weights[-1][0].abs(), rtol=1e-6)


def test_frozen_recurrent_layers_are_looked_at_with_what_trains():
    model = net()
    model.rnn.requires_grad_(False)
    monitor = train(model, 2, every=1, optimizer=torch.optim.SGD(model.head.parameters(), lr=0.1))
    assert steps(monitor) == [1, 2]


def test_batches_of_a_loader_packed_sequences_and_autocast():
    model = net(nn.LSTM)
    data = torch.utils.data.TensorDataset(batch(0, size=4))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as monitor:
        for (x,) in torch.utils.data.DataLoader(data, batch_size=2, shuffle=True):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor([6, 2]), batch_first=True)
                loss = model.rnn(packed)[1][0].float().square().mean()
            loss.backward()
            optimizer.step()
    assert steps(monitor) == [1, 2]
    assert monitor.runs[0].lengths == (6, 2)
    assert monitor.last[0].seq_len == 6


def test_truncated_backpropagation_shows_the_piece_that_was_followed():
    model = net(nn.LSTM)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    state = None
    with watch(model, every=1) as monitor:
        for piece in batch(0).split(2, dim=1):
            out, state = model.rnn(piece, state)
            model.head(out).square().mean().backward()
            optimizer.step()
            optimizer.zero_grad()
            state = tuple(part.detach() for part in state)
    assert steps(monitor) == [1, 2, 3]
    assert monitor.last[0].seq_len == 2
    assert np.abs(monitor.runs[0].recording.state[0]).max() > 0


@pytest.mark.parametrize("use_reentrant", [False, True])
def test_a_checkpointed_layer_is_one_pass(use_reentrant):
    model = net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as monitor:
        for number in range(2):
            x = batch(number).requires_grad_()
            out = torch.utils.checkpoint.checkpoint(lambda x: model.rnn(x)[0], x, use_reentrant=use_reentrant)
            model.head(out[:, -1]).square().mean().backward()
            optimizer.step()
    assert steps(monitor) == [1, 2]
    np.testing.assert_array_equal(monitor.runs[0].recording.inputs, batch(1).transpose(0, 1))
    assert monitor.last[0].kept > 0


def test_a_lazy_head_is_measured_once_it_has_a_shape():
    model = net()
    model.head = nn.LazyLinear(1)
    monitor = train(model, 3, every=1, clip=lambda model: model.head.weight.grad.mul_(0.5))
    assert [look.clipped for look in monitor.history] == [0, 1, 1]


def test_a_cell_in_a_loop_is_one_run():
    torch.manual_seed(0)
    model = nn.ModuleDict({"cell": nn.GRUCell(INPUTS, HIDDEN), "head": nn.Linear(HIDDEN, 1)})
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as monitor:
        for number in range(2):
            h = torch.zeros(BATCH, HIDDEN)
            for x in batch(number).unbind(1):
                h = model["cell"](x, h)
            model["head"](h).square().mean().backward()
            optimizer.step()
    assert steps(monitor) == [1, 2]
    assert monitor.last[0].seq_len == STEPS


def test_at_most_eight_sequences_are_looked_at():
    monitor = train(net(), 1, data=lambda number: batch(number, size=20), every=1)
    assert monitor.last[0].sequences == 8


def test_our_own_mistakes_are_said_once_and_end_nothing(monkeypatch):
    def fails(*args):
        raise RuntimeError("some fault")

    monkeypatch.setattr(Monitor, "_look", fails)
    model, other = net(), net()
    with pytest.warns(RuntimeWarning, match="skipped a look.*some fault") as said:
        monitor = train(model, 3, every=1)
    train(other, 3)
    assert len(said) == 1
    assert said[0].filename.endswith("nets.py")
    assert not monitor.history
    assert all(torch.equal(one, two) for one, two in zip(model.parameters(), other.parameters(), strict=True))


def test_what_the_log_raises_is_the_persons_own():
    def stop(step, values):
        raise StopIteration

    model = net()
    with pytest.raises(StopIteration):
        train(model, 3, every=1, log=stop)
    assert not hooks_of(model)


def test_log_none_is_silent(capsys):
    train(net(), 2, every=1)
    assert capsys.readouterr() == ("", "")
