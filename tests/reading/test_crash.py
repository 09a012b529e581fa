"""What a killed server loses: reads younger than a second, and nothing else. What an ended one loses: nothing."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests import servers
from tests.journeys.sites import Site, wait_until_ready
from tests.prepared import prepare
from tests.through_front import BROWSER

SETTLED, LATE, VOTERS = 120, 30, 12


@pytest.fixture
def site(tmp_path: Path) -> Site:
    if connection.vendor != "sqlite":
        pytest.skip("it serves its own SQLite file")
    address = f"http://127.0.0.1:{servers.free_port()}"
    prepare(tmp_path / "data")
    return Site(address, tmp_path / "data", {"INKSTEAD_TRUSTED_PROXIES": "127.0.0.1"})


@contextmanager
def running(site: Site) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "inkstead.cli", "serve", "--port", site.address.rpartition(":")[2]]
    with subprocess.Popen(
        command, env=site.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_until_ready(site.address, process)
            yield process
        finally:
            process.kill()


def tell_reads(site: Site, part: int, guests: range) -> None:
    link = http.client.HTTPConnection(site.address.removeprefix("http://"), timeout=20)
    for guest in guests:
        headers = {"X-Forwarded-For": f"10.0.{guest >> 8}.{guest & 255}", "User-Agent": BROWSER}
        link.request("POST", f"/api/v1/parts/{part}/reads", json.dumps({"reached": 0.5, "seconds": 20}), headers)
        answer = link.getresponse()
        answer.read()
        assert answer.status == 202


def shown(site: Site, path: str) -> tuple[int, int]:
    """Reads and votes, as the page has them."""
    page = urllib.request.urlopen(site.address + path, timeout=20).read().decode()
    line = re.search(r'class="counts".*?</p>', page, re.DOTALL)
    assert line
    reads, votes, *_ = (int(number) for number in re.findall(r'<data value="(\d+)"', line[0]))
    return reads, votes


def test_kill_9_loses_only_reads_younger_than_a_second(site: Site) -> None:
    tokens = site.people("Ana", *(f"Voter {number}" for number in range(VOTERS)))
    with running(site) as process:
        part = site.publish(tokens["Ana"], "The Lighthouse", ("One", "The lamp went out."))[0]
        tell_reads(site, part["id"], range(SETTLED))
        time.sleep(1.5)
        tell_reads(site, part["id"], range(SETTLED, SETTLED + LATE))
        for number in range(VOTERS):
            site.api("PUT", f"/parts/{part['id']}/vote", token=tokens[f"Voter {number}"])
        process.kill()
    with running(site) as process:
        reads, votes = shown(site, part["url"])
        assert SETTLED <= reads <= SETTLED + LATE
        assert votes == VOTERS
        tell_reads(site, part["id"], range(1000, 1000 + LATE))
        process.terminate()
        assert process.wait(30) == 0
    with running(site):
        assert shown(site, part["url"]) == (reads + LATE, VOTERS), "an orderly end wrote what was heard"
    assert json.loads(site.command("recount", "--json")) == {"differences": [], "figures": []}
