"""Secrets of browsers and teachers, and the hashes that are kept in their place."""

import hmac
from collections.abc import Iterable
from hashlib import blake2b
from secrets import token_bytes, token_urlsafe

SALT = 16
"""Bytes."""


def new_salt() -> bytes:
    """A class's own: the same browser has another hash in another class."""
    return token_bytes(SALT)


def new_secret() -> str:
    """192 random bits: a teacher's key, or a browser's cookie."""
    return token_urlsafe(24)


def hashed(secret: str, salt: bytes) -> str:
    """What is kept of a secret: 64 hexadecimal digits. It is random itself, so that a slow hash would gain nothing."""
    return blake2b(secret.encode(), digest_size=32, salt=salt).hexdigest()


def among(mark: str, marks: Iterable[str]) -> bool:
    """Whether a hash is one of several, each compared in a time that tells nothing."""
    return any(hmac.compare_digest(mark, other) for other in marks)
