"""Asks a process of its own to read a file.

PyTorch's and HDF5's files are read by large libraries in C++ and C, in which crafted files have found faults before.
That process has limits of time and memory, can write no file, and hands back plain arrays; if it dies, or turns in
circles over a file, only it does.
It takes as long as Python and the library need to start: 0.4 s for HDF5, 1.7 s for PyTorch, which in return is never
loaded into the server for this.
"""

import json
import os
import subprocess
import sys
import threading

from gruviz.checkpoints.safetensors_file import metadata, read_safetensors
from gruviz.checkpoints.stored import Contents, Stored
from gruviz.validation import InvalidValue

SECONDS = 40
"""After which a file is given up."""
TOGETHER = threading.BoundedSemaphore(2)
"""How many files a server reads at a time; others wait."""
ENVIRONMENT = {
    **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    "HDF5_PLUGIN_PRELOAD": "::",  # no code from elsewhere for a file's filters
}
ARRAYS, SENTENCE = b"A", b"S"
"""First byte of the answer: a safetensors file follows, or a sentence that says why not."""


def read_apart(kind: str, body: bytes) -> Contents:
    """Read a file in a process of its own.

    Args:
        kind: One of the program's `KINDS`.
        body: The file.

    Raises:
        GruvizError: With the sentence of that process, or one about its end.
    """
    return contents_of(_answer(kind, body))


def contents_of(answer: bytes) -> Contents:
    """What the program's `packed` has put together."""
    texts = metadata(answer)
    named = [Stored(name, tuple(shape), dtype, None) for name, shape, dtype in json.loads(texts.pop("others"))]
    by_name = {stored.name: stored for stored in [*read_safetensors(answer), *named]}
    return Contents(texts.pop("format"), [by_name[name] for name in json.loads(texts.pop("arrays"))], texts)


def _answer(kind: str, body: bytes) -> bytes:
    command = [sys.executable, "-m", "gruviz.checkpoints.apart.program", kind]
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join(sys.path)}
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with TOGETHER, subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, env=environment) as process:
        try:
            answer, _ = process.communicate(body, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise _refusal(f"The file could not be read within {SECONDS} seconds.") from None
    if process.returncode == 0 and answer[:1] == ARRAYS:
        return answer[1:]
    if process.returncode == 0 and answer[:1] == SENTENCE:
        raise _refusal(answer[1:].decode())
    raise _refusal("The file is damaged: the separate process that reads files crashed on it.")


def _refusal(sentence: str) -> InvalidValue:
    return InvalidValue("file", "a file of a network", "one that can be read", sentence)
