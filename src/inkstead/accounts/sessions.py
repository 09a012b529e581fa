"""Database sessions that tell the hot path when they end."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from inkstead.events import touch_after_commit
from inkstead.web.visitors import session_name


class SessionStore(DatabaseStore):
    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        super().delete(session_key)
        if key:
            touch_after_commit([session_name(key)])
