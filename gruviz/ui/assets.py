"""Files that the pages are made of: text, style and the components' code."""

import re
from functools import cache
from pathlib import Path

from gruviz.paths import ASSETS

COMPONENTS = ASSETS / "components"
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.{1,2}/[\w/]+\.js)";\n', re.MULTILINE)
_STYLE = re.compile(r'^@import "(\.{1,2}/[\w/]+\.css)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


@cache
def asset(name: str) -> str:
    """Text of a file in assets."""
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def component_source(name: str) -> tuple[str, str | None]:
    """JavaScript and style of a component: components/<name>.js, or main.js and style.css in components/<name>/."""
    folder = COMPONENTS / name
    if not folder.is_dir():
        return joined(COMPONENTS / f"{name}.js"), None
    return joined(folder / "main.js"), _style(folder / "style.css")


def _style(file: Path) -> str:
    """A style with those that it builds on, `@import "../other/style.css";`, in front of its own rules."""
    return _STYLE.sub(lambda found: _style(file.parent / found[1]), file.read_text(encoding="utf-8"))


def joined(entry: Path) -> str:
    """A JavaScript module and all that it imports as one string, which is how Streamlit takes a component.

    What is imported stands first, each module once, as an object of what it exports. So every module keeps a scope of
    its own, and two may use one name. A module may import `{ a, b } from "./file.js"`, and export functions, classes
    and constants where it defines them, one each; no two may import each other.
    """
    modules: dict[Path, str] = {}
    main = _linked(entry.resolve(), modules)
    return "\n".join([*modules.values(), main])


def _linked(file: Path, modules: dict[Path, str]) -> str:
    """Source of a module whose imports are taken from those that stand before it; adds these to `modules`."""
    source = file.read_text(encoding="utf-8")
    for statement in _IMPORT.finditer(source):
        imported = (file.parent / statement[2]).resolve()
        if imported not in modules:
            modules[imported] = _closed(imported, modules)
    return _IMPORT.sub(lambda match: f"const {match[1]} = {_name((file.parent / match[2]).resolve())};\n", source)


def _closed(file: Path, modules: dict[Path, str]) -> str:
    """A module as an object of what it exports."""
    source = _linked(file, modules)
    exports = ", ".join(match[1] for match in _EXPORT.finditer(source))
    return f"const {_name(file)} = (() => {{\n{_EXPORT.sub('', source)}return {{ {exports} }};\n}})();\n"


def _name(file: Path) -> str:
    """Of the object of a module: "$inside_scene" for inside/scene.js."""
    return f"${file.parent.name}_{file.stem}"
