"""Many books at once take longer than a reader's patience: a worker makes those that are not kept, and then the zip is
only put together. Nothing is stored about it but, for a few minutes, how far it has come."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache

from inkstead.accounts.models import User
from inkstead.background.actions import enqueue
from inkstead.exchange import downloads
from inkstead.exchange.downloads import Wanted
from inkstead.lib import keeping
from inkstead.stories.models import Story

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

WORDS_AT_ONCE = 1_500_000  # a second or two
ALIVE = 300  # seconds: who has said nothing for longer is begun anew, and goes on where it was
READY = 600
BETWEEN_STEPS = 1.0
JOB = "inkstead.exchange.jobs.make_books"


@dataclass(frozen=True, slots=True)
class Gathering:
    """How many books are made, of how many that were missing."""

    done: int
    of: int


def gather(what: str, stories: Sequence[Story], name: str, *, reader: Reader) -> Gathering | None:
    """None when the zip can be sent; else a worker is at it, asked once however often this is called."""
    person = reader.pk if isinstance(reader, User) else None
    key = f"gathering/{what}/{name}/{person or 0}"
    known = cache.get(key)
    if known is not None:
        return Gathering(*known) if known[0] < known[1] else None
    if sum(story.words_published for story in stories) <= WORDS_AT_ONCE:
        return None
    missing = [book for book in (_missing(story, name, reader) for story in stories) if book is not None]
    if sum(book.words for book in missing) <= WORDS_AT_ONCE:
        return None
    if cache.add(key, (0, len(missing)), ALIVE):
        enqueue(JOB, [key, [book.story.pk for book in missing], name, person], max_attempts=2)
    return Gathering(0, len(missing))


def make_books(key: str, stories: Sequence[int], name: str, person: int | None) -> None:
    """A worker's. Whoever asked may have lost sight of a story meanwhile: then it is passed over."""
    reader = User.objects.filter(pk=person, is_active=True).first() if person else None
    told = time.monotonic()
    for done, pk in enumerate(stories):
        if time.monotonic() - told >= BETWEEN_STEPS:
            told = time.monotonic()
            cache.set(key, (done, len(stories)), ALIVE)
        story = Story.objects.visible_to(reader).select_related("author").filter(pk=pk).first()
        book = _missing(story, name, reader) if story is not None else None
        if book is not None:
            downloads.build(book)
    cache.set(key, (len(stories), len(stories)), READY)


def _missing(story: Story, name: str, reader: Reader) -> Wanted | None:
    if not downloads.may_be_taken(story, reader):
        return None
    book = downloads.wanted(story, name, reader=reader)
    return book if book is not None and not keeping.is_kept(book.file) else None
