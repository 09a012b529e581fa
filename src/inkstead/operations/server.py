"""`inkstead serve`: one process tree. This process looks after the web processes (granian) and a background worker."""

from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import mp as granian_processes
from granian.server.mp import MPServer
from granian.wsgi import _callback_wrapper as wrap_wsgi

from inkstead.lib import stamps
from inkstead.lib.processes import die_with_parent, leave_the_terminal
from inkstead.lib.refusals import Refused

log = logging.getLogger(__name__)

# granian's own wrapper around a WSGI application is private; where it is another one, all goes through it as it is.
CAN_ANSWER_AT_ONCE = getattr(granian_processes, "_wsgi_call_wrap", None) is wrap_wsgi
DRAIN = 10  # seconds for running requests and jobs to end
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


def refuse_taken_port(host: str, port: int) -> None:
    """granian shares its port, so a second server would start without a word and get half of the requests."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        raise Refused(_why_not(host, port, error)) from error


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program; choose another one with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than Inkstead has; choose one above 1023 with --port."
    return f"Inkstead cannot listen at {host}, port {port}: {error.strerror or error}."


def serve(host: str, port: int) -> int:
    """Returns the exit status, after SIGTERM or SIGINT and when everything that was running has ended."""
    multiprocessing.set_start_method("spawn", force=True)  # a forked child would inherit half-used locks of our threads
    worker = WorkerProcess()
    server = Server(host, port, on_interrupt=worker.stop)
    try:
        worker.start()
        server.serve(target_loader=partial(load_application, os.getpid()), wrap_loader=False)
    except SystemExit:
        if not server.interrupt_signal:
            raise Refused("The web processes end as soon as they start; the lines above say why.") from None
    finally:
        worker.stop()
        worker.wait()
    return 0


class Server(MPServer):
    def __init__(self, host: str, port: int, *, on_interrupt: Callable[[], None]) -> None:
        super().__init__(
            "inkstead.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=settings.WEB_PROCESSES,
            blocking_threads=settings.WEB_THREADS,
            http=HTTPModes.http1,
            websockets=False,
            http1_settings=HTTP1Settings(header_read_timeout=15_000, max_buffer_size=256 * 1024, pipeline_flush=True),
            log_access=False,
            log_level=LogLevels.error,
            respawn_failed_workers=True,
            workers_kill_timeout=DRAIN,
        )
        self._on_interrupt = on_interrupt
        self._nohup = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        self._on_interrupt()
        super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]

    def signal_handler_reload(self, *args: Any, **kwargs: Any) -> None:
        """The terminal was closed. granian would start new workers, and nobody could see the server that goes on."""
        if not self._nohup:
            self.signal_handler_interrupt()


def load_application(parent: int) -> Any:
    """Runs in each web process."""
    leave_the_terminal()
    die_with_parent(parent)
    from inkstead.wsgi import application  # noqa: PLC0415 - sets up Django, which the parent must not do for its children

    # If this one replaces a process that was killed between a commit and its news, the others have not heard them.
    stamps.current().touch_all()
    if CAN_ANSWER_AT_ONCE:
        setattr(granian_processes, "_wsgi_call_wrap", answering_at_once)  # noqa: B010 - private, hence the look above
    return application


def answering_at_once(application: Any, scope_opts: dict[str, Any], log_format: str | None = None) -> Any:
    """A kept page needs no WSGI: its environ, its start_response and its iterable cost more than finding it."""
    through_wsgi = wrap_wsgi(application, scope_opts, log_format)
    at_once = application.at_once

    def answer(proto: Any, scope: dict[str, Any]) -> Any:
        ready = at_once(scope)
        return through_wsgi(proto, scope) if ready is None else proto.response_bytes(*ready)

    return answer


class WorkerProcess:
    """The background worker, started again with growing pauses when it dies."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        # It must live as long as its child: Linux tells the child of its parent's end by the thread that started it.
        self._thread = threading.Thread(target=self._keep_running, name="worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """May be called from a signal handler, and twice."""
        self._stopping.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)

    def wait(self) -> None:
        self._thread.join(DRAIN)
        if self._thread.is_alive() and self._process is not None:
            self._process.kill()  # its jobs run again when their leases end
            self._thread.join(1)

    def _keep_running(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "inkstead.cli", "worker", "--parent", str(os.getpid())], process_group=0
            )
            if self._stopping.is_set():
                self.stop()
            self._process.wait()
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - started > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            log.error("The background worker ended (%s); starting it again.", self._process.returncode)
            self._stopping.wait(pause)
