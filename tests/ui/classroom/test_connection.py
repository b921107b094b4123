"""The class's database as Streamlit connects it, outside any page."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st
from sqlalchemy import create_engine
from streamlit import config

from gruviz.classroom.classroom import Classroom
from gruviz.classroom.refusals import ClassRefusal
from gruviz.ui.classroom import connection
from gruviz.ui.classroom.connection import classroom, data_folder


@pytest.fixture(autouse=True)
def fresh(tmp_path, monkeypatch):
    """A connection of the test's own."""
    monkeypatch.setenv("GRUVIZ_DATA", str(tmp_path / "data"))
    places = config.get_option("secrets.files")
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
    config.set_option("secrets.files", places)
    st.secrets._reset()


def in_a_thread(act):
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(act).result()


def test_with_nothing_set_up_a_file_of_the_users_is_made(tmp_path, caplog):
    code = in_a_thread(lambda: classroom().open("teacher").code)
    assert classroom() is in_a_thread(classroom)
    assert classroom().is_teacher(code, "teacher")
    assert (tmp_path / "data" / "classes.db").exists()
    assert not caplog.records


def test_the_users_own_folder_where_none_is_named(monkeypatch):
    monkeypatch.delenv("GRUVIZ_DATA")
    assert data_folder().name == "gruviz"


def test_one_line_of_secrets_names_another_database(database, tmp_path):
    text = f'[connections.classroom]\nurl = "{database.render_as_string(hide_password=False)}"\n'
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(text)
    config.set_option("secrets.files", [str(secrets)])
    st.secrets._reset()
    code = classroom().open("teacher").code
    engine = create_engine(database)
    assert Classroom(engine).is_teacher(code, "teacher")
    engine.dispose()
    assert not (tmp_path / "data").exists()


def test_a_database_that_cannot_be_is_a_sentence_for_people(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv(connection.FOLDER, str(tmp_path / "file" / "below"))
    with pytest.raises(ClassRefusal, match="no database for classes"):
        classroom()
