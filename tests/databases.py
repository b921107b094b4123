"""Real databases for tests: a SQLite file, and a PostgreSQL server of the tests' own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine

from benchmarks.postgresql import NoPostgresql, postgresql_server
from gruviz.classroom.database import TABLES


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    try:
        with postgresql_server() as address:
            yield address
    except NoPostgresql as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


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
