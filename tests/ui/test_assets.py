"""JavaScript modules joined into one string."""

from pathlib import Path

import pytest

from gruviz.ui.assets import component_source, joined

SHARED = "const SIZE = 2;\nexport function twice(x) {\n  return SIZE * x;\n}\n"
LEFT = 'import { twice } from "../shared/twice.js";\n\nconst SIZE = 3;\nexport const left = twice(SIZE);\n'
RIGHT = 'import { twice } from "../shared/twice.js";\n\nconst SIZE = 5;\nexport class Right {}\n'
MAIN = """import { left } from "./left.js";
import {
  Right,
} from "./right.js";

export default () => [left, Right];
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"shared/twice": SHARED, "part/left": LEFT, "part/right": RIGHT, "part/main": MAIN}
    for name, source in files.items():
        file = tmp_path / f"{name}.js"
        file.parent.mkdir(exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return tmp_path


def test_every_module_stands_once_behind_what_it_imports(folder):
    source = joined(folder / "part" / "main.js")
    places = [source.index(f"const {name} = (() =>") for name in ("$shared_twice", "$part_left", "$part_right")]
    assert places == sorted(places)
    assert source.count("function twice") == 1
    assert places[-1] < source.index("export default")


def test_imports_become_names_and_exports_an_object(folder):
    source = joined(folder / "part" / "main.js")
    assert "import" not in source
    assert source.count("const { twice } = $shared_twice;") == 2
    assert "const {\n  Right,\n} = $part_right;" in source
    assert "return { twice };" in source
    assert "return { left };" in source
    assert "return { Right };" in source
    assert source.count("export") == 1


def test_a_style_brings_those_it_builds_on_along():
    inside, cell = (component_source(name)[1] for name in ("inside", "cell"))
    assert cell.startswith(inside)
    assert "@import" not in cell
    assert ".gv-again" in cell
