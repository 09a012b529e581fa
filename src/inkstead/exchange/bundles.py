"""Several stories at once: a series, a shelf, or all that a reader follows, as one zip that is written while it is
sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any, cast

from inkstead.accounts.models import User
from inkstead.exchange import downloads
from inkstead.exchange.editions import name_of
from inkstead.exchange.formats import WRITERS
from inkstead.library.models import Shelf, ShelfEntry
from inkstead.stories.models import Series, Story

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

MOST = 1_000
AT_ONCE = ("epub", "html", "markdown", "text")  # a PDF is set by a worker, one at a time
LEFT_OUT = "Not in this file, because their authors keep them where they stand, or nothing can be read in them yet:"
BEGINNING = (1980, 1, 1, 0, 0, 0)


def stories_of_series(series: Series, reader: Reader) -> list[Story]:
    visible = Story.objects.visible_to(reader).filter(series_entries__series=series).select_related("author")
    return list(visible.order_by("series_entries__position", "pk")[:MOST])


def stories_followed(reader: User) -> list[Story]:
    visible = Story.objects.visible_to(reader).filter(follows__user=reader).select_related("author")
    return list(visible.order_by("title", "pk")[:MOST])


def stories_being_read(reader: User) -> list[Story]:
    """Those in which they have a place, the last read first."""
    visible = Story.objects.visible_to(reader).filter(places__user=reader).select_related("author")
    return list(visible.order_by("-places__at", "pk")[:MOST])


def stories_on_shelf(shelf: Shelf, reader: Reader) -> list[Story]:
    """Its owner takes what they may see; everybody else what the shelf's page shows them."""
    is_own = isinstance(reader, User) and shelf.user_id == reader.pk
    seen = Story.objects.visible_to(reader) if is_own else Story.objects.listed().visible_to(reader)
    order = list(ShelfEntry.objects.filter(shelf=shelf).order_by("position", "pk").values_list("story", flat=True))
    stories = seen.select_related("author").in_bulk(order[:MOST])
    return [stories[pk] for pk in order[:MOST] if pk in stories]


def bundle(stories: Iterable[Story], name: str, *, reader: Reader) -> Iterator[bytes]:
    """A book at a time, so that never more than one is in memory. What may not be taken, or is empty, is left out, and
    a list at the end says so."""
    pipe, left_out = Pipe(), list[str]()
    with zipfile.ZipFile(cast("IO[bytes]", pipe), "w") as archive:
        for number, story in enumerate(stories, start=1):
            data = _book(story, name, reader)
            if data is None:
                left_out.append(f"{story.title}, by {story.author.name}")
                continue
            entry = _entry(f"{number:03d}-{name_of(story)}.{WRITERS[name].ending}")
            entry.compress_type = zipfile.ZIP_STORED if name == "epub" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
            yield pipe.taken()
        if left_out:
            archive.writestr(_entry("left-out.txt"), "\n".join([LEFT_OUT, "", *left_out, ""]))
    yield pipe.taken()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, BEGINNING)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _book(story: Story, name: str, reader: Reader) -> bytes | None:
    if not downloads.may_be_taken(story, reader):
        return None
    book = downloads.wanted(story, name, reader=reader)
    if book is None:
        return None
    kept = downloads.open_book(book)
    if kept is None:
        return downloads.build(book) if book.is_shared else downloads.write_book(book)
    with kept:
        return kept.read()


class Pipe(io.RawIOBase):
    """What a zip was written into and nobody has taken yet. It cannot be gone back in, and zips need not."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
