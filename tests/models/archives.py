"""Files of models in memory, and the same files spoilt."""

import io
import json
import zipfile

import numpy as np

from gruviz.models.files import load_model, save_model
from tests.models.made import a_model


def saved(model=None, **settings):
    file = io.BytesIO()
    save_model(model or a_model(), file, **settings)
    return file.getvalue()


def loaded(body):
    return load_model(io.BytesIO(body))


def changed(model=None, *, drop=(), about=None, **arrays):
    """The file of a model with some of its arrays exchanged, and what it says about itself: some entries, or all."""
    with np.load(io.BytesIO(saved(model)), allow_pickle=False) as archive:
        parts = {name: archive[name] for name in archive.files if name not in drop} | arrays
    if isinstance(about, dict):
        about = json.loads(parts["about"].tobytes()) | about
    if about is not None:
        parts["about"] = as_bytes(about)
    file = io.BytesIO()
    np.savez(file, **parts)
    return file.getvalue()


def as_bytes(value):
    """Bytes, or what JSON makes of anything else, as an array."""
    return np.frombuffer(value if isinstance(value, bytes) else json.dumps(value).encode(), np.uint8)


def zipped(members, **settings):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **settings) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def members_of(body):
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]
