"""Real databases for tests: a SQLite file, and a PostgreSQL cluster of the test's own on a unix socket."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine

from gruviz.classroom.database import TABLES

SETTINGS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """The folder of PostgreSQL's own programs, which Debian leaves out of the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in folders), key=lambda path: float(path.parent.name), default=None)


@contextmanager
def cluster() -> Iterator[URL]:
    """A PostgreSQL server until the body ends; its address."""
    found = programs()
    if found is None:
        message = "no PostgreSQL found: install it (Debian: postgresql) to try the classes' second database"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    folder = Path(tempfile.mkdtemp(prefix="gruviz-"))
    run = partial(subprocess.run, check=True, stdout=subprocess.DEVNULL, cwd=folder, **_without_root(folder))
    data = folder / "data"
    try:
        run([found / "initdb", "-D", data, "-U", "teacher", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync"])
        run([found / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"-k {folder} {SETTINGS}", "start"])
        try:
            yield URL.create("postgresql+psycopg", "teacher", database="postgres", query={"host": str(folder)})
        finally:
            run([found / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder)


def _without_root(folder: Path) -> dict[str, str]:
    """PostgreSQL refuses to run as root: there, somebody else owns the folder and runs it."""
    if os.geteuid():
        return {}
    names = {user.pw_name for user in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return {"user": user}


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """The address of an empty database, of either kind."""
    if request.param == "sqlite":
        yield URL.create("sqlite", database=str(tmp_path / "classes.db"))
        return
    address = request.getfixturevalue("postgresql")
    yield address
    engine = create_engine(address)
    TABLES.drop_all(engine)
    engine.dispose()
