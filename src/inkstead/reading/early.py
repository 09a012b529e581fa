"""Parts that followers have before everybody. Strangers learn how many, and when the next opens; never which."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from inkstead.lib.durations import spelled
from inkstead.stores.prepared import Prepared
from inkstead.stories.addresses import part_address
from inkstead.stories.models import Part, State, Visibility
from inkstead.web.dates import day

EarlyRow = tuple[int, str, datetime | None]

EARLY: Prepared[Part] = Prepared(
    lambda story: (
        Part.objects.filter(story=story, state=State.PUBLISHED, visibility=Visibility.FOLLOWERS, opens_at__isnull=False)
        .in_order()
        .values_list("pk", "title", "opens_at")
    ),
    int,
)


@dataclass(frozen=True, slots=True)
class EarlyPart:
    """For those who may read it."""

    id: int
    title: str
    url: str
    day: SafeString


def early_parts(rows: Iterable[EarlyRow], shown: Collection[int]) -> list[EarlyPart]:
    """Without those that the page's table of contents names already."""
    return [EarlyPart(pk, title, part_address(pk, title), day(at)) for pk, title, at in rows if pk not in shown]


def early_line(rows: Iterable[EarlyRow], shown: Collection[int]) -> SafeString:
    """What everybody may know."""
    moments = [at for pk, _, at in rows if pk not in shown and at is not None]
    if not moments:
        return SafeString("")
    if len(moments) == 1:
        return format_html("One part is open to followers now; it opens for everybody on {}.", day(moments[0]))
    count = spelled(len(moments)).capitalize()
    return format_html(
        "{} parts are open to followers now; the next opens for everybody on {}.", count, day(min(moments))
    )
