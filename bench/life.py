"""The life of the reference part: 15,600 reads, 385 votes, 42 comments from 16 clients, kill -9, restart, count."""

from __future__ import annotations

import http.client
import json
import random
import re
import time
from concurrent.futures import ThreadPoolExecutor

from bench.rows import Row
from bench.sites import Site, body_of

READS, VOTES, COMMENTS = 15_600, 385, 42
CLIENTS = 16
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
Ask = tuple[str, str, str | None, dict[str, str]]


def of_the_reference_part(rounds: int, seconds: int) -> Row:
    """Rounds and seconds mean nothing here: a life is lived once."""
    site = Site(readers=VOTES)
    try:
        site.start(pinned=False)
        before = shown(site)
        asks = everything(site)
        began = time.monotonic()
        with ThreadPoolExecutor(CLIENTS) as clients:
            answers = clients.map(lambda mine: client(site, mine), [asks[n::CLIENTS] for n in range(CLIENTS)])
            refused = [wrong for mine in answers for wrong in mine]
        took = time.monotonic() - began
        time.sleep(2.0)  # reads may wait a second in memory; votes and comments never do
        site.kill()
        site.start(pinned=False)
        counted = tuple(now - then for now, then in zip(shown(site), before, strict=True))
    finally:
        site.close()
    exact = counted == (READS, VOTES, COMMENTS) and not refused
    told = f"reads, votes, comments {counted} in {took:.0f} s, {len(asks) / took:,.0f} requests a second"
    told += f"; refused: {sorted(set(refused))}" if refused else ""
    figure = f"{took:.0f} s, " + ("all counted" if exact else f"counted {counted}")
    return Row("the life of the reference part", "-", figure, "exact", exact, told)


def everything(site: Site) -> list[Ask]:
    """In any order, the same every time."""
    part = f"/api/v1/parts/{site.library['part']}"
    tokens = site.library["tokens"]
    read = json.dumps({"reached": 1, "seconds": 60})
    asks: list[Ask] = [
        ("POST", part + "/reads", read, {"X-Forwarded-For": f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}"})
        for n in range(READS)
    ]
    asks += [("PUT", part + "/vote", None, {"Authorization": f"Bearer {tokens[n]}"}) for n in range(VOTES)]
    asks += [
        (
            "POST",
            part + "/comments",
            json.dumps({"body": f"I read it twice, {n}."}),
            {"Authorization": f"Bearer {tokens[n]}"},
        )
        for n in range(COMMENTS)
    ]
    random.Random(7).shuffle(asks)
    return asks


def client(site: Site, asks: list[Ask]) -> list[tuple[str, int]]:
    """What was refused."""
    link = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    refused = []
    for method, path, body, headers in asks:
        link.request(method, path, body, headers | {"Content-Type": "application/json", "User-Agent": BROWSER})
        answer = link.getresponse()
        answer.read()
        if answer.status >= 300:
            refused.append((path.rpartition("/")[2], answer.status))
    return refused


def shown(site: Site) -> tuple[int, ...]:
    """Reads, votes and comments as the page has them."""
    page = body_of(site.page).decode()
    line = re.search(r'class="counts".*?</p>', page, re.DOTALL)
    assert line, "the page has no line of counts"
    return tuple(int(number) for number in re.findall(r'<data value="(\d+)"', line[0]))
