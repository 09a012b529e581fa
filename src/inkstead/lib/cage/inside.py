"""The process that reads. It is started once and knows no table, no setting and no secret; each file gets a fork of it.

`python -m inkstead.lib.cage.inside MODULE FD` listens at a socket that its parent holds, and ends with it. `MODULE`
has the tasks, and loads with itself whatever they need from files: behind the walls there are none.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Any

from inkstead.lib.cage.messages import receive, receive_bytes, send
from inkstead.lib.cage.walls import raise_walls
from inkstead.lib.refusals import Refused

LOOKS = 0.5  # seconds between two looks whether somebody still waits

Task = Callable[[Mapping[str, Any], bytes], tuple[dict[str, Any], dict[str, bytes]]]
Tasks = Mapping[str, Task]


def main(tasks: Tasks, control: socket.socket) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    while True:
        note, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not note:
            return
        for descriptor in descriptors:
            if os.fork() == 0:
                control.close()
                _serve(tasks, socket.socket(fileno=descriptor))
            os.close(descriptor)


def _serve(tasks: Tasks, connection: socket.socket) -> None:
    """One file, and then the end of this fork whatever happens."""
    try:
        order = receive(connection)
        data = receive_bytes(connection, order["size"])
        raise_walls(memory=order["memory"], seconds=order["seconds"])
        _end_with(connection)
        answer, files = _answer(tasks, order, data)
        used = resource.getrusage(resource.RUSAGE_SELF)
        cost = [round(used.ru_utime + used.ru_stime, 2), used.ru_maxrss // 1024]
        named = [[name, len(content)] for name, content in files.items()]
        send(connection, {**answer, "files": named, "cost": cost}, b"".join(files.values()))
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


def _answer(tasks: Tasks, order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    try:
        return tasks[order["task"]](order, data)
    except Refused as refused:
        return {"refused": [refused.message, refused.code, refused.fields]}, {}
    except MemoryError:
        sentence = (
            f"It needs more than {order['memory'] // 1024**2} MB of memory to read. Divide it into smaller files."
        )
        return {"refused": [sentence, "too_heavy", {}]}, {}
    except RecursionError:
        return {"refused": ["It is nested too deeply to be read.", "too_deep", {}]}, {}
    except Exception as error:
        return {"broken": f"{type(error).__name__}: {error}"[:500]}, {}


if __name__ == "__main__":
    main(importlib.import_module(sys.argv[1]).TASKS, socket.socket(fileno=int(sys.argv[2])))
