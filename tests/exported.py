"""Run a script in a fresh process, where nothing is loaded yet."""

import subprocess
import sys

from tests.test_architecture import ROOT

PATIENCE = 120
"""Seconds after which a script counts as hung."""


def printed(script: str) -> str:
    """What a script prints, without the last line break; it has to end in order."""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")
