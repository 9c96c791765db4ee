"""Pace: how often one person or address may do a thing, counted in the cache that all web processes share.

Time is cut into cells, a tenth of the period each, and every deed is counted in the cell of its moment. One may go
on while the cells of the last period hold less than the limit. Counting comes before looking, so that requests at
the same moment cannot both take the last turn; and each looks at the number it was given itself, so that of many at
the same moment the first still have theirs. While the cache is away nothing can be counted, and everybody may go on
(see kit.caches).
"""

import time
from functools import lru_cache
from math import ceil

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

CELLS = 10


class TooFast(Exception):
    """The limit is reached; `retry_after` says in how many seconds there is a turn again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too fast; again in {retry_after} s.")
        self.retry_after = retry_after


def spend(purpose: str, who: str | int) -> None:
    """Take one turn of `settings.PACES[purpose] = (count, seconds)`, or raise `TooFast`."""
    count, seconds = _pace(purpose)
    length = seconds / CELLS
    cell = int(time.time() / length)
    digest = _digest(purpose, who)
    keys = {f"pace:{digest}:{number}": number for number in range(cell - CELLS, cell + 2)}
    mine = f"pace:{digest}:{cell}"
    number = _count_up(mine, ceil(seconds * 1.5))
    spent = {keys[key]: turns for key, turns in cache.get_many(keys).items() if key != mine}
    left = count - sum(spent.values())
    if number <= left:
        return
    _give_back(mine)
    spent[cell] = min(number - 1, max(left, 0))
    raise TooFast(_wait(spent, count, length))


def caller(request: HttpRequest) -> str:
    """Whose turns are counted: those of the member, or of the address that a visitor comes from."""
    if request.user.is_authenticated:
        return f"member:{request.user.pk}"
    return f"address:{request.META.get('REMOTE_ADDR', '')}"


def _pace(purpose: str) -> tuple[int, float]:
    try:
        count, seconds = settings.PACES[purpose]
    except KeyError:
        raise ImproperlyConfigured(f"settings.PACES has no pace for {purpose!r}.") from None
    return int(count * getattr(settings, "PACES_FACTOR", 1)), seconds


@lru_cache(maxsize=4096)
def _digest(purpose: str, who: str | int) -> str:
    return salted_hmac("kit.pace", f"{purpose}:{who}").hexdigest()[:32]


def _count_up(key: str, timeout: int) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:  # the first deed in this cell
        return _open_cell(key, timeout)


def _open_cell(key: str, timeout: int) -> int:
    cache.add(key, 0, timeout)
    try:
        return int(cache.incr(key))
    except ValueError:  # the cell vanished in between: the cache was emptied or is full
        cache.set(key, 1, timeout)
        return 1


def _give_back(key: str) -> None:
    try:
        cache.decr(key)
    except ValueError:  # vanished, and the turn with it
        return


def _wait(spent: dict[int, int], count: int, length: float) -> int:
    """Seconds until enough old cells are out of the period for one more turn."""
    left = sum(spent.values())
    for number in sorted(spent):
        left -= spent[number]
        if left < count:
            return max(1, ceil((number + CELLS + 1) * length - time.time()))
    return max(1, ceil(length * CELLS))
