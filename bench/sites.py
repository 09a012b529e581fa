"""The servers under measurement: Inkstead itself, nginx with a file, a bare Django view."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.rows import cores, free_port, program

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0


class Site:
    """`inkstead serve` on a data folder of its own, with the reference part in it."""

    def __init__(self, *, readers: int = 0, **environment: str) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="inkstead-bench-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("INKSTEAD_")}
        self.environment = kept | {
            "INKSTEAD_DATA": str(self.data),
            "INKSTEAD_BASE_URL": self.url,
            "INKSTEAD_TRUSTED_PROXIES": "127.0.0.1",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            **environment,
        }
        self.library: dict[str, Any] = json.loads(self._run("-m", "bench.library", str(readers)))
        self.page = self.url + self.library["path"]
        self._process: subprocess.Popen[bytes] | None = None

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stderr.strip()[-500:]}")
        return done.stdout

    def start(self, *, pinned: bool = True) -> None:
        pin = [program("taskset"), "-c", cores()[0]] if pinned else []
        command = [*pin, sys.executable, "-m", "inkstead.cli", "serve", "--port", str(self.port)]
        with (self.data / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        until_it_answers(self.url + "/readyz")

    def kill(self) -> None:
        """At once, with everything that belongs to it, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
            for folder in Path("/proc").glob("[0-9]*"):  # the worker has a process group of its own
                try:
                    if f"INKSTEAD_DATA={self.data}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                        os.kill(int(folder.name), signal.SIGKILL)
                except OSError:
                    continue

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.data, ignore_errors=True)


@contextmanager
def inkstead(*, readers: int = 0, pinned: bool = True, **environment: str) -> Iterator[Site]:
    site = Site(readers=readers, **environment)
    try:
        site.start(pinned=pinned)
        yield site
    finally:
        site.close()


@contextmanager
def nginx(body: bytes) -> Iterator[str]:
    """The address of one nginx process, on the servers' core, that sends these bytes as a file."""
    folder, port = Path(tempfile.mkdtemp(prefix="inkstead-nginx-")), free_port()
    folder.chmod(0o755)  # its workers are another user's
    (folder / "page.html").write_bytes(body)
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; error_log {folder}/err; pid {folder}/pid;\n"
        "events { worker_connections 512; }\n"
        "http { access_log off; sendfile on; keepalive_requests 10000000; types { text/html html; }\n"
        f"  server {{ listen 127.0.0.1:{port}; root {folder}; open_file_cache max=10; }} }}\n"
    )
    command = [program("taskset"), "-c", cores()[0], program("nginx"), "-c", str(folder / "nginx.conf")]
    with running(command, folder):
        url = f"http://127.0.0.1:{port}/page.html"
        until_it_answers(url)
        yield url


@contextmanager
def bare_django(site: Site) -> Iterator[tuple[str, str]]:
    """The address of a bare Django view on the same server program, and the cookie of its session."""
    folder, port = Path(tempfile.mkdtemp(prefix="inkstead-bare-")), free_port()
    environment = {
        **site.environment,
        "BARE_DATABASE": str(folder / "bare.sqlite3"),
        "BARE_PROSE": site.library["html"],
    }
    made = [sys.executable, "-m", "bench.bare"]
    cookie = subprocess.run(made, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout.strip()
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --blocking-threads 8 --http 1 --no-ws --log-level error"
    granian = [sys.executable, "-m", "granian", "bench.bare:application", *options.split()]
    command = [program("taskset"), "-c", cores()[0], *granian]
    with running(command, folder, environment):
        url = f"http://127.0.0.1:{port}/"
        until_it_answers(url)
        yield url, cookie


@contextmanager
def running(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> Iterator[None]:
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def until_it_answers(url: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).read()
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def body_of(url: str, **headers: str) -> bytes:
    body: bytes = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30).read()
    return body
