"""The cells and the table of runs of a script."""

import ast

import pytest

from gruviz import CELLS
from gruviz.engine.cells import find_cell
from gruviz.export.contents import Contents
from gruviz.export.runs import runs_code, settings_code, start_code

OWN = ("own_after_input_relu_bias", "own_before_coupled_tanh_bias", "own_none_none_tanh")


@pytest.mark.parametrize("cell", [*CELLS, *OWN])
def test_a_cell_has_a_step_named_as_its_key(cell):
    (function,) = ast.parse(find_cell(cell).script).body
    assert isinstance(function, ast.FunctionDef)
    assert function.name == cell
    blocks = {node.slice.value for node in ast.walk(function) if isinstance(node, ast.Subscript)}
    kind = find_cell(cell)
    assert {*kind.block_names, *kind.constant_names, *(["c"] if kind.has_recurrent_bias else [])} == blocks


def test_the_table_of_runs_is_what_is_asked_for():
    plan = [("gru", {"update_bias": -2.0, "gain": 0.5}), ("lstm", {"chrono": 50}), ("mingru", {}), ("rnn", {})]
    used = Contents(plan)
    space = {cell: cell for cell, _ in plan}
    exec(runs_code(used, "Label, cell", [[f'"{cell} once"', cell] for cell, _ in plan]), space)
    assert space["BLOCKS"] == {cell: list(CELLS[cell].block_names) for cell, _ in plan}
    assert space["INPUT_ONLY"] == {"mingru": list(CELLS["mingru"].input_only)}
    assert space["STATES"] == {"lstm": 2}
    starts = [{"bias": {"z": -2.0}, "gain": 0.5}, {"chrono": {"i": -1.0, "f": 1.0}}, {}, {}]
    assert space["RUNS"] == [(f"{cell} once", cell, start) for (cell, _), start in zip(plan, starts, strict=True)]


def test_a_cell_with_a_start_of_its_own_is_told_it():
    space = {"ssm": "ssm", "start_ssm": "start_ssm"}
    exec(runs_code(Contents([("ssm", {})]), "Label, cell", [['"SSM"', "ssm"]]), space)
    assert space["STARTS"] == {"ssm": "start_ssm"}
    assert space["STATES"] == {"ssm": 3}


def test_runs_that_change_nothing_have_no_start():
    space = {"rnn": "rnn"}
    code = runs_code(Contents([("rnn", {})]), "Label, cell", [['"RNN"', "rnn"]])
    exec(code, space)
    assert space["RUNS"] == [("RNN", "rnn")]
    assert "STATES" not in space
    assert "INPUT_ONLY" not in space


@pytest.mark.parametrize(("label", "is_set"), [("GRU set to hold (gate bias −2)", True), ("GRU", False)])
def test_only_a_label_beyond_ascii_sets_the_encoding(label, is_set):
    code = start_code(["RNN", label])
    assert ("reconfigure" in code) == is_set
    ast.parse(code)


def test_the_settings_are_one_comment():
    lines = settings_code({"text": "a\n" * 200, "seeds": 3}).splitlines()
    assert all(line.startswith("# ") and len(line) <= 120 for line in lines[:1])
    assert lines[-1].endswith("seeds=3")
    assert all(line.startswith("# ") for line in lines)
