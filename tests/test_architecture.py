"""Who may import whom. One row per room; a module without a row has no room yet."""

import ast
import inspect
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import gruviz

ROOT = Path(__file__).parent.parent
BASE = {"arrays", "paths", "validation", "wording"}
"""What all rooms use."""
ENGINE = BASE | {"engine"}
LEARNING = ENGINE | {"data", "networks", "tasks", "experiments", "training"}
UPPER = {
    "models",
    "checkpoints",
    "comparison",
    "closeup",
    "applications",
    "export",
    "jobs",
    "maps",
    "server_runs",
    "figures",
    "sweeps",
    "diagnosis",
    "lesson",
    "classroom",
}
BELOW_UI = LEARNING | UPPER
FRAME = {
    *("ui.assets", "ui.caching", "ui.components", "ui.embedding"),
    *("ui.markdown", "ui.navigation", "ui.progress", "ui.prose"),
}
ON_PAGES = BELOW_UI | FRAME | {"ui.page", "ui.share", "ui.charts", "ui.controls", "ui.runs"}

FAMILIES = ("applications", "comparison", "diagnosis", "gradients", "lesson", "maps", "training")

MAY_IMPORT = {
    "addresses": set(),
    "arrays": set(),
    "paths": set(),
    "wording": set(),
    "validation": {"arrays"},
    "engine": BASE,
    "data": BASE,
    "networks": ENGINE,
    "experiments": ENGINE | {"data"},
    "tasks": ENGINE | {"data", "networks"},
    "training": LEARNING - {"data"},
    "models": ENGINE | {"networks", "tasks"},
    "checkpoints": ENGINE | {"models"},
    "comparison": ENGINE | {"networks", "experiments"},
    "closeup": ENGINE | {"experiments", "tasks", "models"},
    "applications": ENGINE | {"data", "networks", "tasks", "training.settings", "models"},
    "export": LEARNING - {"networks"},
    "jobs": BASE,
    "maps": LEARNING - {"data"} | {"jobs"},
    "server_runs": BASE | {"comparison", "experiments", "jobs", "maps", "training"},
    "figures": {f"figures.{family}" for family in FAMILIES},
    "figures.drawing": ENGINE,
    "figures.gradients": ENGINE | {"figures.drawing"},
    "figures.training": ENGINE | {"figures.drawing", "tasks", "training"},
    "figures.comparison": ENGINE | {"figures.drawing", "tasks", "comparison"},
    "figures.applications": ENGINE | {"figures.drawing", "tasks", "applications"},
    "figures.diagnosis": ENGINE | {"figures.drawing", "figures.gradients"},
    "figures.maps": ENGINE | {"figures.drawing", "tasks", "training", "maps"},
    "figures.lesson": ENGINE | {"figures.drawing"},
    "sweeps": BASE | {"figures"},
    "diagnosis": ENGINE | {"checkpoints", "data", "figures"},
    "lesson": LEARNING | {"comparison", "figures", "maps"},
    "classroom": BASE,
    "gruviz": BELOW_UI,
    "command": BASE | {"gruviz", "addresses", "checkpoints", "data", "diagnosis", "jobs"},
    "__main__": {"command"},
    "ui": set(),
    "ui.assets": BASE,
    "ui.caching": set(),
    "ui.memory": set(),
    "ui.server": {"ui.memory"},
    "ui.shell": {"ui.assets", "ui.charts", "ui.navigation"},
    "ui.markdown": set(),
    "ui.components": {"ui.assets"},
    "ui.prose": {"ui.assets"},
    "ui.navigation": {"ui.prose"},
    "ui.progress": set(),
    "ui.embedding": set(),
    "ui.notes_window": {"ui.assets"},
    "ui.charts": BELOW_UI | FRAME,
    "ui.controls": BELOW_UI | FRAME,
    "ui.runs": BELOW_UI | FRAME,
    "ui.classroom": BELOW_UI | FRAME | {"addresses", "ui.charts", "ui.controls", "ui.server"},
    "ui.exercises": BELOW_UI | FRAME | {"ui.controls", "ui.inside", "ui.train"},
    "ui.page": BASE | FRAME | {"ui.charts", "ui.controls", "ui.exercises", "ui.share"},
    "ui.share": BASE | {"ui.charts", "ui.controls"},
    "ui.home": ON_PAGES,
    "ui.gradient_flow": ON_PAGES,
    "ui.sweeps": ON_PAGES | {"ui.home"},
    "ui.inside": ON_PAGES,
    "ui.train": ON_PAGES | {"ui.classroom", "ui.inside"},
    "ui.compare": ON_PAGES | {"ui.inside"},
    "ui.trainability": ON_PAGES | {"ui.train"},
    "ui.your_network": ON_PAGES | {"ui.inside"},
    "ui.applications": ON_PAGES | {"ui.inside"},
    "ui.walkthrough": ON_PAGES | {"ui.classroom", "ui.exercises", "ui.train", "ui.inside"},
    "app": ON_PAGES | {"ui.classroom", "ui.home", "ui.notes_window", "ui.server", "ui.shell", "ui.sweeps"},
    "pages": BELOW_UI | {"ui"},
}
"""What the modules of a room may import beside their own room. A name covers what lies below it."""

