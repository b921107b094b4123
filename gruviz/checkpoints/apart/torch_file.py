"""PyTorch's files: tensors in dictionaries."""

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from math import prod
from typing import TYPE_CHECKING, Any

from gruviz.checkpoints.apart.part import Part, Unpacked
from gruviz.checkpoints.stored import NO_NUMBERS, SPARSE, broken, check_total, missing
from gruviz.validation import InvalidValue

if TYPE_CHECKING:
    from torch import Tensor

SAVE = "Save your network's state_dict: torch.save(model.state_dict(), …)."
DEPTH = 8
"""Dictionaries within one another."""
ASIDE = ("optim", "lr_sched", "callbacks", "loops", "_metadata")
"""What keys begin with, in small letters, that lead to something else than a network."""

Path = tuple[str, ...]


def read_torch(body: bytes) -> Unpacked:
    """What `torch.load` reads with `weights_only`, which runs nothing from the file.

    Raises:
        GruvizError: With a sentence, if it holds anything that only code could bring back, is damaged or empty.
    """
    try:
        import torch
    except (ImportError, OSError):
        raise missing("torch") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about ways of writing that it goes on to refuse
            loaded = torch.load(BytesIO(body), map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except Exception as error:  # it has many ways to say no
        raise _why(str(error)) from None
    tensors = dict(_tensors(loaded, set()))
    if not tensors:
        raise _refusal(f"The PyTorch file holds no tensors. {SAVE}")
    check_total(prod(tensor.shape) for tensor in tensors.values())
    return Unpacked("PyTorch", [_part(name, tensor) for name, tensor in _named(tensors)])


def _why(message: str) -> InvalidValue:
    if "TorchScript" in message or "torchscript" in message:
        return _refusal(f"This is a TorchScript program, which is code. {SAVE}")
    found = re.search(r"GLOBAL ([\w.]{1,80})", message)
    if found or "nsupported" in message:
        what = f"Python objects ({found[1]})" if found else "Python objects"
        said = f"Besides weights the file holds {what}, for which code would have to run. Nothing was executed."
        return _refusal(f"{said} {SAVE}")
    return broken("PyTorch")


def _refusal(sentence: str) -> InvalidValue:
    return InvalidValue("file", "PyTorch's", "a state_dict", sentence)


def _tensors(value: Any, seen: set[int], path: Path = ()) -> Iterator[tuple[Path, "Tensor"]]:
    """Tensors in dictionaries in dictionaries, by the keys that lead to them; an optimizer's are left out.

    Each dictionary is opened once, since it may hold itself.
    """
    from torch import Tensor

    if isinstance(value, Tensor):
        yield path, value
    if not isinstance(value, dict) or len(path) >= DEPTH or id(value) in seen:
        return
    seen.add(id(value))
    for key, part in value.items():
        if isinstance(key, str) and not key.lower().startswith(ASIDE):
            yield from _tensors(part, seen, (*path, key))


def _named(tensors: dict[Path, "Tensor"]) -> Iterator[tuple[str, "Tensor"]]:
    """By names without the keys that lead to all of them, such as "state_dict"."""
    first, shared = next(iter(tensors)), 0
    while all(len(path) > shared + 1 and path[shared] == first[shared] for path in tensors):
        shared += 1
    return ((".".join(path[shared:]), tensor) for path, tensor in tensors.items())


def _part(name: str, tensor: "Tensor") -> Part:
    import torch

    shape, dtype = tuple(tensor.shape), str(tensor.dtype).removeprefix("torch.")
    if tensor.device.type != "cpu":
        return Part(name, shape, NO_NUMBERS, None)
    if tensor.layout != torch.strided:
        return Part(name, shape, f"{SPARSE} {dtype}", None)
    if dtype not in ("float64", "float32", "float16", "bfloat16"):
        return Part(name, shape, dtype, None)
    tensor = tensor.detach()
    return Part(name, shape, dtype, lambda: (tensor.float() if dtype == "bfloat16" else tensor).numpy())
