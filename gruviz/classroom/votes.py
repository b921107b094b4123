"""Votes, written and counted within somebody else's transaction."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select

from gruviz.classroom.database import VOTES, put
from gruviz.classroom.hashes import hashed
from gruviz.classroom.refusals import VoteRefused
from gruviz.classroom.state import OwnVotes, Tally

BROWSERS_AT_MOST = 1_000
"""In one class; what comes beyond them is no class but somebody's script."""


def count_vote(
    connection: Connection, row: Row[Any], key: str, number: int, browser: str, value: float, *, replace: bool
) -> bool:
    """Write a vote of a round down; whether it was counted. Raises VoteRefused if there are too many."""
    mark = hashed(browser, row.salt)
    full = turnout(connection, row.id, key)[number - 1] >= BROWSERS_AT_MOST
    if full and mark not in votes_by_mark(connection, row.id, key, mark):
        raise VoteRefused("This class is full.")
    vote = {"class_id": row.id, "question": key, "round": number, "browser": mark, "value": value}
    return put(connection, VOTES, vote, replace=replace) > 0


def turnout(connection: Connection, class_id: int, key: str) -> tuple[int, int]:
    """How many have voted in the first and in the second round."""
    rounds = select(VOTES.c.round, func.count()).where(*_on(class_id, key)).group_by(VOTES.c.round)
    counts: dict[int, int] = dict(connection.execute(rounds).all())
    return counts.get(1, 0), counts.get(2, 0)


def tally(connection: Connection, class_id: int, key: str) -> Tally:
    """The values of both rounds, without whose they are."""
    rows = connection.execute(select(VOTES.c.round, VOTES.c.value).where(*_on(class_id, key)).order_by(VOTES.c.value))
    votes = [(number, value) for number, value in rows]
    first, second = (tuple(value for number, value in votes if number == wanted) for wanted in (1, 2))
    return Tally(first, second)


def votes_by_mark(
    connection: Connection, class_id: int, key: str | None, mark: str | None = None
) -> dict[str, OwnVotes]:
    """What each browser answered, or the one with this hash."""
    query = select(VOTES.c.browser, VOTES.c.round, VOTES.c.value).where(*_on(class_id, key or ""))
    if mark is not None:
        query = query.where(VOTES.c.browser == mark)
    rounds: dict[str, dict[int, float]] = {}
    for browser, number, value in connection.execute(query):
        rounds.setdefault(browser, {})[number] = value
    return {browser: OwnVotes(votes.get(1), votes.get(2)) for browser, votes in rounds.items()}


def forget_votes(connection: Connection, class_id: int, key: str | None) -> None:
    """Delete all votes on a question."""
    connection.execute(delete(VOTES).where(*_on(class_id, key or "")))


def _on(class_id: int, key: str) -> tuple[ColumnElement[bool], ...]:
    return VOTES.c.class_id == class_id, VOTES.c.question == key
