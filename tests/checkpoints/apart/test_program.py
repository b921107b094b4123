"""What a file could make a library do is limited, not only what we do."""

import subprocess
import sys

import pytest


def test_the_process_can_write_no_file_and_take_no_more_memory(tmp_path):
    pytest.importorskip("resource")
    code = (
        "from gruviz.checkpoints.apart.program import confine, MEMORY; confine()\n"
        "try: bytearray(2 * MEMORY)\n"
        "except MemoryError: print('no memory')\n"
        f"try:\n    with open({str(tmp_path / 'a')!r}, 'w') as file: file.write('x' * 100)\n"
        "except OSError: print('no file')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.split("\n")[:2] == ["no memory", "no file"]
