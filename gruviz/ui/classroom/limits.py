"""How often somebody may ask."""

import time
from collections import OrderedDict
from collections.abc import Callable

REMEMBERED = 5_000


class Allowance:
    """So many at once, and so many a second after that; for each browser, or each address, by itself.

    Args:
        at_once: How many.
        a_second: How many.
        clock: Seconds.
    """

    def __init__(self, at_once: float, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._a_second, self._clock = at_once, a_second, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def takes(self, name: str) -> bool:
        """Whether one more is allowed, which is then used."""
        now = self._clock()
        left, since = self._left.pop(name, (self._at_once, now))
        left = min(self._at_once, left + (now - since) * self._a_second)
        self._left[name] = (max(left - 1, 0) if left >= 1 else left, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return left >= 1

    def is_used_up(self, name: str) -> bool:
        """Whether nothing is left; uses nothing."""
        left, since = self._left.get(name, (self._at_once, 0.0))
        return min(self._at_once, left + (self._clock() - since) * self._a_second) < 1
