"""`inkstead serve` as it really runs: a process tree on a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inkstead.lib.refusals import Refused
from inkstead.operations.server import refuse_taken_port
from tests.prepared import prepare

COMMAND = [sys.executable, "-m", "inkstead.cli", "serve", "--port"]
# Whoever runs the tests under nohup has them ignore a closed terminal, and their children with them.
AS_IN_A_TERMINAL = (
    "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)


class Site:
    """A running `inkstead serve`."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        prepare(data)
        self.process = subprocess.Popen(
            [sys.executable, "-c", AS_IN_A_TERMINAL, *COMMAND, str(self.port)],
            env=environment(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        eventually(self.is_ready, 30)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.process.communicate()[0]
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def family(self) -> set[int]:
        """All processes below the first one."""
        parents = {int(entry.name): parent_of(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
        family = {self.process.pid}
        while more := {child for child, parent in parents.items() if parent in family} - family:
            family |= more
        return family

    def worker(self) -> int | None:
        for pid in self.family():
            if " worker --parent" in command_of(pid):
                return pid
        return None

    def half_a_request(self) -> socket.socket:
        """A request whose body is still on its way, so that it is running as long as we like."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        head = f"POST /me/login/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: 10\r\n"
        head += f"Cookie: inkstead_csrf={'a' * 32}\r\n"  # without one it is refused before anybody asks for the body
        connection.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin".encode())
        return connection


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INKSTEAD_")}
    return kept | {"INKSTEAD_DATA": str(data)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def parent_of(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "data")
    yield site
    site.process.kill()
    site.process.communicate()


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@linux
def test_serving_from_start_to_drained_end(site: Site) -> None:
    second = subprocess.run(
        [*COMMAND, str(site.port)], env=environment(site.data), capture_output=True, text=True, check=False
    )
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == f"Port {site.port} is taken by another program; choose another one with --port.\n"

    eventually(lambda: site.worker() is not None)
    killed = site.worker()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: site.worker() not in {None, killed})

    family = site.family()
    with site.half_a_request() as running:
        time.sleep(2)  # on a busy machine the server needs a while to take it in
        site.process.send_signal(signal.SIGTERM)
        time.sleep(0.7)
        assert site.process.poll() is None
        running.sendall(b"=ana&")
        assert running.recv(100).startswith(b"HTTP/1.1 403")
    said, _ = site.process.communicate(timeout=12)
    assert site.process.returncode == 0
    assert f"Inkstead is at http://127.0.0.1:{site.port}/" in said
    assert f"Everything is kept in {site.data}." in said
    assert f"Mail is written to files in {site.data}/mail." in said
    assert "Traceback" not in said
    eventually(lambda: not any(map(is_alive, family)))


@linux
def test_killing_the_parent_leaves_nobody_behind(site: Site) -> None:
    eventually(lambda: site.worker() is not None)
    family = site.family()
    assert len(family) >= 3
    site.process.kill()
    eventually(lambda: not any(map(is_alive, family)), 5)
    refuse_taken_port("127.0.0.1", site.port)


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP], ids=["Ctrl-C", "closed terminal"])
def test_other_ends_are_as_orderly(site: Site, number: signal.Signals) -> None:
    family = site.family()
    site.process.send_signal(number)
    assert site.process.wait(12) == 0
    eventually(lambda: not any(map(is_alive, family)))


def test_a_taken_port_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(Refused, match=f"Port {port} is taken"):
            refuse_taken_port("127.0.0.1", port)
    refuse_taken_port("127.0.0.1", port)


def test_a_port_that_granian_shares_is_refused_too() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        with pytest.raises(Refused, match="is taken"):
            refuse_taken_port("127.0.0.1", server.getsockname()[1])


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_that_is_not_ours_is_refused(host: str) -> None:
    with pytest.raises(Refused, match=f"cannot listen at {host}, port 8000"):
        refuse_taken_port(host, 8000)
