"""The class's database: a SQLite file of the user's with nothing to set up, or what the server's secrets name.

# .streamlit/secrets.toml, where several servers share a class
[connections.classroom]
url = "postgresql+psycopg://user:password@host/database"
"""

import os
from pathlib import Path
from threading import Lock
from typing import Any

import platformdirs
import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from streamlit.connections import SQLConnection
from streamlit.errors import StreamlitAPIException
from streamlit.logger import get_logger

from gruviz.classroom.classroom import Classroom
from gruviz.classroom.refusals import ClassRefusal

NAME = "classroom"
"""Of the connection, in the secrets."""
FOLDER = "GRUVIZ_DATA"
"""The environment variable that names another folder for the SQLite file."""
NOWHERE = "This server has no database for classes. Whoever runs it finds the reason in its log."

_lock = Lock()
_classrooms: dict[Engine, Classroom] = {}
"""At most one: of the engine that the connection has now."""


def classroom() -> Classroom:
    """The server's classes; in a page's script, in a route and in any thread.

    Raises:
        ClassRefusal: If the database cannot be reached or its tables cannot be made.
    """
    try:
        with _lock:
            engine = _connection().engine
            if engine not in _classrooms:
                made = Classroom(engine)
                _classrooms.clear()
                _classrooms[engine] = made
            return _classrooms[engine]
    except (SQLAlchemyError, OSError, ImportError, StreamlitAPIException) as error:
        get_logger(__name__).error("The database of classes does not answer: %s", error)
        raise ClassRefusal(NOWHERE) from error


@st.cache_resource(show_spinner=False)  # which also keeps `st.connection` from drawing one: a route has no page
def _connection() -> SQLConnection:
    return st.connection(NAME, type="sql", **_options())


def data_folder() -> Path:
    """Where the SQLite file lies."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else platformdirs.user_data_path("gruviz", appauthor=False)


def _options() -> dict[str, Any]:
    """Of the engine; the address comes from the secrets, if they have one."""
    if st.secrets.load_if_toml_exists() and NAME in st.secrets.get("connections", {}):
        return {"pool_pre_ping": True}
    folder = data_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what is made for votes is the user's alone
    return {"url": f"sqlite:///{(folder / 'classes.db').as_posix()}"}
