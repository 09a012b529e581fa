"""Books for readers: built once per state of a story, kept as a file, and built again when the file is lost.

What every stranger may read is kept for all. A book of anything else is kept only while a worker makes it and its
reader fetches it: under a name made of what is in it, so that it is found by nobody who may not see just that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.exchange import editions
from inkstead.exchange.book import Book
from inkstead.exchange.formats import WRITERS, Format
from inkstead.exchange.leaving import book_of, everything, joined, other_tellings, readable, within
from inkstead.lib import keeping
from inkstead.stories import book_cover
from inkstead.stories.models import Part, Story, Volume
from inkstead.stories.queries import Link

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

VERSION = 2  # raise it when a writer writes something else for the same book
SLOW = ("pdf",)
OFFERED = ("epub", "pdf", "html", "markdown", "text")
PRIVATE_KEPT = timedelta(hours=6)
FOLDER = "books"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A book that somebody asks for, as they may see it."""

    story: Story
    format: str
    only: Volume | Part | None
    parts: Sequence[int]
    is_shared: bool  # what every stranger may have
    tag: str
    modified: datetime
    words: int

    @property
    def kind(self) -> Format:
        return WRITERS[self.format]

    @property
    def file(self) -> str:
        whose = "" if self.is_shared else "own-"
        return f"{folder_of(self.story.pk)}/{whose}{self.tag}.{self.kind.ending}"


def download_links(story: Story) -> list[Link]:
    """None when its authors keep it here."""
    if not story.downloads:
        return []
    links = ((WRITERS[name].label, story.slug, WRITERS[name].ending) for name in OFFERED)
    return [Link(label, reverse("download", args=[story.pk, slug, ending])) for label, slug, ending in links]


def may_be_taken(story: Story, reader: Reader) -> bool:
    """Its authors may keep a story here, but never from themselves. Wants `author` joined."""
    return story.downloads or (isinstance(reader, User) and story.author.user_id == reader.pk)


def wanted(story: Story, name: str, *, reader: Reader, only: Volume | Part | None = None) -> Wanted | None:
    """None when there is nothing in it for this reader. Wants `author` joined; asks four queries, and no text."""
    shared = readable(story) if Story.objects.listed().filter(pk=story.pk).exists() else None
    if shared is not None:
        found = _of(story, name, only, within(shared, only), is_shared=True)
        if found.parts:
            return found
    told = told_parts(story, reader)
    own = _of(story, name, only, within(told, only), is_shared=False)
    return own if own.parts else None


def told_parts(story: Story, reader: Reader) -> QuerySet[Part]:
    """Of a story that has only drafts those, to its author. Wants `author` joined."""
    told = joined(Part.objects.filter(story=story).told_to(reader))
    is_own = isinstance(reader, User) and story.author.user_id == reader.pk
    return everything(story) if is_own and not told.exists() else told


def of_parts(story: Story, name: str, parts: Sequence[int] | None, only: Volume | Part | None) -> Wanted | None:
    """The same for a worker: of the parts that somebody may see, or of those that everybody may."""
    if parts:
        return _of(story, name, only, joined(Part.objects.filter(story=story, pk__in=parts)), is_shared=False)
    if not Story.objects.listed().filter(pk=story.pk).exists():
        return None
    return _of(story, name, only, within(readable(story), only), is_shared=True)


def shared_book(story: Story) -> Book:
    return book_of(story, readable(story))


def _of(story: Story, name: str, only: Volume | Part | None, parts: QuerySet[Part], *, is_shared: bool) -> Wanted:
    columns = ("pk", "live_id", "title", "volume__title", "notes_before", "notes_after", "published_at", "revised_at")
    rows = list(parts.values_list(*columns, "head_id", "state", "updated_at", "live__words"))
    # The newest text stands in the book of what is not published; in that of the others it changes nothing.
    shown = [row[:8] if row[9] == "published" else row[:10] for row in rows]
    modified = max([story.updated_at, *(row[10] for row in rows)])
    words = sum(row[11] or 0 for row in rows)
    of = ("", 0) if only is None else (type(only).__name__, only.pk)
    tellings = other_tellings(story.pk, {row[0] for row in rows}) if name == "epub" else {}
    tag = _digest(story, name, of, [*shown, tellings] if tellings else shown)
    return Wanted(story, name, only, [row[0] for row in rows], is_shared, tag, modified, words)


def _digest(story: Story, name: str, of: tuple[str, int], parts: Sequence[object]) -> str:
    people = story.contributors.order_by("pk").values_list("pen_name__name", "role")
    about = (story.pk, story.title, story.author.name, story.summary, story.language, story.status, story.rating)
    tags = list(story.tags.order_by("storytag__position").values_list("name", flat=True))
    cover = (story.cover.name, book_cover.VERSION)
    site = (VERSION, name, settings.BASE_URL, settings.SITE_NAME)
    shown = (site, about, cover, story.warnings, tags, of, list(parts), list(people))
    return hashlib.blake2b(repr(shown).encode(), digest_size=12).hexdigest()


def open_book(book: Wanted) -> IO[bytes] | None:
    return keeping.open_kept(book.file)


def write_book(book: Wanted) -> bytes:
    """Not kept. An EPUB is noted, so that the place a device keeps in it leads back to its story."""
    parts = joined(Part.objects.filter(pk__in=list(book.parts)))
    data = book.kind.write(book_of(book.story, parts, only=book.only, with_cover=book.kind.has_cover))
    if book.format == "epub":
        editions.note(book.story, data)
    return data


def build(book: Wanted) -> bytes:
    """Write the book and keep it, in place of older states of it when it is the whole story."""
    data = write_book(book)
    if book.is_shared and book.only is None:
        for old in keeping.names_in(folder_of(book.story.pk)):
            if old.endswith((f".{book.kind.ending}", f".{book.kind.ending}.refused")):
                keeping.forget(old)
    keeping.keep_bytes(book.file, data)
    return data


def note_refusal(book: Wanted, sentence: str) -> None:
    """Beside where the book would lie: it goes with the state of the story that it is about."""
    keeping.keep_bytes(f"{book.file}.refused", sentence.encode())


def refusal_of(book: Wanted) -> str:
    """Why this state of the book cannot be made; empty while nobody knows."""
    file = keeping.open_kept(f"{book.file}.refused")
    return file.read().decode() if file is not None else ""


def forget_books(story_id: int) -> None:
    for name in keeping.names_in(folder_of(story_id)):
        keeping.forget(name)


def forget_private_books(story_id: int) -> None:
    for name in keeping.names_in(folder_of(story_id)):
        if "/own-" in name:
            keeping.forget(name)


def forget_old_private_books() -> None:
    """Books that were made for one reader and have been fetched, or will not be."""
    before = timezone.now() - PRIVATE_KEPT
    for folder in keeping.folders_in(FOLDER):
        for name in keeping.names_in(folder):
            if "/own-" in name and default_storage.get_modified_time(name) < before:
                keeping.forget(name)


def folder_of(story_id: int) -> str:
    return f"{FOLDER}/{story_id}"
