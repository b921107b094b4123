"""What a script runs: its cells, and the table of its runs."""

from collections.abc import Iterable, Mapping

import numpy as np

from gruviz.engine.cells import Cell, find_cell
from gruviz.export.contents import Contents
from gruviz.export.layout import bracketed, quoted, table, wrapped


def settings_code(settings: Mapping[str, object]) -> str:
    """A comment that states the settings."""
    return wrapped("GRUViz settings: " + ", ".join(f"{name}={value!r}" for name, value in settings.items()), "# ")


def cells_code(used: Contents) -> list[str]:
    """A step of each cell."""
    return [_STEPS + used.kinds[0].script, *(kind.script for kind in used.kinds[1:])]


_STEPS = "# A step of each cell: a is W x_t + b and U is U, both by block; the state before gives the state after.\n"


def runs_code(used: Contents, columns: str, rows: Iterable[list[str]]) -> str:
    """The table of runs, of which all columns are given but the last: how a run starts, where any is changed."""
    blocks = _by_cell({kind.key: kind.block_names for kind in used.kinds})
    inert = bracketed("INPUT_ONLY = {", _by_cell(used.input_only), "}")
    apart = f"# Blocks that do not read the state and have no U.\n{inert}" if used.input_only else ""
    states = bracketed("STATES = {", [f"{key}: {count}" for key, count in used.states.items()], "}")
    counted = f"# How many states side by side, where there is more than h.\n{states}" if used.states else ""
    starts = bracketed("STARTS = {", [f"{key}: start_{key}" for key in used.constants], "}")
    own = f"# Where a cell has a start of its own.\n{starts}" if used.constants else ""
    changed = ", and how its start differs from a library's" if used.start else ""
    runs = "".join(
        bracketed("    (", [*row, *([_start(cell, settings)] if used.start else [])], "),")
        for row, (cell, settings) in zip(rows, used.plan, strict=True)
    )
    return f"""\
# Each cell's blocks of weights, in the order in which they are drawn.
{bracketed("BLOCKS = {", blocks, "}")}{apart}{counted}{own}# {columns}{changed}.
RUNS = [
{runs}]
"""


def _by_cell(names: Mapping[str, Iterable[str]]) -> list[str]:
    return [f"{key}: [{', '.join(map(quoted, several))}]" for key, several in names.items()]


def _start(cell: str, settings: Mapping[str, object]) -> str:
    return table(_change(find_cell(cell), name, value) for name, value in settings.items())


def _change(kind: Cell, name: str, value: object) -> str:
    match name:
        case "scheme":
            return f'"recurrent": {value}'
        case "chrono":
            signs = kind.chrono_biases(np.ones(1)).items()
            return f'"chrono": {table(f"{quoted(block)}: {float(sign[0])!r}" for block, sign in signs)}'
        case "update_bias" | "forget_bias":
            block = kind.update_block if name == "update_bias" else kind.forget_block
            return f'"bias": {{"{block}": {value!r}}}'
    return f'"{name}": {value!r}'


def start_code(labels: Iterable[str]) -> str:
    """The lines that start the script, ready to print these labels."""
    plain = all(label.isascii() for label in labels)
    return f"""\
if __name__ == "__main__":
{"" if plain else _UTF_8}    main()
"""


_UTF_8 = """\
    if hasattr(sys.stdout, "reconfigure"):  # a label holds "−"; a notebook's output has no encoding to set
        sys.stdout.reconfigure(encoding="utf-8")
"""
