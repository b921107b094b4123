"""Trained models as files: a NumPy archive, written and read without pickle; what is read is not trusted."""

import io
import json
import re
import struct
import zipfile
from collections.abc import Mapping
from math import prod
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells import Cell, find_cell
from gruviz.engine.weights import ARRAYS, Weights
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import restore_task
from gruviz.validation import InvalidValue, TooLarge

FORMAT, VERSION = "gruviz model", 1
FILE_LIMIT = 64 << 20
"""Bytes of the largest file that is written or read."""
ABOUT_LIMIT, DIRECTORY_LIMIT = 4096, 4096
DECODER = "decoder_"
"""What their names begin with in a file, for the layer that answers."""
OURS = "a model saved by gruviz.save_model"

File = str | PathLike[str] | IO[bytes]


def save_model(model: TrainedModel, file: File, *, half: bool = False) -> None:
    """Write a model as an .npz archive.

    Args:
        model: What to write.
        file: A path, used as given, or a file open for writing bytes.
        half: Round to float16, for a file of half the size.

    Raises:
        GruvizError: If it would be larger than `load_model` accepts.
    """
    arrays = _model_arrays(model)
    if half:
        arrays = {name: array.astype(np.float16) for name, array in arrays.items()}
    arrays = {"about": np.frombuffer(json.dumps(_description(model)).encode(), np.uint8)} | arrays
    _check_size("model", sum(array.nbytes for array in arrays.values()) + 4096)
    archive = io.BytesIO()
    np.savez(archive, allow_pickle=False, **{name: np.ascontiguousarray(array) for name, array in arrays.items()})
    if isinstance(file, (str, PathLike)):
        Path(file).write_bytes(archive.getvalue())
    else:
        file.write(archive.getvalue())


def _description(model: TrainedModel) -> dict[str, Any]:
    """What the member "about" holds, as JSON."""
    about = {"format": FORMAT, "version": VERSION, "cell": model.weights.cell}
    about |= {"task": model.kind.key, "label": model.label, "length": int(model.length)}
    return about | ({"settings": model.kind.settings} if model.kind.settings else {})


def _model_arrays(model: TrainedModel) -> dict[str, np.ndarray[Any, Any]]:
    arrays = _layer_arrays(model.weights) | {"readout_W": model.readout_W, "readout_b": model.readout_b}
    if model.decoder is not None:
        arrays |= {DECODER + name: array for name, array in _layer_arrays(model.decoder).items()}
    return arrays


def _layer_arrays(weights: Weights) -> dict[str, np.ndarray[Any, Any]]:
    return dict(weights.arrays)


def _layer_names(cell: Cell) -> list[str]:
    """Arrays of a layer, those of `ARRAYS` that its cell has."""
    absent = {"recurrent_bias": not cell.has_recurrent_bias, "constants": not cell.constant_names}
    return [name for name in ARRAYS if not absent.get(name)]


def load_model(file: File) -> TrainedModel:
    """Read a model that `save_model` wrote.

    Args:
        file: A path, or a file open for reading bytes; it may come from anyone.

    Raises:
        GruvizError: If it cannot be read, is too large, is something else, or holds what no model can.
    """
    parts = _members(_read(file))
    about = _about(parts.pop("about", b""))
    cell = find_cell(about["cell"], "file.cell")
    task = restore_task(about["task"], about["settings"])
    layer = _layer_names(cell)
    names = [*layer, "readout_W", "readout_b", *(DECODER + name for name in layer if task.decodes)]
    if set(parts) != set(names):
        raise InvalidValue("file", f"an archive of {', '.join(sorted(parts))}", "one of about, " + ", ".join(names))
    arrays = {name: _array(name, parts[name]) for name in names}
    return TrainedModel(
        task=task if task.settings else task.key,
        label=about["label"],
        length=about["length"],
        weights=_layer(cell, arrays, ""),
        readout_W=arrays["readout_W"],
        readout_b=arrays["readout_b"],
        decoder=_layer(cell, arrays, DECODER) if task.decodes else None,
    )


def _layer(cell: Cell, arrays: Mapping[str, Array], prefix: str) -> Weights:
    given: dict[str, Any] = {name: arrays[prefix + name] for name in _layer_names(cell)}
    return Weights(cell.key, cell.block_names, **given, input_only=cell.input_only)


def _read(file: File) -> bytes:
    try:
        if isinstance(file, (str, PathLike)):
            with Path(file).open("rb") as opened:
                body = opened.read(FILE_LIMIT + 1)
        else:
            body = file.read(FILE_LIMIT + 1)
    except (OSError, ValueError) as error:
        raise InvalidValue("file", str(file), f"a file that can be read ({error})") from None
    if not isinstance(body, bytes):
        raise InvalidValue("file", type(body).__name__, "a file opened for reading bytes")
    _check_size("file", len(body))
    return body


def _check_size(field: str, size: int) -> None:
    if size > FILE_LIMIT:
        raise TooLarge(field, f"more than {FILE_LIMIT >> 20} MiB", f"at most {FILE_LIMIT >> 20} MiB")


def _members(body: bytes) -> dict[str, bytes]:
    """Contents by name. Nothing in it may be compressed, so that no small file can become a large one."""
    _check_directory(body)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            plain = all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
            if plain and sum(entry.file_size for entry in entries) <= len(body):
                return {entry.filename.removesuffix(".npy"): archive.read(entry) for entry in entries}
    except Exception:  # zipfile has a dozen ways to say that an archive is broken
        raise InvalidValue("file", "a broken archive", OURS) from None
    raise InvalidValue("file", "a compressed archive", OURS)


def _check_directory(body: bytes) -> None:
    """Refuse an archive with a long directory, which zipfile would read in full, or an extended one."""
    ours = len(body) >= 42
    if ours:
        mark, _, _, _, _, size, _, comment = struct.unpack("<4s4H2LH", body[-22:])
        ours = mark == b"PK\5\6" and size <= DIRECTORY_LIMIT and not comment and body[-42:-38] != b"PK\6\7"
    if not ours:
        raise InvalidValue("file", f"{len(body)} bytes of something else", OURS)


def _about(content: bytes) -> dict[str, Any]:
    try:
        about = json.loads(_numbers(content[:ABOUT_LIMIT], rb"\|u1").tobytes())
    except (ValueError, RecursionError):
        raise InvalidValue("file.about", "unreadable", OURS) from None
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise InvalidValue("file.about", "that of something else", OURS)
    if about.get("version") != VERSION:
        raise InvalidValue("file.version", about.get("version"), f"{VERSION}, the one this GRUViz reads")
    return {name: about.get(name) for name in ("cell", "task", "label", "length", "settings")}


def _array(name: str, content: bytes) -> Array:
    try:
        array = _numbers(content, rb"<f[248]")
    except ValueError:
        raise InvalidValue(f"file.{name}", "unreadable", "an array of floats as NumPy writes it") from None
    return array.astype(np.float32) if array.dtype == np.float16 else array


def _numbers(content: bytes, kind: bytes) -> np.ndarray[Any, Any]:
    """An array in NumPy's format, whose header is matched and never evaluated."""
    form = rb"\x93NUMPY\x01\x00..\{'descr': '(%b)', 'fortran_order': False, 'shape': \(([\d, ]{2,40})\), \} *\n" % kind
    header = re.match(form, content, re.DOTALL)
    if header is None:
        raise ValueError
    shape = [int(size) for size in re.findall(rb"\d+", header[2])]
    flat = np.frombuffer(content, header[1].decode(), offset=header.end())
    if prod(shape) != flat.size:
        raise ValueError
    return flat.reshape(shape)
