"""The cache that all processes share, for a site that has to go on while Redis is away.

What is in the cache can be read or counted again: sessions are in the database too, and a limit must not keep people
from talking. So while Redis is away nothing is found and nothing is kept, and the log says so. Only the keys that the
option `counted_here` names, those that guard against guessing, are kept in this process meanwhile.
"""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

AWAY_SECONDS = 5.0  # how long nobody asks again after Redis did not answer
DONE_HERE = frozenset({"add", "get", "set", "delete"})
PATIENCE = 0.5  # seconds to wait for an answer or a connection


class PatientClient(RedisCacheClient):
    """Answers as an empty cache while Redis is away; asks again every few seconds."""

    away_until = 0.0  # of the whole process, by its monotonic clock

    def __init__(self, servers: list[str], *, counted_here: Iterable[str] = (), **options: Any) -> None:
        self._counted_here = tuple(counted_here)
        self._here = LocMemCache("while-redis-is-away", {"max_entries": 20_000})
        # Once more, at once, for a connection that Redis dropped; redis-py by itself would go on for seconds.
        patient: dict[str, Any] = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "retry": Retry(NoBackoff(), 1),
        }
        self._clients: dict[bool, Any] = {}
        super().__init__(servers, **(patient | options))

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """One for reading and one for writing: Redis' client is made for threads, and making one costs more than what
        it is asked.
        """
        if write not in self._clients:
            self._clients[write] = super().get_client(key, write=write)
        return self._clients[write]

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().add, True, *args, **kwargs)

    def get(self, key: Any, default: Any) -> Any:
        return self._ask(super().get, default, key, default)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().set, None, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().touch, False, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().delete, False, *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().get_many, {}, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().has_key, False, *args, **kwargs)

    def incr(self, key: Any, delta: int) -> Any:
        """Raises ValueError, as for a key that is not there, also while Redis is away."""
        counted = self._ask(super().incr, None, key, delta)
        if counted is None:
            raise ValueError(f"Key {key!r} could not be counted up.")
        return counted

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().set_many, None, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(super().delete_many, None, *args, **kwargs)

    def _ask(self, question: Callable[..., Any], otherwise: Any, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= PatientClient.away_until:
            try:
                return question(*args, **kwargs)
            except RedisError as error:
                PatientClient.away_until = time.monotonic() + AWAY_SECONDS
                log.warning("The cache is away (%s): little is limited or kept meanwhile.", type(error).__name__)
        return self._do_without(question.__name__, otherwise, *args, **kwargs)

    def _do_without(self, deed: str, otherwise: Any, *args: Any, **kwargs: Any) -> Any:
        if deed in DONE_HERE and any(mark in args[0] for mark in self._counted_here):
            return getattr(self._here, deed)(*args, **kwargs)
        return otherwise


class PatientRedisCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = PatientClient
