"""The process that reads. It is started once and knows no table, no setting and no secret; each file gets a fork of it.

`python -m inkstead.exchange.cage.inside FD` listens at a socket that its parent holds, and ends with it.
"""

from __future__ import annotations

import contextlib
import encodings
import importlib
import os
import pkgutil
import signal
import socket
import sys
from typing import Any

from inkstead.exchange.cage.messages import manuscript_told, receive, receive_bytes, send
from inkstead.exchange.cage.walls import raise_walls
from inkstead.exchange.formats.reading import read_file
from inkstead.lib.refusals import Refused

MEMORY = 256 * 1024**2


def know_every_encoding() -> None:
    """Python loads them from files when they are first asked for, and behind the walls there are no files."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(ImportError):
            importlib.import_module(f"encodings.{module.name}")


def main(control: socket.socket) -> None:
    know_every_encoding()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    while True:
        note, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not note:
            return
        for descriptor in descriptors:
            if os.fork() == 0:
                control.close()
                _serve(socket.socket(fileno=descriptor))
            os.close(descriptor)


def _serve(connection: socket.socket) -> None:
    """One file, and then the end of this fork whatever happens."""
    try:
        order = receive(connection)
        data = receive_bytes(connection, order["size"])
        raise_walls(memory=MEMORY, seconds=order["seconds"])
        send(connection, _answer(order, data))
    finally:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        os._exit(0)


def _answer(order: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        return {"manuscript": manuscript_told(read_file(order["name"], data, order["format"]))}
    except Refused as refused:
        return {"refused": [refused.message, refused.code]}
    except MemoryError:
        return {"refused": ["It needs more than 256 MB of memory to read. Divide it into smaller files.", "too_heavy"]}
    except RecursionError:
        return {"refused": ["It is nested too deeply to be read.", "too_deep"]}
    except Exception as error:
        return {"broken": f"{type(error).__name__}: {error}"[:500]}


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
