"""How the two sides of the cage speak: a length and that many bytes of JSON, after it the file itself."""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import asdict
from typing import Any

from inkstead.lib.prose.elsewhere import Elsewhere
from inkstead.lib.prose.manuscript import Manuscript, ManuscriptPart

LENGTH = struct.Struct("!Q")
LONGEST = 256 * 1024 * 1024


def send(connection: socket.socket, value: Any, data: bytes = b"") -> None:
    written = json.dumps(value).encode()
    connection.sendall(LENGTH.pack(len(written)) + written + data)


def receive(connection: socket.socket) -> Any:
    """Raises `EOFError` when the other side is gone."""
    size = LENGTH.unpack(receive_bytes(connection, LENGTH.size))[0]
    if size > LONGEST:
        raise EOFError
    return json.loads(receive_bytes(connection, size))


def receive_bytes(connection: socket.socket, size: int) -> bytes:
    pieces, left = [], size
    while left:
        piece = connection.recv(min(left, 1024 * 1024))
        if not piece:
            raise EOFError
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def manuscript_told(manuscript: Manuscript) -> dict[str, Any]:
    return asdict(manuscript)


def manuscript_heard(told: dict[str, Any]) -> Manuscript:
    """Whatever the cage says is a claim: text is text here, and is cleaned again before it is kept."""
    parts = tuple(_part(part) for part in told["parts"])
    title, language, author = (str(told[name]) for name in ("title", "language", "author"))
    return Manuscript(title, parts, language, author, tuple(str(warning) for warning in told["warnings"]))


def _part(told: dict[str, Any]) -> ManuscriptPart:
    found = told["elsewhere"]
    elsewhere = Elsewhere(**found) if found else None
    names = ("title", "html", "volume", "notes_before", "notes_after")
    return ManuscriptPart(elsewhere=elsewhere, **{name: str(told[name]) for name in names})
