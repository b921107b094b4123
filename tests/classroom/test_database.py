from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, func, select

from gruviz.classroom.database import CLASSES, PRESENT, TABLES, prepare, put, reading, writing
from gruviz.classroom.refusals import ClassRefusal, DatabaseAway

ROW = {"code": "quiet-heron", "salt": b"s", "key": "k", "ends": 1.0, "free": False, "changed": 0}


@pytest.fixture
def engine(database):
    engine = create_engine(database)
    prepare(engine)
    yield engine
    engine.dispose()


def test_only_two_kinds_of_databases_are_taken():
    with pytest.raises(ClassRefusal, match=r"not in oracle\."):
        prepare(SimpleNamespace(dialect=SimpleNamespace(name="oracle")))


def test_a_row_is_put_once_or_in_place_of_the_one_before(engine):
    with writing(engine) as connection:
        assert [put(connection, CLASSES, ROW, replace=False) for _ in range(2)] == [1, 0]
        number = connection.scalar(select(CLASSES.c.id))
        for seen in (1.0, 2.0):
            rows = [{"class_id": number, "browser": mark, "seen": seen} for mark in "ab"]
            assert put(connection, PRESENT, rows, replace=True) == 2
    with engine.connect() as connection:
        assert connection.scalars(select(PRESENT.c.seen)).all() == [2.0, 2.0]


def test_what_fails_leaves_nothing_and_a_class_takes_all_of_its_rows_along(engine):
    def fail():
        with writing(engine) as connection:
            put(connection, CLASSES, ROW, replace=False)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with writing(engine) as connection:
        assert not connection.scalar(select(func.count()).select_from(CLASSES))
        put(connection, CLASSES, ROW, replace=False)
        number = connection.scalar(select(CLASSES.c.id))
        put(connection, PRESENT, {"class_id": number, "browser": "a", "seen": 1.0}, replace=False)
        connection.execute(CLASSES.delete())
        assert not [table for table in TABLES.sorted_tables if connection.execute(select(table)).first()]


def test_a_database_that_is_away_is_a_sentence(tmp_path, caplog):
    engine = create_engine(f"sqlite:///{tmp_path / 'nowhere' / 'classes.db'}")
    for transaction in (reading, writing):
        with pytest.raises(DatabaseAway, match=r"does not answer\."), transaction(engine):
            pass
    engine.dispose()
    assert len(caplog.records) == 2


def test_servers_that_find_a_new_file_at_once_all_make_it(tmp_path):
    def start(path, together):
        engine = create_engine(f"sqlite:///{path}")
        together.wait()
        prepare(engine)
        with reading(engine) as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        engine.dispose()
        return mode

    with ThreadPoolExecutor(6) as pool:
        for number in range(40):  # SQLite refuses about one turn to WAL in fifty
            together = Barrier(6)
            modes = pool.map(start, [tmp_path / f"{number}.db"] * 6, [together] * 6)
            assert list(modes) == ["wal"] * 6
