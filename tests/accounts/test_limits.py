from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from inkstead.accounts.limits import SharedCache
from inkstead.stores.valkey import Breaker


@pytest.fixture(autouse=True)
def _breaker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkstead.accounts.limits.breaker", Breaker())


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def test_without_valkey_a_process_counts_alone_and_waits_once(silent: str) -> None:
    cache = SharedCache(silent, {})
    began = time.monotonic()
    assert cache.add("tries", [1], 60)
    assert not cache.add("tries", [2], 60)
    assert cache.get("tries") == [1]
    cache.set("tries", [1, 2], 60)
    assert cache.get("tries", []) == [1, 2]
    cache.delete("tries")
    assert cache.get("tries", []) == []
    assert time.monotonic() - began < 1


@pytest.mark.valkey
@pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server here")
def test_with_valkey_all_processes_count_together(tmp_path: Path) -> None:
    path = tmp_path / "redis.sock"
    server = subprocess.Popen(
        ["redis-server", "--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    try:
        while not path.exists():
            time.sleep(0.01)
        one, other = (SharedCache(f"unix://{path}?db=0", {}) for _ in range(2))
        assert one.add("tries", [1], 60)
        assert not other.add("tries", [2], 60)
        assert other.get("tries") == [1]
    finally:
        server.terminate()
        server.wait()
