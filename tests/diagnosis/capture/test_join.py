"""Modules that are called several times, and cells in loops: one run, with PyTorch's own gradients."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations
from torch.nn.utils.rnn import pack_padded_sequence

from gruviz.diagnosis.capture import capturing
from tests.diagnosis.capture.test_stack import B, D, H, check, every_kind, loss_of, made, starts

CELLS = {"rnn": nn.RNNCell, "gru": nn.GRUCell, "lstm": nn.LSTMCell}
every_cell = pytest.mark.parametrize("kind", CELLS)
T = 6
TERM = torch.linspace(1, 2, H, dtype=torch.float64)


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


def parts(state):
    return state if isinstance(state, tuple) else (state,)


def changed(state, change):
    """Each part of a state changed."""
    return tuple(map(change, state)) if isinstance(state, tuple) else change(state)


def unrolled(cell, x, state, between=lambda state, _t: state):
    """Every state of a cell in a loop, and what each step began with."""
    states = []
    for t, row in enumerate(x):
        state = cell(row, between(state, t) if state is not None else None)
        states.append(state)
    return states


def noise(*shape):
    return torch.randn(*shape, dtype=torch.float64)


@every_cell
@pytest.mark.parametrize("started", [False, True])
@pytest.mark.parametrize("batched", [False, True])
def test_a_cell_in_a_loop_is_one_run(kind, started, batched):
    cell, batch = CELLS[kind](D, H, dtype=torch.float64), (B,) if batched else ()
    state = changed(cell(noise(*batch, D)), lambda part: part.detach().requires_grad_()) if started else None
    with capturing(cell) as seen:
        states = unrolled(cell, noise(T, *batch, D), state)
        sum((torch.sin(parts(s)[0]) * TERM * t).sum() for t, s in enumerate(states)).backward()
    (run,) = seen.runs()
    check(cell, [run])
    assert (run.recording.seq_len, run.recording.batch_size, run.seams) == (T, B if batched else 1, ())
    direct = run.flow.direct[1:, 0, :, :H]
    read = [torch.cos(parts(s)[0]) * TERM * t for t, s in enumerate(states)]
    np.testing.assert_allclose(direct, torch.stack(read).detach().reshape(direct.shape), rtol=0, atol=1e-12)
    if started:
        np.testing.assert_allclose(
            run.flow.gradients[0, 0], torch.cat([p.grad.reshape(-1, H) for p in parts(state)], -1), rtol=0, atol=1e-12
        )


@every_cell
def test_what_only_later_calls_read_is_read_by_no_loss(kind):
    cell = CELLS[kind](D, H, dtype=torch.float64)
    with capturing(cell) as seen:
        (parts(unrolled(cell, noise(T, B, D), None)[-1])[0] * TERM).sum().backward()
    (run,) = seen.runs()
    assert not run.flow.direct[:-1].any()
    check(cell, [run])


@every_cell
@pytest.mark.parametrize("how", ["times", "where"])
def test_sequences_that_end_within_a_rollout(kind, how):
    cell, done = CELLS[kind](D, H, dtype=torch.float64), torch.rand(T, B) < 0.4
    done[2], done[3] = True, False
    start = changed(cell(noise(B, D)), torch.Tensor.detach)

    def between(state, t):
        kept = ~done[t][:, None]
        return changed(state, lambda part: part * kept if how == "times" else torch.where(kept, part, 0.0))

    with capturing(cell) as seen:
        states = unrolled(cell, noise(T, B, D), start, between)
        sum((torch.sin(parts(s)[0]) * TERM * t).sum() for t, s in enumerate(states)).backward()
    (run,) = seen.runs()
    check(cell, [run])
    h = torch.stack([parts(s)[0] for s in states]).detach()
    np.testing.assert_allclose(run.recording.states["h"][1:, 0], h, rtol=0, atol=1e-12)
    for t in range(1, T):
        assert (run.recording.anew[t] == done[t].numpy()).all()


@every_kind
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("detached", [False, True])
def test_pieces_of_a_sequence_with_a_state_carried_over(kind, layers, detached):
    module, state = made(kind, num_layers=layers), None
    losses = []
    with capturing(module) as seen:
        for piece in noise(T, B, D).split(2):
            output, state = module(piece, state)
            losses.append((torch.sin(output) * TERM).sum())
            state = changed(state, torch.Tensor.detach) if detached else state
        sum(losses).backward()
    runs = seen.runs()
    check(module, runs)
    assert [run.seams for run in runs] == [(3, 5)] * layers
    assert [run.flow.cuts for run in runs] == [{3, 5} if detached else set()] * layers


@pytest.mark.parametrize("kind", ["rnn", "relu", "gru"])
@pytest.mark.parametrize("detached", [False, True])
def test_pieces_with_the_last_output_carried_over(kind, detached):
    module, state, loss = made(kind), None, 0
    with capturing(module) as seen:
        for piece in noise(T, B, D).split(2):
            output, _ = module(piece, state)
            loss = loss + (torch.sin(output) * TERM).sum()
            state = output[-1:].detach() if detached else output[-1:]
        loss.backward()
    (run,) = seen.runs()
    check(module, [run])
    assert (run.seams, run.flow.cuts) == ((3, 5), {3, 5} if detached else set())


def test_weights_that_are_computed_anew_for_each_step():
    cell = parametrizations.weight_norm(CELLS["lstm"](D, H, dtype=torch.float64), "weight_hh")
    with capturing(cell) as seen:
        states = unrolled(cell, noise(T, B, D), None)
        sum(torch.sin(h).sum() for h, _ in states).backward()
    (run,) = seen.runs()
    np.testing.assert_allclose(run.weight_gradients["bias_hh"], cell.bias_hh.grad, rtol=0, atol=1e-12)


@every_kind
def test_a_backward_pass_after_each_piece(kind):
    module, state = made(kind), starts(made(kind))
    with capturing(module) as seen:
        for piece in noise(T, B, D).split(3):
            output, state = module(piece, state)
            torch.sin(output).sum().backward()
            state = changed(state, torch.Tensor.detach)
    (run,) = seen.runs()
    check(module, [run])
    assert run.flow.cuts == {4}


@every_cell
def test_a_norm_between_the_steps(kind):
    cell, norm = CELLS[kind](D, H, dtype=torch.float64), nn.LayerNorm(H, dtype=torch.float64)
    with capturing(cell) as seen:
        states = unrolled(cell, noise(T, B, D), None, lambda state, _t: changed(state, norm))
        sum((torch.sin(parts(s)[0]) * TERM).sum() for s in states).backward()
    (run,) = seen.runs()
    check(cell, [run])
    assert run.recording.anew[1:].all()


def test_a_decoder_goes_on_from_its_encoder_in_steps():
    encoder, decoder = made("lstm", num_layers=2), made("lstm", num_layers=2)
    model = nn.ModuleDict({"encoder": encoder, "decoder": decoder})
    with capturing(model) as seen:
        _, state = encoder(noise(T, B, D))
        loss, word = 0, noise(1, B, D)
        for _ in range(4):
            output, state = decoder(word, state)
            loss = loss + (torch.sin(output) * TERM).sum()
            word = output[..., :D]
        loss.backward()
    runs = seen.runs()
    assert [(run.name, run.recording.seq_len) for run in runs] == [("encoder", T)] * 2 + [("decoder", 4)] * 2
    check(encoder, runs[:2])
    check(decoder, runs[2:])


@every_kind
@pytest.mark.parametrize("layers", [1, 2])
def test_calls_that_have_nothing_to_do_with_each_other_stand_side_by_side(kind, layers):
    module = made(kind, num_layers=layers, bidirectional=layers == 2)
    packed = pack_padded_sequence(noise(T, 2, D), torch.tensor([4, 6]), enforce_sorted=False)
    zeros = changed(starts(module), torch.zeros_like)
    with capturing(module) as seen:
        given = [
            (noise(3, B, D), None),
            (noise(T, 1, D), starts(module, (1,))),
            (noise(5, B, D), zeros),
            (packed, None),
        ]
        for inputs, start in given:
            output, final = module(inputs, start)
            loss_of(output.data if inputs is packed else output, final).backward()
        module(noise(1, 1, D))
    runs = seen.runs()
    check(module, runs)
    assert runs[0].lengths == (3,) * B + (T,) + (5,) * B + (4, 6) + (1,)
    assert not runs[0].flow.gradients[..., -1, :].any()


def test_calls_of_the_same_length_stand_side_by_side_without_padding():
    module, y = made("gru"), noise(T, 2, D)
    with capturing(module) as seen:
        loss = torch.sin(module(noise(T, B, D))[0][-1]).sum() + module(y)[1].sum()
        loss.backward()
    (run,) = seen.runs()
    check(module, [run])
    assert (run.flow.loss, run.flow.lengths, run.recording.batch_size) == ("last", None, B + 2)
    np.testing.assert_array_equal(run.recording.inputs[:, B:], y)


def test_two_loops_with_one_cell_are_two_runs():
    cell = nn.GRUCell(D, H, dtype=torch.float64)
    x, y, h, k = noise(T, B, D), noise(T, B, D), None, None
    with capturing(cell) as seen:
        for row, other in zip(x, y, strict=True):
            h, k = cell(row, h), cell(other, k)
        (torch.sin(h) * TERM).sum().backward()
    one, two = seen.runs()
    np.testing.assert_array_equal(one.recording.inputs, x)
    np.testing.assert_array_equal(two.recording.inputs, y)
    assert not two.flow.gradients.any()
    check(cell, [one])


def test_a_batch_that_shrinks_is_several_runs_with_whole_gradients():
    cell, h = nn.GRUCell(D, H, dtype=torch.float64), None
    with capturing(cell) as seen:
        for count in (4, 4, 2, 1):
            h = cell(noise(count, D), None if h is None else h[:count])
        (torch.sin(h) * TERM).sum().backward()
    runs = seen.runs()
    assert [run.recording.seq_len for run in runs] == [2, 1]
    for name in runs[0].weight_gradients:
        ours = sum(run.weight_gradients[name] for run in runs)
        np.testing.assert_allclose(ours, getattr(cell, name).grad, rtol=0, atol=1e-12)


def test_weights_that_change_between_calls_are_not_one_run():
    module = made("gru")
    with capturing(module) as seen:
        output, state = module(noise(3, B, D))
        torch.sin(output).sum().backward()
        with torch.no_grad():
            module.weight_hh_l0 *= 0.5
        module(noise(3, B, D), state.detach())
    one, two = seen.runs()
    np.testing.assert_array_equal(two.recording.weights.U, one.recording.weights.U / 2)
