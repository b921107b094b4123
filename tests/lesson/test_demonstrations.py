"""The live figures of the lesson."""

import pytest

from gruviz.experiments.settings import Experiment
from gruviz.lesson import DEMONSTRATIONS, demonstrate
from tests.figures.checks import check_chart


@pytest.mark.parametrize("name", DEMONSTRATIONS)
def test_every_demonstration_is_a_chart(name):
    check_chart(demonstrate(name, Experiment(seq_len=12, seeds=3, update_bias=-2.0)).chart)
