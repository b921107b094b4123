"""A PostgreSQL server of one's own on a unix socket, for benchmarks and tests."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL

SETTINGS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class NoPostgresql(Exception):
    """It is not installed."""


@contextmanager
def postgresql_server() -> Iterator[URL]:
    """A server with an empty database until the body ends; its address. Raises NoPostgresql."""
    found = programs()
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


def programs() -> Path:
    """The folder of PostgreSQL's own programs, which Debian leaves out of the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not folders:
        raise NoPostgresql("no PostgreSQL found: install it (Debian: postgresql) to try the classes' second database")
    return max(folders, key=lambda folder: float(folder.parent.name))


def _without_root(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: there, somebody else owns the folder and runs it."""
    if os.geteuid():
        return {}
    names = {user.pw_name for user in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return {"user": user}
