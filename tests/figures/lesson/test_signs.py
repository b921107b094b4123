"""The update gate in both conventions."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.lesson.signs import signs_chart
from gruviz.validation import GruvizError
from tests.figures.checks import check_chart, curves
from tests.runs import Sizes, random_run

SIZE = Sizes(T=8, E=3, B=1)


def test_both_signs_of_z_are_mirror_images():
    run = random_run("gru", SIZE)
    lines = curves(figures.update_gate_signs(run))
    write, keep = (np.array(line.y) for line in lines.values())
    np.testing.assert_allclose(write, run.gates["z"].mean((1, 2, 3)))
    np.testing.assert_allclose(write + keep, 1)
    check_chart(signs_chart(write))
    with pytest.raises(GruvizError, match="a cell with an update gate"):
        figures.update_gate_signs(random_run("rnn", SIZE))
