"""The tables of classes, and what SQLite and PostgreSQL need to keep them well."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Double,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from gruviz.classroom.refusals import ClassRefusal, DatabaseAway

TABLES = MetaData()
"""Their names end with a number that rises whenever a column changes: no class lives longer than a day."""
WRITES = "gruviz_writes"
PATIENCE = 10_000
"""Milliseconds that a thread waits for another's write to a SQLite file."""
SETTINGS = (
    f"busy_timeout = {PATIENCE}",
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "secure_delete = ON",
)
"""Of each connection to a SQLite file; what is deleted is overwritten."""
MAKING = 0x6772757669
"""PostgreSQL's lock while one server makes the tables."""

_MARK = String(64)
"""A browser's hash, in hexadecimal digits."""

CLASSES = Table(
    "gruviz_classes_1",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("code", String(60), nullable=False, unique=True),
    Column("salt", LargeBinary, nullable=False),
    Column("key", _MARK, nullable=False),
    Column("ends", Double, nullable=False, index=True),
    Column("free", Boolean, nullable=False),
    Column("question", String(80)),
    Column("changed", Integer, nullable=False),
)


def _of_class() -> Column[int]:
    """The class that a row belongs to, and goes with."""
    return Column("class_id", ForeignKey(CLASSES.c.id, ondelete="CASCADE"), primary_key=True)


TEACHERS = Table("gruviz_teachers_1", TABLES, _of_class(), Column("browser", _MARK, primary_key=True))
PRESENT = Table(
    "gruviz_present_1",
    TABLES,
    _of_class(),
    Column("browser", _MARK, primary_key=True),
    Column("seen", Double, nullable=False),
)
QUESTIONS = Table(
    "gruviz_questions_1",
    TABLES,
    _of_class(),
    Column("key", String(80), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("wording", Text, nullable=False),
    Column("outcome", Text),
    Column("phase", String(20), nullable=False),
    Column("shown", Boolean, nullable=False),
)
VOTES = Table(
    "gruviz_votes_1",
    TABLES,
    Column("class_id", Integer, primary_key=True),
    Column("question", String(80), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("browser", _MARK, primary_key=True),
    Column("value", Double, nullable=False),
    ForeignKeyConstraint(["class_id", "question"], [QUESTIONS.c.class_id, QUESTIONS.c.key], ondelete="CASCADE"),
)


def prepare(engine: Engine) -> None:
    """Make what is missing, and let SQLite wait, cascade and write beside readers.

    Raises:
        ClassRefusal: If it is neither SQLite nor PostgreSQL.
    """
    if engine.dialect.name not in ("sqlite", "postgresql"):
        raise ClassRefusal(f"A class is kept in SQLite or PostgreSQL, not in {engine.dialect.name}.")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begins)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":  # where two servers would stumble over each other
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MAKING})
        TABLES.create_all(connection)


def _sqlite_connected(connection: Any, entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where `_sqlite_begins` says
    until = monotonic() + PATIENCE / 1000
    for setting in SETTINGS:
        _set(connection, setting, until)


def _set(connection: Any, setting: str, until: float) -> None:
    """Change a setting; while another server turns the same file to WAL, SQLite refuses at once and does not wait."""
    while True:
        try:
            connection.execute(f"PRAGMA {setting}")
            return
        except sqlite3.OperationalError:
            if monotonic() > until:
                raise
            sleep(0.01)


def _sqlite_begins(connection: Connection) -> None:
    """A transaction that will write queues at once: one that began by reading could not wait for another's write."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads. Raises DatabaseAway, as `writing` does."""
    with _answering(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: all of it, or nothing."""
    with _answering(), engine.connect() as connection, connection.execution_options(**{WRITES: True}).begin():
        yield connection


@contextmanager
def _answering() -> Iterator[None]:
    """Say in a sentence that a database is away, full or locked for long; mistakes of ours stay what they are."""
    try:
        yield
    except (OperationalError, InterfaceError, TimeoutError) as error:
        logging.getLogger(__name__).warning("The database of classes does not answer: %s", error)
        raise DatabaseAway from error


def put(
    connection: Connection, table: Table, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]], *, replace: bool
) -> int:
    """Insert rows; where one of the same key is there already, replace it or leave it. How many were written."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table)
    others = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    keys = list(table.primary_key.columns)
    if replace:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=others)
    else:
        statement = statement.on_conflict_do_nothing()
    return len(connection.execute(statement.returning(keys[0]), rows).all())
