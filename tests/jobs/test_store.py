"""Which jobs a server still has."""

from gruviz.jobs.job import Job
from gruviz.jobs.store import JobStore


def stored(kept, *jobs):
    store = JobStore(kept)
    for job in jobs:
        store.add(job)
    return store


def ended(config):
    return Job(config, b"", status="finished")


def test_the_newest_of_a_config_is_the_last_added():
    first, second, other = ended("a"), ended("a"), ended("b")
    store = stored(9, first, second, other)
    assert store.newest("a") is second
    assert store.newest("b") is other
    assert store.newest("c") is None
    assert store.get(first.key) is first
    assert store.get("gone") is None


def test_ended_jobs_beyond_those_kept_go_and_the_least_recently_watched_first():
    first, active, second, third = ended("a"), Job("b", b""), ended("c"), ended("d")
    store = stored(2, first, active, second, third)
    store.touch(first)
    store.drop_old()
    assert list(store) == [active, third, first]
    assert store.newest("c") is None
    assert store.newest("a") is first


def test_an_old_job_that_goes_leaves_the_newer_of_its_config():
    old, new = ended("a"), ended("a")
    store = stored(1, old, new)
    store.drop_old()
    assert list(store) == [new]
    assert store.newest("a") is new
