"""Formats whose readers are not trusted with a server's memory: read in a process of their own.

PyTorch's and HDF5's files are read by large libraries in C++ and C, in which crafted files have found mistakes before.
That process has a limit of time and memory, can write no file, and hands back plain arrays; if it dies, only it does.
It costs as long as Python and the library need to start: for HDF5 0.3 s, for PyTorch 1.7 s.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

from gruviz.validation import InvalidValue

SECONDS = 60
"""After which a file is given up."""
TOGETHER = threading.BoundedSemaphore(2)
"""How many files a server reads at a time; others wait."""
ENVIRONMENT = {
    **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    "HDF5_PLUGIN_PRELOAD": "::",  # no code from elsewhere for a file's filters
}
PROGRAM = Path(__file__).with_name("apart_program.py")


def read_apart(kind: str, body: bytes) -> bytes:
    """Read a file in a process of its own.

    Args:
        kind: "torch" or "h5".
        body: The file.

    Returns:
        The same arrays as a safetensors file.

    Raises:
        GruvizError: With the sentence of that process, or one about its end.
    """
    command = [sys.executable, "-P", str(PROGRAM), kind]
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join(sys.path)}
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with TOGETHER, subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, env=environment) as process:
        try:
            answer, _ = process.communicate(body, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            said = f"The file could not be read within {SECONDS} seconds and was given up."
            raise InvalidValue("file", kind, "a file that can be read", said) from None
    if process.returncode == 0 and answer[:1] == b"T":
        return answer[1:]
    if process.returncode == 0 and answer[:1] == b"S":
        raise InvalidValue("file", kind, "a file that can be read", answer[1:].decode())
    said = "The file is damaged: the program that reads such files broke down over it, apart from everything else."
    raise InvalidValue("file", kind, "a file that can be read", said)
