"""Large arrays that the server's threads have freed go back to the system."""

import subprocess
import sys

import pytest

SCRIPT = """
import sys
from threading import Barrier, Thread
import numpy as np
from gruviz.ui.memory import return_memory

def resident():
    [line] = [line for line in open("/proc/self/status") if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1000

def compute(together):
    np.ones(2**21)  # 16 MB: left to itself the library raises its threshold to the first large block that is freed
    together.wait()  # all threads live at the same time, so each asks for an arena
    blocks = []
    for _ in range(8):
        blocks.append(np.ones(2**17))  # 1 MB
        results.append(np.ones(100))  # small, and kept: what lies below it in an arena cannot be given back
    together.wait()

results = []
if sys.argv[1] == "returned":
    return_memory()
before = resident()
together = Barrier(16)
threads = [Thread(target=compute, args=(together,)) for _ in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(resident() - before)
"""


def growth(way):
    """Megabytes that sixteen threads leave behind, each of which has computed with 8 MB and kept 6 kB."""
    ended = subprocess.run([sys.executable, "-c", SCRIPT, way], capture_output=True, text=True, check=True)
    return float(ended.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="a setting of the GNU C library")
def test_threads_leave_little_behind():
    assert growth("returned") < growth("kept") / 3


def test_where_the_library_lacks_the_settings_nothing_happens(monkeypatch):
    from gruviz.ui import memory

    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: object())
    memory.return_memory()
