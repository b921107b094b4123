import numpy as np

from gruviz.engine.tape import Rows, Tape, flat


def test_each_step_takes_the_next_row_and_what_is_no_row_stays():
    values, out = np.arange(6.0).reshape(3, 2), np.zeros((3, 2))
    tape, rows = Tape(np.float64), Rows(out)
    tape.add(np.multiply, Rows(values), 10, rows)
    tape.add(np.add, rows, np.array([1.0, 2.0]), rows)
    tape.play()
    np.testing.assert_array_equal(out, [[1, 12], [21, 32], [41, 52]])


def test_who_listens_hears_of_a_step_before_it_is_taken():
    total = np.zeros(1)
    tape = Tape(np.float64)
    tape.add(np.add, total, Rows(np.ones((3, 1))), total)
    assert [float(total[0]) for _ in tape.steps()] == [0, 1, 2]
    assert total == 3


def test_a_number_among_the_operands_changes_no_type():
    row = np.ones((1, 2), np.float32)
    tape = Tape(np.float32)
    tape.add(np.multiply, Rows(row), 1 / 3, Rows(row))
    tape.play()
    assert row.dtype == np.float32
    np.testing.assert_array_equal(row, np.float32(1 / 3))


def test_rows_as_vectors_are_the_same_numbers():
    out = np.zeros((2, 1, 1, 3))
    tape = Tape(np.float64)
    tape.add(np.add, flat(np.ones((1, 1, 3))), 1.0, flat(Rows(out)))
    tape.play()
    np.testing.assert_array_equal(out, 2)
