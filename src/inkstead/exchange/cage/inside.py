"""The process that reads. It is started once and knows no table, no setting and no secret; each file gets a fork of it.

`python -m inkstead.exchange.cage.inside FD` listens at a socket that its parent holds, and ends with it.
"""

from __future__ import annotations

import contextlib
import encodings
import importlib
import os
import pkgutil
import resource
import signal
import socket
import sys
import xml.dom.expatbuilder  # mammoth's reader of XML asks for it when it first reads  # noqa: F401
from typing import Any

from PIL import Image

from inkstead.exchange.cage.messages import manuscript_told, receive, receive_bytes, send
from inkstead.exchange.cage.walls import raise_walls
from inkstead.exchange.formats.converted.read import TIDY, read_converted
from inkstead.exchange.formats.reading import read_file
from inkstead.exchange.formats.zips import unpack
from inkstead.lib.refusals import Refused

MEMORY = 256 * 1024**2
LOOKS = 0.5  # seconds between two looks whether somebody still waits


def know_every_encoding() -> None:
    """Python loads them from files when they are first asked for, and behind the walls there are no files."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(ImportError):
            importlib.import_module(f"encodings.{module.name}")


def main(control: socket.socket) -> None:
    know_every_encoding()
    Image.init()  # its readers of pictures are files too
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
        _end_with(connection)
        answer, files = _answer(order, data)
        used = resource.getrusage(resource.RUSAGE_SELF)
        cost = [round(used.ru_utime + used.ru_stime, 2), used.ru_maxrss // 1024]
        send(connection, {**answer, "cost": cost}, files)
    finally:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        os._exit(0)


def _end_with(connection: socket.socket) -> None:
    """Who gave up waiting has closed the other end; then nobody wants the answer."""

    def look(*_told: object) -> None:
        try:
            gone = connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            gone = False
        except OSError:
            gone = True
        if gone:
            os._exit(0)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOKS, LOOKS)


def _answer(order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        return TASKS[order["task"]](order, data)
    except Refused as refused:
        return {"refused": [refused.message, refused.code]}, b""
    except MemoryError:
        sentence = f"It needs more than {MEMORY // 1024**2} MB of memory to read. Divide it into smaller files."
        return {"refused": [sentence, "too_heavy"]}, b""
    except RecursionError:
        return {"refused": ["It is nested too deeply to be read.", "too_deep"]}, b""
    except Exception as error:
        return {"broken": f"{type(error).__name__}: {error}"[:500]}, b""


def _read(order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    told, images = manuscript_told(read_file(order["name"], data, order["format"]))
    return {"manuscript": told}, images


def _tidy(order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    tidied = TIDY[order["format"]](data)
    images = [[word, len(picture)] for word, picture in tidied.images.items()]
    files = [["document", len(tidied.data)], *images]
    return {"files": files, "warnings": tidied.warnings}, b"".join([tidied.data, *tidied.images.values()])


def _read_html(order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    told, images = manuscript_told(read_converted(data, order["name"]))
    return {"manuscript": told}, images


def _unpack(_order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    files, warnings = unpack(data)
    told = [[name, len(content)] for name, content in files.items()]
    return {"files": told, "warnings": warnings}, b"".join(files.values())


TASKS = {"read": _read, "tidy": _tidy, "read converted": _read_html, "unpack": _unpack}


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
