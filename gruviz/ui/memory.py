"""How the server's threads share its memory."""

import ctypes
import sys
from contextlib import suppress

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
"""The numbers of two settings in malloc.h of the GNU C library."""
LARGE = 2**20
"""Bytes from which memory goes back to the system as soon as it is free."""
ARENAS = 2


def return_memory() -> None:
    """Keep the server small while a class comes and goes; does nothing where the C library has no such settings.

    Each run of a page is a thread of its own. The GNU C library gives threads arenas of their own, up to 8 a processor,
    and, left to itself, keeps in each what a large experiment once needed there.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            mallopt = ctypes.CDLL(None).mallopt
            mallopt(M_ARENA_MAX, ARENAS)
            mallopt(M_MMAP_THRESHOLD, LARGE)
