"""Books for readers: built once per state of a story, kept as a file, and built again when the file is lost.

Only what every stranger may read is kept. For everybody else a book is made for them alone and thrown away.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from inkstead.exchange.book import Book
from inkstead.exchange.formats import WRITERS
from inkstead.exchange.leaving import book_of, readable
from inkstead.lib.files import write_whole
from inkstead.stories.models import Story
from inkstead.stories.queries import Link

VERSION = 1  # raise it when a writer writes something else for the same book
OFFERED = ("epub", "pdf", "html", "markdown", "text")


def download_links(story: Story) -> list[Link]:
    """None when its authors keep it here."""
    if not story.downloads:
        return []
    links = ((WRITERS[name].label, story.slug, WRITERS[name].ending) for name in OFFERED)
    return [Link(label, reverse("download", args=[story.pk, slug, ending])) for label, slug, ending in links]


def shared_book(story: Story) -> Book:
    return book_of(story, readable(story))


def digest(story: Story, name: str) -> str:
    """Of all that the book holds, in two queries and without its texts. Wants `author` joined."""
    parts = readable(story).values_list(
        "pk", "live_id", "title", "volume__title", "notes_before", "notes_after", "published_at", "revised_at"
    )
    people = story.contributors.order_by("pk").values_list("pen_name__name", "role")
    about = (story.pk, story.title, story.author.name, story.summary, story.language, story.status, story.rating)
    cover = story.cover.name
    more = (story.warnings, list(story.tags.order_by("storytag__position").values_list("name", flat=True)))
    shown = (VERSION, name, settings.BASE_URL, settings.SITE_NAME, about, cover, more, list(parts), list(people))
    return hashlib.blake2b(repr(shown).encode(), digest_size=12).hexdigest()


def kept_file(story: Story, name: str, tag: str) -> Path:
    return folder() / f"{story.pk}-{tag}.{WRITERS[name].ending}"


def build(story: Story, name: str, tag: str) -> bytes:
    """Write the book and keep it in place of older states of it."""
    data = WRITERS[name].write(shared_book(story))
    path = kept_file(story, name, tag)
    for old in folder().glob(f"{story.pk}-*.{WRITERS[name].ending}"):
        old.unlink(missing_ok=True)
    write_whole(path, data)
    return data


def forget_books(story_id: int) -> None:
    for path in folder().glob(f"{story_id}-*"):
        path.unlink(missing_ok=True)


def folder() -> Path:
    return Path(settings.FILES) / "books"
