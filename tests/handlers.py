"""One chain of middleware for all of Django's test clients.

Every new `Client()` would load the whole chain anew, and WhiteNoise looks through all static files each time (11 ms, of
which a permission walk with a client per person and page needs thousands). The chain holds nothing of a request.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test.client import ClientHandler

LISTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
_loaded: dict[tuple[str, ...], dict[str, Any]] = {}
_load = ClientHandler.load_middleware


def load_once(handler: ClientHandler, is_async: bool = False) -> None:
    """What `load_middleware` leaves behind, from memory where the settings name the same classes."""
    key = (*settings.MIDDLEWARE, str(is_async))
    if key not in _loaded:
        _load(handler, is_async)
        _loaded[key] = {name: getattr(handler, name) for name in LISTS}
    vars(handler).update(_loaded[key])


def share() -> None:
    ClientHandler.load_middleware = load_once  # type: ignore[method-assign]
