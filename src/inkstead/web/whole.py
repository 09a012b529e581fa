"""A body that breaks off on its way is no request: half a text must not pass for a short one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

BROKEN_OFF = "inkstead.broken_off"
PIECE = 64 * 1024


class Whole:
    """In place of `wsgi.input`. Raises where the sender fell silent before all was there that they had announced;
    servers hand on what they have by then, and Django takes it for everything."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self._environ = environ
        self._inner = environ["wsgi.input"]
        announced = environ.get("CONTENT_LENGTH") or "0"
        self._left = int(announced) if announced.isdigit() else 0
        self._held = b""  # read, and not handed on

    def read(self, size: int = -1) -> bytes:
        held, self._held = self._held, b""
        wanted = self._left + len(held) if size < 0 else min(size, self._left + len(held))
        pieces, self._held = [held[:wanted]], held[wanted:]
        wanted -= len(pieces[0])
        while wanted > 0:
            piece = self._taken(self._inner.read(wanted))
            pieces.append(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        """A line, or a piece of one that is longer than that. Never asks the server for lines: some know only the
        first, and then say that nothing is left, which looks like a sender who fell silent."""
        if not self._held and self._left:
            self._held = self.read(min(PIECE, self._left))
        end = self._held.find(b"\n") + 1 or len(self._held)
        end = end if size < 0 else min(size, end)
        line, self._held = self._held[:end], self._held[end:]
        return line

    def _taken(self, piece: bytes) -> bytes:
        if not piece:
            self._environ[BROKEN_OFF] = True
            raise ConnectionResetError("the body ended before it was all there")
        self._left -= len(piece)
        return piece


def broke_off(request: HttpRequest) -> bool:
    """Whether less arrived than was announced. Known as soon as the form was asked for, which its token is."""
    return bool(request.META.get(BROKEN_OFF))
