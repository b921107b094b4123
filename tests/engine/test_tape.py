import numpy as np
import pytest

from gruviz.engine.tape import MANY, Rows, Tape


def test_each_step_takes_the_next_row_and_what_is_no_row_stays():
    values, out = np.arange(6.0).reshape(3, 2), np.zeros((3, 2))
    tape, rows = Tape(3, np.float64), Rows(out)
    tape.add(np.multiply, Rows(values), 10, rows)
    tape.add(np.add, rows, np.array([1.0, 2.0]), rows)
    tape.play()
    np.testing.assert_array_equal(out, [[1, 12], [21, 32], [41, 52]])


def test_calls_come_in_the_order_in_which_they_were_added_as_often_as_there_are_steps():
    total, seen = np.zeros(1), []
    tape = Tape(3, np.float64)
    tape.add(lambda place: seen.append((place, float(total[0]))), Rows(range(3)))
    tape.add(np.add, total, 1.0, total)
    tape.play()
    assert seen == [(0, 0), (1, 1), (2, 2)]
    assert total == 3


@pytest.mark.parametrize("steps", [1, MANY, MANY + 3])
def test_rows_serve_several_calls_in_runs_of_every_length(steps):
    out, rows = np.zeros((steps, 1)), Rows(np.arange(steps, dtype=float)[:, None])
    tape = Tape(steps, np.float64)
    tape.add(np.add, rows, rows, Rows(out))
    tape.play()
    np.testing.assert_array_equal(out[:, 0], 2 * np.arange(steps))


def test_a_number_among_the_operands_changes_no_type():
    row = np.ones((1, 2), np.float32)
    tape = Tape(1, np.float32)
    tape.add(np.multiply, Rows(row), 1 / 3, Rows(row))
    tape.play()
    assert row.dtype == np.float32
    np.testing.assert_array_equal(row, np.float32(1 / 3))
