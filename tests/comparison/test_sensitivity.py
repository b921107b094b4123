"""The curse of memory: gradients of the engine against sums, autograd and closed forms."""

import numpy as np
import pytest
import torch

from gruviz.comparison.sensitivity import MADE, PARAMETERS, PHASE, measure_sensitivity, relative, sent_back

every_parameter = pytest.mark.parametrize("name", PARAMETERS)


def exact(name, size, steps):
    """Of one impulse after another: for inputs that do not depend on each other squares simply add up."""
    parameter = PARAMETERS[name]
    run = MADE[parameter.cell](size, np.eye(steps)[:, :, None])
    return relative(run, sent_back(run), parameter) * parameter.factor(size)


@every_parameter
@pytest.mark.parametrize("size", [0.3, 0.8, 0.95])
def test_the_closed_form_is_what_the_engine_sends_back(name, size):
    assert exact(name, size, 400) == pytest.approx(PARAMETERS[name].closed_form(np.array(size)), rel=1e-9)


def state(name, parameter, noise):
    """The recurrence written in PyTorch: its last state from one parameter, and that parameter's value at a size."""
    a = {
        "size": lambda p: p,
        "angle": lambda p: torch.tensor(0.9, dtype=torch.float64),
        "nu": lambda p: torch.exp(-torch.exp(p)),
        "bias": lambda p: torch.sigmoid(-p),
        "Lambda": lambda p: torch.exp(-8 * torch.nn.functional.softplus(p)),
    }[name](parameter)
    weight = {"bias": 1 - a, "Lambda": torch.sqrt(1 - a**2)}.get(name, np.sqrt(1 - 0.9**2))
    angle = parameter if name == "angle" else torch.tensor(PHASE, dtype=torch.float64)
    if name in ("bias", "Lambda"):
        angle = angle * 0
    h, k = torch.zeros(2, dtype=torch.float64)
    for x in noise:
        h, k = (
            a * (torch.cos(angle) * h - torch.sin(angle) * k) + weight * x,
            a * (torch.sin(angle) * h + torch.cos(angle) * k),
        )
    return torch.stack([h, k])


AT = {
    "size": 0.9,
    "angle": PHASE,
    "nu": np.log(-np.log(0.9)),
    "bias": np.log(0.1 / 0.9),
    "Lambda": np.log(np.expm1(-np.log(0.9) / 8)),
}
"""The value at which a parameter makes |λ| = .9."""


@every_parameter
def test_one_sequence_is_what_autograd_makes_of_it(name):
    noise = np.random.default_rng(1).normal(size=25)
    value = torch.tensor(AT[name], dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(lambda p: state(name, p, noise), value)
    expected = jacobian.norm() / state(name, value, noise).norm()
    parameter = PARAMETERS[name]
    run = MADE[parameter.cell](0.9, noise[:, None, None])
    assert relative(run, sent_back(run), parameter) * parameter.factor(0.9) == pytest.approx(float(expected), rel=1e-9)


def test_the_size_of_lambda_explodes_and_what_cells_learn_does_not():
    """Squares: (1 + r²)/(1 − r²)² without a bound; ν and the bias of a gate to ½, Λ to ¼; an angle is not cured."""
    near = np.array([0.9, 0.99, 0.999, 0.9999])
    squares = {name: parameter.closed_form(near) ** 2 for name, parameter in PARAMETERS.items()}
    np.testing.assert_allclose(squares["size"], (1 + near**2) / (1 - near**2) ** 2, rtol=1e-12)
    assert squares["size"][2] / squares["size"][1] == pytest.approx(100, rel=0.02)
    assert squares["angle"][1] == pytest.approx(4901, rel=1e-3)
    for name, bound in (("nu", 0.5), ("bias", 0.5), ("Lambda", 0.25)):
        assert squares[name][-1] == pytest.approx(bound, rel=1e-3)


def test_runs_on_noise_lie_near_the_closed_forms():
    found = measure_sensitivity(times=(2.0, 8.0), sequences=400)
    assert found.times.tolist() == [2, 8]
    for name in PARAMETERS:
        np.testing.assert_allclose(found.measured[name], found.closed_form[name], rtol=0.15)
    assert measure_sensitivity(times=(2.0,), sequences=5, seed=1).measured["nu"] != pytest.approx(
        found.measured["nu"][0]
    )
