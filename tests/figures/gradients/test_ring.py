"""Eigenvalues of an LRU: its weights, its Jacobians and its gradients say the same."""

import numpy as np
import pytest
import torch

from gruviz import figures, init_weights, record
from gruviz.figures.gradients.ring import Ring, measure_ring, ring_chart
from gruviz.validation import GruvizError
from tests.figures.checks import check_chart, numbers


def run(steps=30, size=6, seed=0):
    weights = init_weights("lru", input_size=2, hidden_size=size, seeds=2, seed=seed)
    return record("lru", weights, np.random.default_rng(seed).normal(size=(steps, 3, 2)))


def test_the_decay_is_the_power_of_the_size_to_rounding():
    ring = measure_ring(run(steps=200))
    assert ring.left.shape == (201, 6)
    np.testing.assert_allclose(ring.left, np.abs(ring.values) ** np.arange(201)[:, None], rtol=1e-12)
    assert ring.off < 1e-12
    assert ((np.abs(ring.values) > 0.9) & (np.abs(ring.values) < 0.999)).all()


def test_a_step_has_these_eigenvalues_and_their_mirror_images():
    ring = measure_ring(run())
    expected = np.sort_complex(np.round(np.concatenate([ring.values, ring.values.conj()]), 10))
    np.testing.assert_allclose(np.sort_complex(np.round(ring.of_step, 10)), expected, atol=2e-10)


def test_it_is_what_autograd_finds_in_complex_numbers():
    recording = run(steps=12, size=3)
    values = torch.tensor(measure_ring(recording).values)
    x = torch.tensor(np.random.default_rng(1).normal(size=(12, 3)) + 0j)
    first = torch.zeros(3, dtype=torch.complex128, requires_grad=True)
    state = first
    for value in x:
        state = values * state + value
    [gradient] = torch.autograd.grad(state.real.sum(), first)
    np.testing.assert_allclose(measure_ring(recording).left[-1], gradient.abs().numpy(), rtol=1e-12)


def by_hand(left):
    return Ring(np.array([0.5j, -0.9]), np.array([0.5j, -0.5j, -0.9, -0.9]), np.array(left))


def test_points_lines_and_words_follow_the_numbers():
    ring = by_hand([[1.0, 1.0], [0.5, 0.9], [0.25, 0.81]])
    chart = check_chart(ring_chart(ring))
    [points] = [trace for trace in chart.figure.data if trace.name == "λ of a unit"]
    np.testing.assert_allclose(numbers(points.x) + 1j * numbers(points.y), ring.values)
    marks = [trace for trace in chart.figure.data if trace.name == "run"]
    assert [numbers(trace.y).tolist() for trace in marks] == [[1, 0.5, 0.25], [1, 0.9, 0.81]]
    assert chart.title == "An LRU's eigenvalues say what lasts: after 2 steps, from 25% to 81% of a unit's gradient"
    assert "2 eigenvalues, one a unit, lie from 0.500 to 0.900 from 0" in chart.summary
    assert "after 1 step at one end and 6.6 steps at the other" in chart.summary
    assert list(chart.table["left after 2 steps, |λ|ᵏ"]) == pytest.approx([0.25, 0.81])


def test_a_run_that_strays_from_the_formula_is_told():
    chart = ring_chart(by_hand([[1.0, 1.0], [0.5, 0.9], [0.5, 0.81]]))
    assert "off it by at most 1 of a value" in chart.summary


@pytest.mark.parametrize("last", [0.0, 1e-300])
def test_what_has_underflowed_leaves_a_gap(last):
    check_chart(ring_chart(by_hand([[1.0, 1.0], [0.5, 0.9], [last, 0.81]])))


def test_other_cells_are_refused():
    weights = init_weights("gru", input_size=2, hidden_size=3)
    with pytest.raises(GruvizError, match=r"recording.cell = 'gru'"):
        figures.eigenvalue_ring(record("gru", weights, np.zeros((4, 1, 2))))


def test_the_figure_on_its_own():
    assert "after 30 steps" in figures.eigenvalue_ring(run(), theme="dark").layout.title.text
