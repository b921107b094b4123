"""The process that reads one file from its standard input and puts its answer on its standard output."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from gruviz.checkpoints.apart.hdf5_file import read_hdf5
from gruviz.checkpoints.apart.part import Unpacked
from gruviz.checkpoints.apart.reader import ARRAYS, SENTENCE
from gruviz.checkpoints.apart.torch_file import read_torch
from gruviz.checkpoints.apart.zip_file import read_zip
from gruviz.checkpoints.stored import check_count, check_total, missing
from gruviz.validation import GruvizError

KINDS: Mapping[str, Callable[[bytes], Unpacked]] = {
    "pickle": read_torch,
    "zip": read_zip,
    "keras": read_zip,
    "hdf5": read_hdf5,
}
LIBRARIES = {"pickle": "torch", "zip": "torch", "keras": "h5py", "hdf5": "h5py"}
"""What a kind will most likely need; a PyTorch with CUDA alone takes more than a file may."""
MEMORY, SECONDS = 2 << 30, 15
"""Of this process for the file, in bytes and in seconds of computing."""


def main() -> None:
    """Read, or say why not."""
    kind, body = sys.argv[1], sys.stdin.buffer.read()
    with suppress(Exception):  # whoever needs it will say so
        import_module(LIBRARIES[kind])
    confine()
    try:
        answer = ARRAYS + packed(KINDS[kind](body))
    except GruvizError as refusal:
        answer = SENTENCE + str(refusal).encode()
    except MemoryError:
        answer = SENTENCE + b"The file needs more memory than there is for reading one."
    sys.stdout.buffer.write(answer)


def confine() -> None:
    """Limit this process, where the system can: memory, time, no file written, no picture of its memory left behind.

    What it has taken so far, for Python and a library, does not count.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = {"CPU": SECONDS + int(time.process_time()), "FSIZE": 0, "CORE": 0}
    with suppress(OSError):  # only Linux says how much there is
        limits["AS"] = MEMORY + int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    for what, most in limits.items():
        limit = getattr(resource, f"RLIMIT_{what}")
        hard = resource.getrlimit(limit)[1]
        within = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (within, within))


def packed(unpacked: Unpacked) -> bytes:
    """All arrays as a safetensors file; those that are no floating-point numbers only by name."""
    try:
        from safetensors.numpy import save
    except ImportError:
        raise missing("safetensors") from None
    check_count(len(unpacked.parts))
    floating = [part for part in unpacked.parts if part.numbers is not None]
    check_total(prod(part.shape) * 4 for part in floating)
    arrays: dict[str, Any] = {
        _utf8(part.name): np.ascontiguousarray(part.numbers()) for part in floating if part.numbers
    }
    others = [(_utf8(part.name), part.shape, part.dtype) for part in unpacked.parts if part.numbers is None]
    told = {key: _utf8(text) for key, text in unpacked.texts.items()}
    order = [_utf8(part.name) for part in unpacked.parts]
    return save(arrays, {**told, "format": unpacked.format, "arrays": json.dumps(order), "others": json.dumps(others)})


def _utf8(text: str) -> str:
    """What can be written of a text that may come from bytes of no encoding."""
    return text.encode(errors="replace").decode()


if __name__ == "__main__":
    main()
