"""What flows back through a run, against the flow's own arrays."""

import numpy as np
import pytest

from gruviz import CELLS, Clamp, Weights, record
from gruviz.engine.decay import CUT, OVERFLOWED, UNDERFLOWED, ZERO
from gruviz.engine.gradients import gradient_flow
from gruviz.figures.gradients.streams import Stream, streams
from tests.runs import Sizes, every_cell, random_run


@every_cell
def test_the_numbers_are_the_medians_of_the_flow(cell):
    flow = gradient_flow(random_run(cell, Sizes(T=4, E=3, B=1)))
    stream = streams({"run": flow})["run"]
    ratios = flow.norms["state"] / flow.norms["state"][-1]
    np.testing.assert_allclose(stream.left, np.median(ratios, (1, 2)), rtol=1e-12)
    assert tuple(stream.shares) == CELLS[cell].path_names
    for name, values in stream.shares.items():
        # A seed whose ReLU has shut off the gradient has no share.
        np.testing.assert_allclose(values, np.nanmedian(flow.path_shares[name], (1, 2)), rtol=1e-12)
    if CELLS[cell].leak is None:
        assert np.isnan(stream.straight)
    else:
        np.testing.assert_allclose(stream.straight, np.nanmedian(flow.detour_shares(4)[0, 0]), rtol=1e-9)


@pytest.mark.parametrize(
    ("left", "status", "words"),
    [
        (0.39, "finite", "39% arrives"),
        (2.6e-13, "finite", "1 in 3.8 trillion arrives"),
        (1.5, "finite", "150% arrives"),
        (2e5, "finite", "it grows to 200,000 times its size"),
        (0.0, CUT, "nothing arrives: it is cut"),
        (0.0, ZERO, "nothing arrives: it is exactly zero"),
        (0.0, UNDERFLOWED, "nothing arrives: it underflows to zero"),
        (np.inf, OVERFLOWED, "it overflows"),
    ],
)
def test_how_it_ends_in_words(left, status, words):
    run = Stream(np.array([left, 1.0]), {"recurrent": np.ones(1)}, status)
    assert run.arrival == words
    assert run._replace(every=True).arrival in ("each step has a loss of its own", words)
    assert run._replace(broken="the state overflows").arrival == "the state overflows"


def test_a_gate_that_is_held_shut_leaves_nothing():
    flow = gradient_flow(random_run("lstm", Sizes(T=8, E=1, B=1), [Clamp("f", 0.0), Clamp("o", 0.0)]))
    stream = streams({"run": flow})["run"]
    assert stream.arrival.startswith("nothing arrives")
    assert not streams({"run": gradient_flow(flow.recording, grad_final=np.zeros((1, 8)))})["run"].left.any()


def test_a_run_whose_state_overflows_says_so():
    weights = Weights("irnn", ("h",), np.ones((1, 1, 1)), 4 * np.ones((1, 1, 1)), np.zeros((1, 1))).astype("float32")
    stream = streams({"X": gradient_flow(record("irnn", weights, np.ones((80, 1, 1))))})["X"]
    assert stream.arrival == "the state overflows at step 65 (unit 0)"


def test_typical_ways_name_what_counts():
    shares = {"leak": [0.9, 0.98], "candidate": [0.03, 0.05], "update": [0.001, 0.002], "reset": [np.nan, np.nan]}
    run = Stream(np.ones(3), {name: np.array(values) for name, values in shares.items()})
    assert run.ways == "leak 94%, candidate 4%"
    assert Stream(np.ones(2), {"leak": np.array([0.001])}).ways == "leak 0.1%"
