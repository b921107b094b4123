"""Wait for what a job does, up to a deadline."""

import time
from pathlib import Path

ENDED = ("finished", "failed", "cancelled")
PATIENCE = 300
"""Seconds after which a condition counts as never met: a worker on a busy machine needs its time to load torch."""


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < deadline, f"waited {PATIENCE} s in vain"
        time.sleep(0.005)
    return result


def running(pid):
    """Whether a process exists and is more than a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ended(jobs, key):
    return until(lambda: (job := jobs.find(key)) and job.status in ENDED and job)


def pid_of(jobs, key):
    return until(lambda: jobs.find(key).events)[0]
