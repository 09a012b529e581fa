"""What the pages of an arrival show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.urls import reverse

from inkstead.accounts.models import User
from inkstead.exchange.models import Arrival, ArrivedPart
from inkstead.exchange.sources import shown
from inkstead.lib.languages import language_name
from inkstead.lib.prose import split_blocks
from inkstead.lib.prose.manuscript import COVER
from inkstead.lib.prose.words import count_words
from inkstead.writing.waiting import Waiting, waits_on_desk

PER_PAGE = 100
PLACES = 3_000
SHOWN = 140


@dataclass(frozen=True, slots=True)
class Place:
    """A block of a part, as far as one needs to see it to know it."""

    number: int
    text: str
    kind: str


def preview_page(arrival: Arrival, number: str) -> dict[str, Any]:
    rows = arrival.parts.defer("html", "notes_before", "notes_after")
    page = Paginator(rows, PER_PAGE).get_page(number)
    words = arrival.parts.aggregate(words=Sum("words"))["words"] or 0
    beside = _words_beside(arrival)
    if arrival.words_before:  # titles that no file said, or that were typed here, are none of its words
        beside = min(beside, max(0, arrival.words_before - words))
    told = {"arrival": arrival, "story": arrival.story, "parts": page, "words": words, "beside": beside}
    fewer = max(0, arrival.words_before - words - beside)
    has_cover = arrival.images.filter(word=COVER).exists()
    language = language_name(arrival.language) if arrival.language else ""
    return told | {"fewer": fewer, "about": _about(arrival.about), "has_cover": has_cover, "language": language}


@waits_on_desk
def waiting_of(user: User) -> list[Waiting]:
    """All manuscripts that wait for this person's word, the newest first."""
    rows = Arrival.objects.filter(user=user).only("title", "reading", "done", "created_at", "story__title")
    rows = rows.select_related("story").annotate(count=Count("parts")).order_by("-pk")
    return [
        Waiting(_called(row), reverse("arrival", args=[row.pk]), _stage(row, row.count), row.created_at) for row in rows
    ]


def _called(arrival: Arrival) -> str:
    return f"More of “{arrival.story.title}”" if arrival.story else arrival.title or "A manuscript"


def _stage(arrival: Arrival, parts: int) -> str:
    if arrival.is_waiting:
        return f"being read, {arrival.done} %"
    if arrival.is_refused:
        return "cannot be read"
    return "1 part" if parts == 1 else f"{parts:,} parts"


def being_read(arrival: Arrival) -> str:
    """What a bar stands for that cannot say how far it is: nobody looks into the cage."""
    names = list(arrival.files.values_list("name", flat=True)[:2])
    return "Files are unpacked and read" if len(names) != 1 else f"“{shown(names[0], 60)}” is unpacked and read"


def _words_beside(arrival: Arrival) -> int:
    """Of titles and notes: in the file they were text, and no part counts them."""
    rows = list(arrival.parts.values_list("title", "volume", "notes_before", "notes_after"))
    texts = [text for title, _, before, after in rows for text in (title, before, after)]
    return sum(map(count_words, [*texts, *{volume for _, volume, _, _ in rows}]))


def places_of(part: ArrivedPart) -> list[Place]:
    blocks = split_blocks(part.html)[:PLACES]
    return [Place(number, _short(block.text), block.kind) for number, block in enumerate(blocks)]


def _about(told: dict[str, Any]) -> list[tuple[str, str]]:
    """What the file says of the story, for a new one."""
    lines = [
        ("Summary", told.get("summary", "")),
        ("Tags", ", ".join(told.get("tags", ()))),
        ("Rating", str(told.get("rating", "")).capitalize()),
        ("Warnings", ", ".join(told.get("warnings", ()))),
        ("Status", str(told.get("status", "")).capitalize()),
    ]
    return [(name, text) for name, text in lines if text]


def _short(text: str) -> str:
    flat = " ".join(text[: SHOWN * 2].split())
    return flat if len(flat) <= SHOWN else flat[:SHOWN].rsplit(" ", 1)[0] + "…"