ONLY_IN = {
    "streamlit": {"ui", "app", "pages", "command"},
    "plotly": {"figures", "ui"},
    "latex2mathml": {"ui", "lesson"},
    "dask": {"jobs.cluster"},
    "distributed": {"jobs.cluster"},
    "sqlalchemy": {"classroom", "ui.classroom"},
    "safetensors": {"checkpoints"},
    "h5py": {"checkpoints"},
    "torch": {
        "engine.torch_weights",
        "networks.recurrence",
        "networks.modules",
        "training.train",
        "maps.measures",
        "comparison.stopwatch",
        "server_runs",
        "checkpoints",
        "diagnosis.capture",
        "diagnosis.diagnose",
        "diagnosis.monitor",
        "diagnosis.initialise",
        "diagnosis.function_cell",
        "diagnosis.function_flow",
    },
}


WHEN_USED = {"diagnose", "figures", "gradients_of", "initialise", "train", "watch"}
"""Public names that importing the package does not load."""


def module_name(path):
    """Name inside gruviz, "gruviz" for itself, "app" or "pages.x" outside."""
    parts = [part for part in path.relative_to(ROOT).with_suffix("").parts if part != "__init__"]
    return ".".join(parts[1:] if parts[0] == "gruviz" and len(parts) > 1 else parts)


def room_of(name):
    """The row that holds a module: its longest name in the table."""
    parts = name.split(".")
    rows = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((row for row in rows if row in MAY_IMPORT), None)


@cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path):
    """Every absolute module name imported anywhere in a file, also inside functions and under TYPE_CHECKING."""
    names = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
            names += [module if is_module(module) else node.module for module in modules]
    return names


@cache
def is_module(name):
    place = ROOT.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def covered(name, names):
    """Whether a module, or a folder above it, is among the names."""
    parts = name.split(".")
    return any(".".join(parts[:n]) in names for n in range(1, len(parts) + 1))


