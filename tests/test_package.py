"""The package as it is built: what travels in the wheel and is found again, one version, one list of ranges."""

import email
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

import gruviz
from gruviz.paths import APP, ASSETS
from tests.test_architecture import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SIZE_LIMIT = 8_000_000
"""Bytes of the wheel."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [file] = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        return email.message_from_bytes(archive.read(name))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with the package as pip would lay it out; returns a function that runs Python with it."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)

    def run(*arguments):
        environment = os.environ | {"PYTHONPATH": str(folder)}
        call = [sys.executable, *arguments]
        return subprocess.run(
            call, cwd=folder.parent, env=environment, capture_output=True, text=True, check=True
        ).stdout

    return run


def files(folder):
    """Names of the files below a folder of the clone, seen from it."""
    found = (ROOT / folder).rglob("*")
    return {
        path.relative_to(ROOT / folder).as_posix()
        for path in found
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_package_assets_and_app_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {f"gruviz/{name}" for name in files("gruviz")}
    expected |= {f"gruviz/assets/{name}" for name in files("assets")}
    expected |= {f"gruviz/app/pages/{name}" for name in files("pages")}
    expected |= {"gruviz/app/app.py", "gruviz/app/.streamlit/config.toml"}
    assert names == expected
    assert wheel.stat().st_size < SIZE_LIMIT


def test_assets_and_app_are_found_in_a_clone():
    assert ASSETS == ROOT / "assets"
    assert APP == ROOT / "app.py"


def test_assets_and_app_are_found_where_the_package_is_installed(installed):
    printed = installed("-c", "from gruviz.paths import APP, ASSETS; print(APP, ASSETS, sep='\\n')")
    app, assets = map(Path, printed.splitlines())
    assert (app.parts[-3:], assets.parts[-2:]) == (("gruviz", "app", "app.py"), ("gruviz", "assets"))
    assert ROOT not in app.parents
    assert app.read_bytes() == APP.read_bytes()
    assert (app.parent / ".streamlit" / "config.toml").read_bytes() == (ROOT / ".streamlit/config.toml").read_bytes()
    assert (assets / "style" / "common.css").is_file()


def test_an_installed_package_reads_its_models_texts_and_data(installed):
    code = """
from gruviz.data.recorded import monthly_sunspots
from gruviz.models.shipped import COLLECTION, collection_model
from gruviz.ui.prose import prose
print(len(monthly_sunspots()), collection_model(COLLECTION[0]).label, len(prose("home")["text"]), sep="\\n")
"""
    from gruviz.data.recorded import monthly_sunspots
    from gruviz.models.shipped import COLLECTION, collection_model
    from gruviz.ui.prose import prose

    here = [len(monthly_sunspots()), collection_model(COLLECTION[0]).label, len(prose("home")["text"])]
    assert installed("-c", code).splitlines() == [str(value) for value in here]


def test_there_is_one_version(installed, metadata):
    assert metadata["Version"] == gruviz.__version__
    assert installed("-m", "gruviz", "--version") == f"gruviz {gruviz.__version__}\n"
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == gruviz.__version__
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## (\d[\d.]*)", changelog, flags=re.MULTILINE)
    assert released[0] == gruviz.__version__


def test_the_package_alone_needs_numpy_and_plotly(metadata):
    needed = [line for line in metadata.get_all("Requires-Dist") if "extra ==" not in line]
    assert [re.match(r"[\w-]+", line)[0] for line in needed] == ["numpy", "plotly"]
    assert {"app", "train"} <= set(metadata.get_all("Provides-Extra"))


@pytest.mark.parametrize(("file", "extra"), [("requirements.txt", "app"), ("requirements-dev.txt", "dev")])
def test_ranges_stand_in_one_place(file, extra):
    assert (ROOT / file).read_text(encoding="utf-8") == f"-e .[{extra}]\n"
    assert extra in SETTINGS["project"]["optional-dependencies"]


def test_the_oldest_python_that_is_promised_is_tried():
    oldest = SETTINGS["project"]["requires-python"].removeprefix(">=")
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    versions = [job["strategy"]["matrix"]["python"] for job in workflow["jobs"].values()]
    assert [min(tried, key=lambda version: tuple(map(int, version.split(".")))) for tried in versions] == [oldest] * 2
    assert SETTINGS["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"


@pytest.mark.parametrize("path", sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")), ids=lambda path: path.stem)
def test_issue_templates_are_forms(path):
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert form.keys() == {"name", "description", "title", "labels", "body"}
    assert all(field["type"] in {"input", "textarea"} and field["attributes"]["label"] for field in form["body"])
    assert len({field["id"] for field in form["body"]}) == len(form["body"])
    assert any(field["validations"]["required"] for field in form["body"])
