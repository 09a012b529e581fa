"""`python -m bench.crowded [--followers N] [--comments N] [--thread N] [--notices N]`: a story that very many read.

Real servers on SQLite: what the part's page weighs, how long a margin, a long thread and a full inbox take to open, and
how long one part's followers wait to be told while others read. Figures on stdout, each beside its limit.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from bench.sites import ROOT, Site, body_of

ROUNDS = 60
PAUSE = 0.02  # seconds between two readers of the page
PATIENCE = 300.0


def main(followers: int, comments: int, thread: int, notices: int) -> None:
    site = Site()
    try:
        site.start(pinned=False)
        alone = len(body_of(site.page))
        site.kill()
        crowd = fill(site, followers, comments, thread, notices)
        site.start(pinned=False)
        cookie = {"Cookie": site.library["cookie"]}
        say("part page, bytes more", len(body_of(site.page)) - alone, 15_000)
        margins = [f"{site.page}margin/{block}/" for block in crowd["blocks"]]
        say("a margin, p95 ms", at(times_of(site, margins), 0.95), 50)
        say("a margin, signed in, p95 ms", at(times_of(site, margins, **cookie), 0.95), 50)
        say(
            f"a thread of {thread:,}, p95 ms",
            at(times_of(site, [f"{site.url}/comment/{crowd['thread']}/"] * ROUNDS), 0.95),
        )
        inbox = [f"{site.url}/me/notices/"] * ROUNDS
        say(f"inbox with {notices:,}, p95 ms", at(times_of(site, inbox, **cookie), 0.95), 30)
        before = now_and_then(site, lambda: time.sleep(5))
        waited, during = told(site, crowd, followers)
        say(f"{followers:,} followers told, s", waited, 60)
        say("part page meanwhile, p99 of before", at(during, 0.99) / at(before, 0.99), 2)
        say("part page before, p99 ms", at(before, 0.99))
        say("part page meanwhile, p99 ms", at(during, 0.99))
    finally:
        site.close()


def fill(site: Site, *numbers: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.crowded_rows", *map(str, numbers)]
    done = subprocess.run(command, cwd=ROOT, env=site.environment, stdout=subprocess.PIPE, check=True)
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def times_of(site: Site, addresses: Iterable[str], **headers: str) -> list[float]:
    """Milliseconds on the clock, one after the other, over one connection. The first of all warms up."""
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=60)
    asked = list(addresses)
    times = []
    for address in [asked[0], *asked]:
        began = time.perf_counter()
        connection.request("GET", urlsplit(address).path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (answer.status, address)
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return times[1:]


def now_and_then(site: Site, meanwhile: Callable[[], object]) -> list[float]:
    """How long the part's page takes, asked for again and again while something else is done."""
    times: list[float] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            times.extend(times_of(site, [site.page]))
            time.sleep(PAUSE)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        meanwhile()
    finally:
        over.set()
        reader.join()
    return times


def told(site: Site, crowd: dict[str, Any], followers: int) -> tuple[float, list[float]]:
    """Publishes the next part and waits until each follower has a notice; meanwhile the first part is read."""
    publish = urllib.request.Request(
        f"{site.url}/api/v1/parts/{crowd['next']}/publish",
        method="POST",
        headers={"Authorization": f"Bearer {crowd['token']}"},
    )
    began = time.monotonic()
    urllib.request.urlopen(publish, timeout=60).read()
    times = now_and_then(site, lambda: wait_for(lambda: notices_of(site, crowd["next"]) >= followers))
    return time.monotonic() - began, times


def notices_of(site: Site, part: int) -> int:
    connection = sqlite3.connect(f"file:{site.data}/inkstead.sqlite3?mode=ro", uri=True)
    try:
        found: int = connection.execute(
            "SELECT COUNT(*) FROM notifications_notice WHERE part_id = ?", [part]
        ).fetchone()[0]
    finally:
        connection.close()
    return found


def wait_for(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("Not all followers were told.")
        time.sleep(0.25)


def at(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def say(what: str, value: float, limit: float | None = None) -> None:
    beside = "" if limit is None else f"   (at most {limit:,}{'' if value <= limit else ': NOT HELD'})"
    sys.stdout.write(f"{what:<42} {value:>12,.1f}{beside}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    given = argparse.ArgumentParser(prog="python -m bench.crowded")
    given.add_argument("--followers", type=int, default=100_000)
    given.add_argument("--comments", type=int, default=10_000)
    given.add_argument("--thread", type=int, default=5_000)
    given.add_argument("--notices", type=int, default=100_000)
    asked = given.parse_args()
    main(asked.followers, asked.comments, asked.thread, asked.notices)