sources = sorted([*ROOT.glob("gruviz/**/*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("app.py")])


def test_every_module_has_a_room_and_keeps_to_it():
    for path in sources:
        room = room_of(module_name(path))
        assert room, f"{path} has no row in the table: give it a room"
        for imported in imports(path):
            if imported.split(".")[0] == "gruviz":
                name = imported.removeprefix("gruviz.")
                assert covered(name, MAY_IMPORT[room] | {room}), f"{path} may not import {imported}"


def test_heavy_libraries_stay_in_their_rooms():
    for path in sources:
        name = module_name(path)
        for imported in imports(path):
            library = imported.split(".")[0]
            assert library not in ONLY_IN or covered(name, ONLY_IN[library]), f"{path} may not import {library}"


def test_what_is_private_to_a_module_stays_there():
    for path in sources:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gruviz"):
                private = [one.name for one in node.names if one.name.startswith("_") and one.name != "__version__"]
                assert not private, f"{path} imports {private} from {node.module}"


def test_the_rooms_are_without_circles():
    """As they are, not only as they may be."""
    above = {row: set() for row in MAY_IMPORT}
    for path in sources:
        room = room_of(module_name(path))
        rooms = {room_of(imported.removeprefix("gruviz.")) for imported in imports(path) if "gruviz" in imported}
        above[room] |= rooms - {room}
    assert list(TopologicalSorter(above).static_order())


@pytest.mark.parametrize("room", sorted({row.split(".")[0] for row in MAY_IMPORT} - {"gruviz", "app", "pages"}))
def test_every_row_is_a_folder_or_a_file(room):
    assert (ROOT / "gruviz" / room).is_dir() or (ROOT / "gruviz" / f"{room}.py").is_file()


def rooms_in_contributing():
    """Folder or file → sentence, from the tree in CONTRIBUTING.md, in its order."""
    tree = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("```")[1::2]
    [tree] = [block for block in tree if "engine/" in block]
    rooms: dict[str, str] = {}
    path: list[str] = []
    for line in tree.strip("\n").splitlines():
        indent, name, sentence = re.fullmatch(r"    ( *)(\S+) +(.+)", line).groups()
        path[len(indent) // 4 :] = [name]
        rooms["".join(path)] = sentence
    return rooms


def test_the_tree_in_contributing_is_the_tree_of_folders():
    folders = [path.parent for path in ROOT.glob("gruviz/*/**/__init__.py")]
    files = [path for path in ROOT.glob("gruviz/*.py") if path.stem not in ("__init__", "__main__")]
    here = {f"{path.relative_to(ROOT / 'gruviz')}{'/' if path.is_dir() else ''}": path for path in [*folders, *files]}
    listed = rooms_in_contributing()
    assert set(listed) == set(here)
    for name, path in here.items():
        source = path / "__init__.py" if path.is_dir() else path
        docstring = ast.get_docstring(parsed(source))
        assert listed[name] == docstring.split("\n")[0], name


def test_no_room_uses_one_that_is_listed_below_it():
    order = [name.removesuffix("/").removesuffix(".py").replace("/", ".") for name in rooms_in_contributing()]
    for path in sources:
        here = next((room for room in reversed(order) if covered(module_name(path), {room})), None)
        for imported in imports(path):
            there = imported.removeprefix("gruviz.")
            below = [room for room in order[order.index(here) + 1 :] if not covered(room, {here})] if here else []
            assert not covered(there, set(below)), f"{path} uses {imported}, which is listed below it"


ACROSS = {
    "architecture",
    "documentation",
    "examples",
    "package",
    "readme",
    "data/files_of_ones_own",
    "diagnosis/models_of_others",
    "engine/anchors",
    "engine/cells/cells",
    "engine/resets_and_cuts",
    "figures/public",
    "tasks/tasks",
    "training/learning",
}
"""Tests of what no single module does."""
ELSEWHERE = {"paths", "figures/renamed"}
"""Modules whose tests stand elsewhere: in test_package.py, in test_public.py."""


def test_the_tests_of_a_module_are_found_by_its_path():
    modules = {str(path.relative_to(ROOT / "gruviz").with_suffix("")) for path in ROOT.glob("gruviz/**/[!_]*.py")}
    rooms = ROOT / "tests"
    tests = {
        str(path.parent.relative_to(rooms) / path.stem.removeprefix("test_")) for path in rooms.glob("**/test_*.py")
    }
    here = {name for name in tests if not name.startswith(("pages/", "benchmarks/", "browser/", "components/", "scripts/"))}
    assert here - ACROSS <= modules
    by_page = {name for name in modules if name.startswith("ui/")}  # tested on whole pages, where not alone
    assert modules - by_page - ELSEWHERE <= tests


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
