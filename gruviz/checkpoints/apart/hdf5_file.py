"""HDF5 files, as Keras writes them."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gruviz.checkpoints.apart.part import Part, Unpacked, widened
from gruviz.checkpoints.stored import broken, missing
from gruviz.validation import GruvizError, InvalidValue

if TYPE_CHECKING:
    from h5py import Dataset, Group

OPTIMIZER = "optimizer"
"""What the folder begins with that holds an optimizer's arrays, which look like a network's."""
DEPTH = 16
"""Folders within one another."""
TEXT = 4 << 20
"""Characters of Keras's settings."""
FILTERS = {1, 2, 3}
"""Ways of packing that are HDF5's own, by its numbers: deflate, shuffle, checksum."""


def read_hdf5(body: bytes) -> Unpacked:
    """All datasets that lie in the file itself, and what Keras says about its layers.

    Raises:
        GruvizError: With a sentence, if it is damaged, refers to other files or needs other programs.
    """
    try:
        import h5py
    except ImportError:
        raise missing("h5py") from None
    try:
        file = h5py.File(BytesIO(body), "r")  # stays open until its numbers are taken
        parts = [_part(name, dataset) for name, dataset in _datasets(file)]
        return Unpacked("Keras (HDF5)", parts, _texts(file))
    except (GruvizError, MemoryError):
        raise
    except Exception:  # the library's errors are of a dozen kinds
        raise broken("HDF5") from None


def _datasets(group: "Group", path: str = "", depth: int = 0) -> Iterator[tuple[str, "Dataset"]]:
    """Datasets by their place. No link is followed, whether to another file or within this one."""
    import h5py

    if depth > DEPTH:
        raise _refusal(f"The HDF5 file has more than {DEPTH} folders within one another.")
    for key in group:
        if not isinstance(group.get(key, getlink=True), h5py.HardLink):
            raise _refusal("The HDF5 file holds links, to other files or within itself, and these are not followed.")
        if not path and key.startswith(OPTIMIZER):
            continue
        item, place = group[key], f"{path}/{key}".lstrip("/")
        if isinstance(item, h5py.Dataset):
            _check(item)
            yield place, item
        elif isinstance(item, h5py.Group):
            yield from _datasets(item, place, depth + 1)


def _check(dataset: "Dataset") -> None:
    """Refuse what lies in other files, is put together from other datasets, or needs code that is not HDF5's own."""
    if dataset.is_virtual or dataset.external:
        raise _refusal("The HDF5 file takes arrays from other files, and these are not opened.")
    settings = dataset.id.get_create_plist()
    if any(settings.get_filter(i)[0] not in FILTERS for i in range(settings.get_nfilters())):
        raise _refusal("The HDF5 file is compressed in a way that needs further programs: save it without.")


def _part(name: str, dataset: "Dataset") -> Part:
    shape, dtype = dataset.shape, dataset.dtype
    if shape is None:
        return Part(name, (), "nothing", None)
    if dtype.kind == "V" and dtype.itemsize == 2 and dataset.attrs.get("dtype") == "bfloat16":
        return Part(name, shape, "bfloat16", lambda: widened(dataset[()].view("u2")))
    if dtype.kind != "f" or dtype.itemsize > 8:
        return Part(name, shape, str(dtype), None)
    return Part(name, shape, str(dtype), lambda: dataset[()].astype(dtype.newbyteorder("=")))


def _texts(file: "Group") -> dict[str, str]:
    """Names of layers by their places, their order, and their settings, where Keras wrote them."""
    names: dict[str, str] = {}

    def note(path: str, item: Any) -> None:
        if path.endswith("/vars") and isinstance(item.attrs.get("name"), str):
            names[path.removesuffix("/vars")] = item.attrs["name"]

    file.visititems(note)
    order = file.get("model_weights", file).attrs.get("layer_names", ())
    config = _text(file.attrs.get("model_config", ""))
    texts = {"names": json.dumps(names), "order": json.dumps([_text(name) for name in order])}
    return {**texts, "config": config if len(config) <= TEXT else ""}


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _refusal(sentence: str) -> InvalidValue:
    return InvalidValue("file", "HDF5", "one that Keras wrote", sentence)
