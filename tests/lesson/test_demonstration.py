"""What a live figure is made of, and which of an experiment's cells it shows."""

import pytest

from gruviz import Experiment
from gruviz.lesson import DEMONSTRATIONS, demonstrate
from gruviz.lesson.demonstration import first_cell
from gruviz.ui.walkthrough.lesson import load_lesson
from gruviz.validation import InvalidValue


def test_the_first_cell_that_fits_is_shown():
    experiment = Experiment(cells=("rnn", "lstm", "gru"))
    assert first_cell(experiment, lambda cell: bool(cell.gate_names), "gates") == "lstm"
    with pytest.raises(InvalidValue, match="cells = 'rnn, lstm, gru' is not possible: a reset gate before"):
        first_cell(experiment, lambda cell: "nothing" in cell.gate_names, "a reset gate before")


@pytest.mark.parametrize(
    "step", [one for one in load_lesson().values() if one.figure in DEMONSTRATIONS], ids=lambda s: s.key
)
def test_what_a_question_asks_for_has_its_place_on_the_chart(step):
    """Only a ratio of two lines, such as c's to h's, and the dots in a square of a map are read on no axis."""
    cells = tuple(f"{step.settings['cells']},{step.settings.get('variants', '')}".strip(",").split(","))
    shown = demonstrate(step.figure, Experiment(cells=cells, seq_len=8, hidden_size=3, seeds=2, update_bias=-1.0))
    for name in step.question.measures:
        assert shown.measures[name].axis in ("x", "y") or name in ("c_to_h", "learned_adding")
