"""Singular values of products, against plain NumPy where it can, closed forms, and 400 digits where it cannot."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from gruviz import Clamp, Weights, init_weights, record, step_jacobians
from gruviz.engine.products import LARGEST, Graded, step_products
from gruviz.validation import GruvizError
from tests.runs import Sizes, every_cell, random_run


def plain_product(run, span, member=0):
    """J_T … J_{T-span+1}, multiplied as they are."""
    product = np.eye(run.state.shape[-1])
    for matrix in step_jacobians(run).matrices[-span:, member]:
        product = matrix @ product
    return product


@every_cell
def test_short_products_are_those_of_plain_multiplication(cell):
    run = random_run(cell, Sizes(T=6, E=2, B=2, H=5))
    products = step_products(run, spans=(4, 1, 2))
    assert products.spans == (1, 2, 4)
    for span, logs in zip(products.spans, products.logs, strict=True):
        for member in range(2):
            values = np.linalg.svd(plain_product(run, span, member), compute_uv=False)
            np.testing.assert_allclose(np.exp(logs[member]), values, rtol=1e-6, atol=1e-13 * values[0])


@pytest.mark.parametrize("size", [1, 2, 3, 8, 31])
def test_random_chains_are_right_to_many_digits(size):
    graded, product = Graded.identity(2, size), np.eye(size)
    for matrix in np.random.default_rng(size).standard_normal((4, 2, size, size)):
        graded, product = graded.followed_by(matrix), matrix @ product
    values = np.linalg.svd(product, compute_uv=False)
    np.testing.assert_allclose(graded.log_singular_values(), np.log(values), atol=1e-7)


def exact_logs(matrices):
    """Of a product of 2 × 2 matrices, in decimal numbers of 400 digits."""
    with localcontext() as context:
        context.prec = 400
        a, b, c, d, area = Decimal(1), Decimal(0), Decimal(0), Decimal(1), Decimal(1)
        for (m, n), (o, p) in ([[Decimal(float(x)) for x in row] for row in matrix] for matrix in matrices):
            a, b, c, d = m * a + n * c, m * b + n * d, o * a + p * c, o * b + p * d
            area *= abs(m * p - n * o)
        squares = a * a + b * b + c * c + d * d
        largest = ((squares + (squares * squares - 4 * area * area).sqrt()) / 2).sqrt()
        return [float(largest.ln()), float((area / largest).ln())]


@pytest.mark.parametrize("scale", [1e-5, 1.0, 1e5])
def test_five_hundred_steps_neither_underflow_nor_overflow(scale):
    matrices = scale * np.random.default_rng(3).standard_normal((500, 2, 2)) @ np.diag([1.0, 1e-3])
    graded = Graded.identity(1, 2)
    for matrix in matrices:
        graded = graded.followed_by(matrix[None])
    logs = graded.log_singular_values()[0]
    assert logs[0] - logs[1] > 1000
    np.testing.assert_allclose(logs, exact_logs(matrices), rtol=1e-9)


def test_the_logarithms_sum_to_that_of_the_determinant():
    run = record("gru", init_weights("gru", input_size=2, hidden_size=8, gain=2.0), np.ones((300, 1, 2)))
    logs = step_products(run, spans=(300,)).logs[0, 0]
    determinants = np.linalg.slogdet(step_jacobians(run).matrices[:, 0])[1]
    np.testing.assert_allclose(logs.sum(), determinants.sum(), rtol=1e-9)
    assert (np.diff(logs) <= 0).all()


@pytest.mark.parametrize("gain", [1e-3, 0.5, 1.0, 8.0])
def test_an_orthogonal_network_at_rest_stretches_all_directions_alike(gain):
    weights = init_weights("rnn", input_size=1, hidden_size=6, scheme="orthogonal", gain=gain)
    weights = Weights("rnn", weights.blocks, weights.W, weights.U, 0 * weights.b)
    logs = step_products(record("rnn", weights, np.zeros((500, 1, 1))), spans=(1, 500)).logs[:, 0]
    np.testing.assert_allclose(logs, np.outer([1, 500], np.full(6, np.log(gain))), atol=1e-9)


def test_a_pure_leak_multiplies_unit_by_unit():
    run = random_run("mingru", Sizes(T=200, E=3, B=1, H=7))
    logs = step_products(run, spans=(150,), seeds=2).logs[0]
    kept = np.log1p(-run.gates["z"][-150:, :2, 0]).sum(0)
    np.testing.assert_allclose(logs, -np.sort(-kept, axis=-1), rtol=1e-9)


def test_a_closed_way_loses_all_directions_and_a_broken_state_has_none():
    shut = random_run("lstm", Sizes(T=4, H=3), [Clamp("f", 0.0), Clamp("o", 0.0), Clamp("i", 0.0)])
    assert (step_products(shut, spans=(1, 4)).logs == -np.inf).all()
    weights = Weights("irnn", ("h",), np.ones((1, 1, 1)), 4 * np.ones((1, 1, 1)), np.zeros((1, 1))).astype("float32")
    assert np.isnan(step_products(record("irnn", weights, np.ones((80, 1, 1))), spans=(80,)).logs).all()


def test_of_large_maps_the_large_values_alone_are_told():
    run = random_run("rnn", Sizes(T=30, E=1, B=1, H=LARGEST + 1))
    values = np.linalg.svd(plain_product(run, 3), compute_uv=False)
    short, long = np.exp(step_products(run, spans=(3, 30)).logs[:, 0])
    np.testing.assert_allclose(short[:20], values[:20], rtol=1e-8)
    assert np.isnan(long[-1])
    assert (np.diff(long[np.isfinite(long)]) <= 0).all()


@pytest.mark.parametrize("wrong", [{"spans": (0,)}, {"spans": (7,)}, {"spans": (1,), "seeds": 9}])
def test_what_is_not_there_is_refused(wrong):
    with pytest.raises(GruvizError):
        step_products(random_run("rnn", Sizes(T=6)), **wrong)
