"""The components' JavaScript: format, lint, types, and tests against the engine, all by deno."""

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from gruviz.ui.assets import COMPONENTS, component_source
from gruviz.wording import left
from tests.components.carts import write_carts
from tests.components.digits import write_drawings
from tests.components.letters import write_letters
from tests.components.maps import write_maps
from tests.components.networks import write_networks
from tests.components.scenes import write_scenes
from tests.test_architecture import ROOT

FOLDERS = [main.parent for main in COMPONENTS.glob("*/main.js") if not main.with_name("page.html").exists()]
"""Of components; what has a page of its own is mounted nowhere."""
NAMES = sorted([file.stem for file in COMPONENTS.glob("*.js")] + [folder.name for folder in FOLDERS])


AMOUNTS = [mantissa * 10.0**exponent for exponent in range(-60, 20) for mantissa in (1.0, 1.049, 2.5, 6.15, 9.96)]
"""Parts of a signal that Python and JavaScript are to say in the same words."""


def deno(*command: str, **variables: str) -> None:
    """Run deno in the repository; without it a laptop skips the test, and CI fails."""
    places = (sysconfig.get_path("scripts"), os.environ.get("PATH", ""))
    program = shutil.which("deno", path=os.pathsep.join(places))
    if program is None:
        assert "CI" not in os.environ, "deno is missing: pip install -r requirements-dev.txt"
        pytest.skip("deno is not installed: pip install -r requirements-dev.txt")
    environment = os.environ | {"DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"} | variables
    done = subprocess.run([program, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [("fmt", "--check"), ("lint",), ("check", "assets/components", "assets/classroom")],
    ids=["format", "lint", "types"],
)
def test_the_code_is(command: tuple[str, ...]) -> None:
    deno(*command)


def test_its_numbers_are_those_of_the_engine(tmp_path: Path) -> None:
    write_scenes(tmp_path)
    write_carts(tmp_path)
    write_networks(tmp_path)
    write_letters(tmp_path)
    write_drawings(tmp_path)
    write_maps(tmp_path)
    tmp_path.joinpath("amounts.json").write_text(json.dumps([[value, left(value)] for value in AMOUNTS]))
    for name in NAMES:
        tmp_path.joinpath(f"{name}.js").write_text(component_source(name)[0], encoding="utf-8")
    deno("test", "--allow-read", "--allow-env=GRUVIZ_SCENES", "--no-check", GRUVIZ_SCENES=str(tmp_path))
