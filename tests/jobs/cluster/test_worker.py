"""Runs on a real cluster: shared, joined late, paused, stopped, lost."""

from tests.jobs.waiting import ended, pid_of


def test_servers_share_one_run(cluster, server_of, plan, open_gate, started):
    one, other = server_of(cluster.address), server_of(cluster.address)
    first = one.submit(plan("shared", "gated"), viewer="ann")
    pid = pid_of(one, first)
    second = other.submit(plan("shared", "gated"), viewer="ben")
    assert pid_of(other, second) == pid
    open_gate()
    assert ended(one, first).events == ended(other, second).events == (pid, 1, 2)
    assert started() == ["shared"]
