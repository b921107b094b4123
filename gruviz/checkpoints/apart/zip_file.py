"""Zip archives: PyTorch's files since 1.6, and Keras's `.keras`."""

import zipfile
from io import BytesIO

from gruviz.checkpoints.apart.hdf5_file import TEXT, read_hdf5
from gruviz.checkpoints.apart.part import Unpacked
from gruviz.checkpoints.apart.torch_file import read_torch
from gruviz.checkpoints.stored import broken, check_count, check_total
from gruviz.validation import GruvizError, InvalidValue

KERAS, SETTINGS = "model.weights.h5", "config.json"
"""Names in a file of Keras: the weights, and settings in which nothing is executed."""


def read_zip(body: bytes) -> Unpacked:
    """Read what kind it is, once the sizes in its directory have been added up.

    Raises:
        GruvizError: With a sentence.
    """
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            check_count(len(sizes))
            check_total(sizes.values())
            if KERAS in sizes:
                return _keras(archive, sizes)
    except (GruvizError, MemoryError):
        raise
    except Exception:  # zipfile has a dozen ways to say that an archive is broken
        raise broken("zip") from None
    if any(name.endswith("data.pkl") for name in sizes):
        return read_torch(body)
    said = "The file is a zip archive, but neither PyTorch's nor Keras's: unpack it and choose the network's file."
    raise InvalidValue("file", "a zip archive", "PyTorch's or Keras's", said)


def _keras(archive: zipfile.ZipFile, sizes: dict[str, int]) -> Unpacked:
    weights = read_hdf5(archive.read(KERAS))
    settings = archive.read(SETTINGS) if sizes.get(SETTINGS, TEXT + 1) <= TEXT else b""
    return Unpacked("Keras (.keras)", weights.parts, {**weights.texts, "config": settings.decode(errors="replace")})
