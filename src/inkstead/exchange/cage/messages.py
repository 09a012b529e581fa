"""How the two sides of the cage speak: a length and that many bytes of JSON, after it files as they are."""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import asdict, fields
from typing import Any

from inkstead.lib.prose.elsewhere import Elsewhere
from inkstead.lib.prose.manuscript import About, Manuscript, ManuscriptPart

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


def manuscript_told(manuscript: Manuscript) -> tuple[dict[str, Any], bytes]:
    """The pictures follow as they are, one after the other."""
    told = {field.name: getattr(manuscript, field.name) for field in fields(manuscript)}
    told["parts"] = [asdict(part) for part in manuscript.parts]
    told["about"] = asdict(manuscript.about)
    told["images"] = [[word, len(data)] for word, data in manuscript.images.items()]
    return told, b"".join(manuscript.images.values())


def manuscript_heard(told: dict[str, Any], connection: socket.socket) -> Manuscript:
    """Whatever the cage says is a claim: text is text here, and is cleaned again before it is kept."""
    parts = tuple(_part(part) for part in told["parts"])
    title, language, author = (str(told[name]) for name in ("title", "language", "author"))
    warnings = tuple(str(warning) for warning in told["warnings"])
    images = files_heard(told["images"], connection)
    return Manuscript(title, parts, language, author, warnings, int(told["words"]), _about(told["about"]), images)


def files_heard(told: list[Any], connection: socket.socket) -> dict[str, bytes]:
    sizes = [(str(name), int(size)) for name, size in told]
    if sum(size for _, size in sizes) > LONGEST or any(size < 0 for _, size in sizes):
        raise EOFError
    return {name: receive_bytes(connection, size) for name, size in sizes}


def _part(told: dict[str, Any]) -> ManuscriptPart:
    found = told["elsewhere"]
    elsewhere = Elsewhere(**found) if found else None
    names = ("title", "html", "volume", "notes_before", "notes_after")
    return ManuscriptPart(elsewhere=elsewhere, **{name: str(told[name]) for name in names})


def _about(told: dict[str, Any]) -> About:
    tags, warnings = (tuple(str(item) for item in told[name]) for name in ("tags", "warnings"))
    return About(str(told["summary"]), tags, str(told["rating"]), warnings, str(told["status"]))
