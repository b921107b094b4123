"""Exported scripts as files: run by a Python that does not know us, read as syntax, laid out as ruff does it."""

import ast
import json
import os
import subprocess
import sys

import pytest

HOSTILE = (
    "\"\"\"'''\\\" \\\n\r\t{0}%s\u202e\u2028\x00\ud800 👩‍🚀 ü'); import os; os.abort()\n"
    '# fmt: on\n"""\nimport os\nos.abort()'
)

TABLE = ((1.5, -2e-7, 5.0), (0.25, 1e6, 5.0), (-3.0, 12.0, 5.0), (2.0, 7.5, 5.0))

RUN_ALL = """
import contextlib, io, json, runpy, sys
printed = []
for path in sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        runpy.run_path(path, run_name="__main__")
    printed.append(out.getvalue())
assert not any(name.partition(".")[0] == "gruviz" for name in sys.modules)
print(json.dumps(printed))
"""


def run_python(folder, *arguments, **environment):
    """Standard output of a Python that is not told where gruviz is."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        env=inherited | environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return done.stdout.decode()


def saved(folder, script):
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    return path


def outputs(folders, scripts):
    """What scripts print, in their order; one process for all, since importing torch takes longest.

    Args:
        folders: pytest's factory of folders.
        scripts: Sources.
    """
    paths = [saved(folders.mktemp("script"), script) for script in scripts]
    return json.loads(run_python(paths[0].parent, "-c", RUN_ALL, *paths, OMP_NUM_THREADS="1"))


def check_imports(script):
    """It needs NumPy and torch only."""
    imports = [node for node in ast.walk(ast.parse(script)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert [alias.name for node in imports for alias in node.names] == ["csv", "sys", "numpy", "torch"]


def check_layout(script, folder):
    """It is formatted as ruff does it in lines of 120."""
    pytest.importorskip("ruff")
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--diff", "--isolated", "--line-length", "120", saved(folder, script)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def names_in(script):
    """Every name that a script uses."""
    return {node.id for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Name)}


def settings_comment(script):
    """Its comments as one text."""
    return " ".join(line[2:] for line in script.splitlines() if line.startswith("# "))
