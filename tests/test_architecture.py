"""Who may import whom. One row per room; a module without a row has no room yet."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import gruviz

ROOT = Path(__file__).parent.parent
BASE = {"validation", "wording"}
RECORDS = BASE | {"records"}
CELLS = RECORDS | {"cells", "cells.base"}
RUNS = CELLS | {"recording", "decay"}
FLOWS = RUNS | {"gradients"}
ENGINE = FLOWS | {"initialisation", "jacobians", "theory", "finite_differences", "pytorch"}
EXPERIMENT = ENGINE | {"data", "cart_pole", "inputs", "networks", "tasks", "config", "experiment"}
TRAINED = {"models", "collection", "answers"}
CLOSEUP = EXPERIMENT | TRAINED | {"interventions", "units", "readings", "closeup"}
EVIDENCE = EXPERIMENT | {"spread", "costs", "memory", "published", "scoreboard", "speed"}

MAY_IMPORT = {
    "validation": set(),
    "wording": set(),
    "spread": set(),
    "records": BASE,
    "cells": CELLS,
    "costs": CELLS,
    "initialisation": CELLS,
    "recording": CELLS,
    "decay": BASE,
    "gradients": RUNS,
    "jacobians": FLOWS,
    "theory": RUNS,
    "pytorch": RECORDS,
    "finite_differences": FLOWS,
    "inputs": BASE,
    "config": FLOWS | {"initialisation", "inputs", "tasks"},
    "experiment": ENGINE | {"inputs", "config"},
    "interventions": CELLS,
    "units": FLOWS,
    "collection": BASE | {"models"},
    "answers": BASE | {"models", "tasks"},
    "readings": FLOWS | {"answers"},
    "closeup": EXPERIMENT | TRAINED | {"interventions", "readings"},
    "scoreboard": set(),
    "export": CELLS | {"inputs", "tasks", "config", "experiment", "history", "export"},
    "recurrence": FLOWS,
    "networks": FLOWS | {"initialisation"},
    "data": BASE,
    "cart_pole": BASE,
    "uploads": BASE,
    "tasks": FLOWS | {"networks", "data", "cart_pole", "tasks"},
    "history": EXPERIMENT,
    "modules": FLOWS | {"networks", "recurrence"},
    "training": EXPERIMENT | {"history", "modules"},
    "published": set(),
    "memory": EXPERIMENT | {"spread"},
    "speed": CELLS | {"spread"},
    "stopwatch": ENGINE | {"recurrence", "speed"},
    "claims": EVIDENCE,
    "job": set(),
    "worker": {"validation"},
    "jobs": {"validation", "job", "worker"},
    "live": {"config", "history", "training", "speed", "stopwatch", "jobs"},
    "figures": EVIDENCE | {"history", "applications", "figures"},
    "models": CELLS | {"networks", "tasks"},
    "applications": EXPERIMENT | {"models", "uploads", "applications"},
    "lesson": EXPERIMENT | {"history", "figures", "lesson"},
    "gruviz": EXPERIMENT | {"costs", "export", "history", "models", "training", "figures"},
    "ui": CLOSEUP
    | EVIDENCE
    | {"applications", "uploads", "claims", "export", "history"}
    | {"job", "jobs", "lesson", "live", "models", "figures", "ui", "gruviz"},
    "app": EXPERIMENT | {"figures", "ui", "gruviz"},
    "pages": EXPERIMENT | {"figures", "ui", "gruviz"},
}
"""What each may import. A name that is a folder covers the modules inside it; "gruviz" is the public API."""

ONLY_IN = {
    "streamlit": {"ui", "app", "pages"},
    "plotly": {"figures", "ui"},
    "latex2mathml": {"ui", "lesson"},
    "torch": {"pytorch", "recurrence", "modules", "training", "live", "stopwatch"},
}


WHEN_USED = {"figures", "train"}
"""Public names that importing the package does not load."""


def module_name(path):
    """Name inside gruviz, "gruviz" for itself, "app" or "pages.x" outside."""
    parts = [part for part in path.relative_to(ROOT).with_suffix("").parts if part != "__init__"]
    return ".".join(parts[1:] if parts[0] == "gruviz" and len(parts) > 1 else parts)


def row_of(name):
    top = name.split(".")[0]
    return name if name in MAY_IMPORT else top if (ROOT / "gruviz" / top).is_dir() or top == "pages" else name


def imports(path):
    """Every absolute module name imported anywhere in a file, also inside functions and under TYPE_CHECKING."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (module if is_module(module) else node.module for module in modules)


def is_module(name):
    place = ROOT.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def allowed(imported, row):
    """A row's names cover what lies below them."""
    parts = imported.removeprefix("gruviz.").split(".")
    return any(".".join(parts[:n]) in row for n in range(1, len(parts) + 1))


sources = sorted([*ROOT.glob("gruviz/**/*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("app.py")])
every_source = pytest.mark.parametrize("path", sources, ids=lambda path: str(path.relative_to(ROOT)))


@every_source
def test_every_module_has_a_room_and_keeps_to_it(path):
    row = row_of(module_name(path))
    assert row in MAY_IMPORT, f"{path} has no row in the table: give it a room"
    for imported in imports(path):
        if imported.split(".")[0] == "gruviz":
            assert allowed(imported, MAY_IMPORT[row]), f"{path} may not import {imported}"


@every_source
def test_heavy_libraries_stay_in_their_rooms(path):
    row = row_of(module_name(path))
    for imported in imports(path):
        library = imported.split(".")[0]
        assert row in ONLY_IN.get(library, {row}), f"{path} may not import {library}"


@every_source
def test_what_is_private_to_a_module_stays_there(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gruviz"):
            private = [alias.name for alias in node.names if alias.name.startswith("_") and alias.name != "__version__"]
            assert not private, f"{path} imports {private} from {node.module}"


def test_the_table_is_without_circles():
    def below(row, seen=()):
        assert row not in seen, f"{' → '.join([*seen, row])} is a circle"
        for other in MAY_IMPORT[row] - {row, "cells.base"}:
            below(other, (*seen, row))

    for row in MAY_IMPORT:
        below(row)


def loaded_after(statement):
    """Which heavy libraries are loaded in a fresh process."""
    code = f"{statement}\nimport sys\nprint(*sorted({set(ONLY_IN)} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_the_engine_runs_without_torch_plotly_and_streamlit():
    assert not loaded_after(
        "import gruviz\n"
        "weights = gruviz.init_weights('gru', input_size=1, hidden_size=2)\n"
        "gruviz.gradient_flow(gruviz.record('gru', weights, [[[1.0]], [[2.0]]])).decay()"
    )


def test_figures_load_plotly_and_nothing_heavier():
    assert loaded_after("import gruviz.figures") == ["plotly"]


def test_the_public_names_are_listed_and_documented():
    public = {name for name, value in vars(gruviz).items() if name[0] != "_" and not inspect.ismodule(value)}
    assert set(gruviz.__all__) - WHEN_USED == public - WHEN_USED
    assert all(inspect.getdoc(getattr(gruviz, name)) for name in gruviz.__all__)
    assert set(gruviz.__all__) <= set(dir(gruviz))


@pytest.mark.parametrize(("name", "library"), [("figures", "plotly"), ("train", "torch")])
def test_what_is_heavy_is_loaded_when_first_used(name, library):
    assert loaded_after(f"import gruviz; gruviz.{name}") == [library]
    assert loaded_after(f"from gruviz import {name}") == [library]


def test_a_name_that_does_not_exist_is_none():
    with pytest.raises(AttributeError, match="module 'gruviz' has no attribute 'draw'"):
        _ = gruviz.draw
