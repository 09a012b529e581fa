"""Where readers come from: labels that are short, few and nobody's."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from inkstead.reading import sources
from inkstead.reading.models import Arrival
from inkstead.reading.sources import KEPT, OTHER, add_arrivals, bounded, label_of
from tests.world import World

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("told", "label"),
    [
        ("", ""),
        ("/", "/home"),
        ("/story", "/story"),
        ("/part", "/part"),
        ("/tag", "/list"),
        ("/search", "/list"),
        ("/me", "/here"),
        ("/a/path?never=kept", "/here"),
        ("News.Example", "news.example"),
        ("www.news.example", "news.example"),
        ("localhost:8000", "localhost:8000"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("=HYPERLINK(1)", ""),
        ("news.example/path", ""),
        ("news example", ""),
        ("نص.example", ""),
        ("a" * 61, ""),
        ("…", ""),
    ],
)
def test_a_label_is_a_host_or_a_kind_of_page(told: str, label: str) -> None:
    assert label_of(told) == label
    assert label_of(label) in (label, sources.PAGES.get(label[1:], "/here"), "")


def test_a_flood_of_forged_hosts_fills_one_number() -> None:
    honest = Counter({"news.example": 50, "": 7, "/home": 9, "/part": 1})
    flood = Counter({f"{n}.forged.example": 1 for n in range(10_000)})
    after = bounded(honest + flood)
    assert len(after) == len(honest) - 1 + KEPT + 1
    assert after.total() == honest.total() + flood.total()
    assert {label: after[label] for label in honest} == honest


def test_a_host_that_comes_late_still_finds_its_place(world: World) -> None:
    day = (world.story.pk, DAY)
    add_arrivals({day: Counter({f"{n:03}.forged.example": 2 for n in range(KEPT + 5)})})
    for _ in range(3):
        add_arrivals({day: Counter({"news.example": 3})})
    told = dict(Arrival.objects.filter(story=world.story).values_list("source", "reads"))
    assert told["news.example"] == 9
    assert len(told) == KEPT + 1
    assert sum(told.values()) == 2 * (KEPT + 5) + 9
    assert told[OTHER] == 12
