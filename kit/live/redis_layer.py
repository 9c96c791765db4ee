"""The channel layer over Redis. Only a site that has one imports this: it weighs seven megabytes a process."""

from typing import Any

from channels_redis.pubsub import RedisPubSubChannelLayer
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff


class PatientRedisLayer(RedisPubSubChannelLayer):
    """Tries again when a connection to Redis was dropped, instead of raising at the first use of it."""

    def __init__(self, *, hosts: list[Any], **options: Any) -> None:
        super().__init__(hosts=[_patient(host) for host in hosts], **options)


def _patient(host: str | dict[str, Any]) -> dict[str, Any]:
    # redis-py 8.1 raises on PUBLISH over a pooled connection that was dropped, unless it is told to retry.
    retry = Retry(ExponentialBackoff(cap=1, base=0.05), 3)
    return {"retry": retry, **(host if isinstance(host, dict) else {"address": host})}
