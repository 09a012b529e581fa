"""Where readers come from: a short label, counted by story and day, and never kept with a read.

A label is a host ("news.example"), a kind of page of this site ("/list"), empty when nobody told, or `OTHER`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from inkstead.reading.models import Arrival

# The first word of an address here, and what kind of page that is.
PAGES = {
    "": "/home",
    "story": "/story",
    "part": "/part",
    "comment": "/part",
    "library": "/library",
    **dict.fromkeys(("stories", "tag", "search", "by"), "/list"),
}
ELSEWHERE_HERE = "/here"
OTHER = "…"
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,58}[a-z0-9])?(?::\d{1,5})?", re.ASCII)
MOST = 60  # characters
KEPT = 40  # hosts by story and day; whoever forges referrers gets no further


def label_of(told: str) -> str:
    """A beacon tells a host, or "/" and the first word of an address of this site. Nonsense is as good as nothing."""
    told = told.strip().lower()
    if told.startswith("/"):
        return PAGES.get(told[1:], ELSEWHERE_HERE)
    host = told.removeprefix("www.")
    return host if len(host) <= MOST and HOST.fullmatch(host) else ""


def is_host(label: str) -> bool:
    return label not in ("", OTHER) and not label.startswith("/")


def add_arrivals(told: Mapping[tuple[int, date], Counter[str]]) -> None:
    """Counted with reads that were new, while their stories' counters are locked: nobody else adds at this moment."""
    if not told:
        return
    stories, days = {story for story, _ in told}, {day for _, day in told}
    standing: dict[tuple[int, date], Counter[str]] = {}
    for row in Arrival.objects.filter(story__in=stories, day__in=days):
        standing.setdefault((row.story_id, row.day), Counter())[row.source] = row.reads
    rows: list[Arrival] = []
    for (story, day), new in told.items():
        known = standing.get((story, day), Counter())
        after = bounded(known + new)
        if gone := known.keys() - after.keys():
            Arrival.objects.filter(story=story, day=day, source__in=gone).delete()
        rows += [
            Arrival(story_id=story, day=day, source=source, reads=reads)
            for source, reads in after.items()
            if reads != known[source]
        ]
    Arrival.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["story", "day", "source"], update_fields=["reads"]
    )


def bounded(counts: Counter[str]) -> Counter[str]:
    """The hosts that sent most; the rest together. A host that goes on sending readers gets its place back."""
    hosts = sorted(filter(is_host, counts), key=lambda host: (-counts[host], host))
    kept = counts.copy()
    for host in hosts[KEPT:]:
        kept[OTHER] += kept.pop(host)
    return kept
