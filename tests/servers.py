"""PostgreSQL, Redis and Chromium for the tests: the ones that answer, or our own in a folder that goes away again."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

PATIENCE = 30.0  # seconds for a server of ours to answer


@dataclass(frozen=True)
class Offer:
    name: str
    url: str  # empty when there is none
    how: str  # where it is, or how to have it


def postgres() -> Iterator[Offer]:
    """A database address that nobody uses yet: Django makes the test database beside it and drops it again."""
    database = f"inkstead_{os.getpid()}"
    asked = os.environ.get("INKSTEAD_TEST_DATABASE_URL", "")
    for server in filter(None, [asked, *_postgres_addresses()]):
        if _postgres_answers(server):
            url = asked or f"{server}/{database}"
            yield Offer("PostgreSQL", url, f"testing on {server or 'the local socket'}")
            return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if asked or not (programs or shutil.which("initdb")):
        how = "PostgreSQL does not answer: the suite ran on SQLite alone. Debian: apt-get install postgresql."
        yield Offer("PostgreSQL", "", how)
        return
    with _own_postgres(programs[-1].parent if programs else Path(shutil.which("initdb") or "").parent) as server:
        yield Offer("PostgreSQL", f"{server}/{database}", "testing on a server of our own, for this run")


def valkey() -> Iterator[Offer]:
    """A Valkey or Redis server that keeps nothing: database 9 of the one that answers, or our own."""
    url = os.environ.get("INKSTEAD_TEST_VALKEY_URL", "redis://127.0.0.1:6379/9")
    if _valkey_answers(url):
        yield Offer("Redis", url, f"testing on {url}")
        return
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if program is None:
        how = "Valkey or Redis does not answer: what needs it was skipped. Debian: apt-get install redis-server."
        yield Offer("Redis", "", how)
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="inkstead-valkey-") as folder:
        words = f"--port {port} --bind 127.0.0.1 --appendonly no --dir {folder} --save".split()
        server = subprocess.Popen([program, *words, ""], stdout=subprocess.DEVNULL)
        try:
            own = f"redis://127.0.0.1:{port}/9"
            _until(lambda: _valkey_answers(own))
            yield Offer("Redis", own, "testing on a server of our own, for this run")
        finally:
            server.terminate()
            server.wait()


def chromium() -> str:
    """Its program; empty when it is not installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("INKSTEAD_TEST_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _postgres_addresses() -> list[str]:
    users = dict.fromkeys([getpass.getuser(), "postgres"])
    return ["postgres://", *(f"postgres://{user}@127.0.0.1:5432" for user in users)]


def _postgres_answers(server: str) -> bool:
    """And lets us make a database."""
    scheme, _, rest = server.partition("://")
    url = server if "/" in rest else f"{scheme}://{rest}/postgres"
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            may = connection.execute(
                "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            return bool(may and may[0])
    except psycopg.Error:
        return False


@contextmanager
def _own_postgres(programs: Path) -> Iterator[str]:
    """It refuses to run as root, so there it runs as the user that Debian made for it."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="inkstead-postgres-") as folder:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if as_user:
            shutil.chown(folder, "postgres")
        rows = f"{folder}/rows"
        # Durability is tested elsewhere, against servers that have it.
        options = f"-c fsync=off -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        initdb = [programs / "initdb", "-D", rows, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
        control = [*as_user, programs / "pg_ctl", "-D", rows, "-w", "-l", f"{folder}/log"]
        subprocess.run([*as_user, *initdb], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        try:
            yield f"postgres://postgres@127.0.0.1:{port}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd=folder)


def _valkey_answers(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2).ping())
    except (redis.RedisError, OSError):
        return False


def _until(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError("the server did not answer in time")
        time.sleep(0.05)
