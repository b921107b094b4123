import pytest

from gruviz.checkpoints import formats
from gruviz.checkpoints.apart.program import KINDS, packed
from gruviz.checkpoints.apart.reader import contents_of


@pytest.fixture
def here(monkeypatch):
    """Reads in this process what is otherwise read in one of its own, which takes its time to start."""
    monkeypatch.setattr(formats, "read_apart", lambda kind, body: contents_of(packed(KINDS[kind](body))))
