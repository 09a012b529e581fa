"""How the two sides of a cage speak: a length and that many bytes of JSON, after it files as they are."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

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


def files_heard(told: list[Any], connection: socket.socket) -> dict[str, bytes]:
    sizes = [(str(name), int(size)) for name, size in told]
    if sum(size for _, size in sizes) > LONGEST or any(size < 0 for _, size in sizes):
        raise EOFError
    return {name: receive_bytes(connection, size) for name, size in sizes}
