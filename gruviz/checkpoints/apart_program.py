"""The program that reads one file of PyTorch or HDF5 from its standard input, apart from everything else.

It is run by its path and knows nothing of GRUViz. On its standard output it puts "T" and a safetensors file, or "S" and
a sentence that says why not.
"""

import json
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from math import prod
from typing import Any

import numpy as np

LIMIT = 256 << 20
"""Bytes of all arrays together."""
MOST, DEPTH = 10_000, 12
"""Arrays in a file, and folders within folders."""
MEMORY, SECONDS = 3 << 30, 50
"""Of this process."""
SAVE = "Save your network's state_dict: torch.save(model.state_dict(), …)."
FILTERS = {1, 2, 3}
"""Of HDF5, by its own numbers: deflate, shuffle, checksum."""

Part = tuple[str, tuple[int, ...], str, Any]
"""Name, shape, type, and a function that gives the numbers; None where they are no floating-point numbers."""


class Refused(Exception):
    """A file that is not read, with the sentence why."""


def main() -> None:
    """Read, or say why not."""
    confine()
    body = sys.stdin.buffer.read()
    try:
        answer = b"T" + packed(*{"torch": torch_parts, "h5": h5_parts}[sys.argv[1]](body))
    except Refused as refusal:
        answer = b"S" + str(refusal).encode()
    except MemoryError:
        answer = b"S" + f"The file unpacks to more than {LIMIT >> 20} MiB.".encode()
    sys.stdout.buffer.write(answer)


def confine() -> None:
    """Limit this process, where the system can: memory, time, no file written, no picture of its memory left behind."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, most in (("AS", MEMORY), ("CPU", SECONDS), ("FSIZE", 0), ("CORE", 0)):
        limit = getattr(resource, f"RLIMIT_{what}")
        hard = resource.getrlimit(limit)[1]
        within = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (within, within))


def packed(parts: Iterator[Part], texts: dict[str, str]) -> bytes:
    """All arrays as a safetensors file; those that are no floating-point numbers only by name."""
    from safetensors.numpy import save

    arrays: dict[str, Any] = {}
    others: list[tuple[str, tuple[int, ...], str]] = []
    total = 0
    for name, shape, kind, get in parts:
        if len(arrays) + len(others) >= MOST:
            raise Refused(f"The file holds more than {MOST:,} arrays, and no more can be read.")
        if get is None:
            others.append((name, shape, kind))
            continue
        total += prod(shape) * 4
        if total > LIMIT:
            raise Refused(f"The file unpacks to more than {LIMIT >> 20} MiB, and no more can be read.")
        arrays[name] = np.ascontiguousarray(get())
    return save(arrays, {**texts, "others": json.dumps(others)})


def torch_parts(body: bytes) -> tuple[Iterator[Part], dict[str, str]]:
    """What `torch.load` reads with `weights_only`, which runs nothing from the file."""
    try:
        import torch
    except ImportError:
        raise Refused("Files of this kind need PyTorch: pip install torch.") from None
    try:
        loaded = torch.load(BytesIO(body), map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except Exception as error:
        raise Refused(torch_refusal(str(error))) from None
    tensors = list(within(loaded, lambda value: isinstance(value, torch.Tensor)))
    if not tensors:
        raise Refused(f"The PyTorch file holds no tensors. {SAVE}")
    return (tensor_part(path, tensor) for path, tensor in without_shared_folders(tensors)), {}


def torch_refusal(message: str) -> str:
    """Why PyTorch would not read a file, in a sentence of ours."""
    import re

    found = re.search(r"GLOBAL ([\w.]{1,80})", message)
    if found:
        return (
            f"Besides weights the file holds Python objects ({found[1]}), for which code from the file would have to "
            f"run. Nothing was executed. {SAVE}"
        )
    if "TorchScript" in message:
        return f"This is a TorchScript program, which is code. {SAVE}"
    if "weights" in message.lower() or "unsupported" in message.lower():
        return f"Besides weights the file holds Python objects. Nothing was executed. {SAVE}"
    return "The PyTorch file is damaged or incomplete."


def within(
    value: Any, is_array: Callable[[Any], bool], path: tuple[str, ...] = (), inside: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Arrays in dictionaries in dictionaries, by the keys that lead to them; an optimizer's are left out."""
    if is_array(value):
        yield path, value
    if not isinstance(value, dict) or len(path) >= DEPTH or id(value) in inside:
        return
    for key, part in value.items():
        if isinstance(key, str) and not key.lower().startswith(("optim", "lr_sched", "_metadata")):
            yield from within(part, is_array, (*path, key), (*inside, id(value)))


def without_shared_folders(tensors: list[tuple[tuple[str, ...], Any]]) -> Iterator[tuple[str, Any]]:
    """Names without the keys that lead to all of them, such as "state_dict"."""
    paths = [path for path, _ in tensors]
    shared = 0
    while all(len(path) > shared + 1 and path[shared] == paths[0][shared] for path in paths):
        shared += 1
    return ((".".join(path[shared:]), tensor) for path, tensor in tensors)


def tensor_part(name: str, tensor: Any) -> Part:
    """One tensor."""
    import torch

    shape, kind = tuple(tensor.shape), str(tensor.dtype).removeprefix("torch.")
    narrow = kind == "bfloat16"
    readable = tensor.layout == torch.strided and kind in ("float64", "float32", "float16", "bfloat16")
    if not readable or tensor.device.type != "cpu":
        return name, shape, kind, None
    return name, shape, kind, lambda: (tensor.detach().float() if narrow else tensor.detach()).numpy()


def h5_parts(body: bytes) -> tuple[Iterator[Part], dict[str, str]]:
    """All datasets of an HDF5 file that lie in it."""
    raise Refused("Not yet.")


if __name__ == "__main__":
    main()
