"""The shared cache in Valkey, where sign-in attempts are counted.

When Valkey is gone or slow people still get in, and each process counts for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

from inkstead.stores.valkey import PATIENCE, breaker

# Every call that allauth and Django's own code make of a cache.
_CALLS = ("add", "get", "set", "touch", "delete", "get_many", "set_many", "delete_many", "has_key", "incr", "clear")


class SharedCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        hurry = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, {**params, "OPTIONS": {**hurry, **params.get("OPTIONS", {})}})
        alone = LocMemCache("limits", {"OPTIONS": {"MAX_ENTRIES": 100_000}})
        for name in _CALLS:
            setattr(self, name, _shared_or_alone(getattr(self, name), getattr(alone, name)))


def _shared_or_alone(shared: Callable[..., Any], alone: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **options: Any) -> Any:
        if not breaker.is_open:
            try:
                return shared(*args, **options)
            except (redis.RedisError, OSError):
                breaker.trip()
        return alone(*args, **options)

    return call
