"""A body that breaks off on its way is no request: half a text must not pass for a short one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

BROKEN_OFF = "inkstead.broken_off"


class Whole:
    """In place of `wsgi.input`. Raises where the sender fell silent before all was there that they had announced;
    servers hand on what they have by then, and Django takes it for everything."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self._environ = environ
        self._inner = environ["wsgi.input"]
        announced = environ.get("CONTENT_LENGTH") or "0"
        self._left = int(announced) if announced.isdigit() else 0

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        pieces: list[bytes] = []
        while wanted > 0:
            piece = self._taken(self._inner.read(wanted))
            pieces.append(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        return self._taken(self._inner.readline(wanted)) if wanted > 0 else b""

    def _taken(self, piece: bytes) -> bytes:
        if not piece:
            self._environ[BROKEN_OFF] = True
            raise ConnectionResetError("the body ended before it was all there")
        self._left -= len(piece)
        return piece


def broke_off(request: HttpRequest) -> bool:
    """Whether less arrived than was announced. Known as soon as the form was asked for, which its token is."""
    return bool(request.META.get(BROKEN_OFF))
