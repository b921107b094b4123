"""Where the long runs of this server go on: in processes of its own, or on a cluster."""

import os

from gruviz.jobs.runner import Runner
from gruviz.jobs.worker import Worker

SCHEDULER = "GRUVIZ_SCHEDULER"
"""Environment variable: the address of a Dask scheduler, such as tcp://10.0.0.5:8786."""
ON_CLUSTER = 256
"""Runs that one server hands over to a cluster at once, where those wait that no worker is free for."""


def scheduler() -> str | None:
    """Address of the cluster's scheduler; None where runs stay on this computer."""
    return os.environ.get(SCHEDULER, "").strip() or None


def at_once() -> int:
    """Jobs that may be under way at the same time: one per core of this computer, or whatever a cluster takes."""
    return (os.cpu_count() or 1) if scheduler() is None else ON_CLUSTER


def new_runner() -> Runner:
    """What carries out the next job."""
    address = scheduler()
    if address is None:
        return Worker()
    from gruviz.jobs.cluster.connection import connection
    from gruviz.jobs.cluster.worker import ClusterWorker

    return ClusterWorker(connection(address))
