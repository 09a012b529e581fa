"""Several stories at once: a series, or all that a reader follows, as one zip that is written while it is sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any, cast

from inkstead.exchange import downloads
from inkstead.exchange.editions import name_of
from inkstead.exchange.formats import WRITERS
from inkstead.stories.models import Series, Story

if TYPE_CHECKING:
    from inkstead.accounts.models import User
    from inkstead.stories.models.people import Reader

MOST = 1_000
AT_ONCE = ("epub", "html", "markdown", "text")  # a PDF is set by a worker, one at a time
BEGINNING = (1980, 1, 1, 0, 0, 0)


def stories_of_series(series: Series, reader: Reader) -> list[Story]:
    visible = Story.objects.visible_to(reader).filter(series_entries__series=series).select_related("author")
    return list(visible.order_by("series_entries__position", "pk")[:MOST])


def stories_followed(reader: User) -> list[Story]:
    visible = Story.objects.visible_to(reader).filter(follows__user=reader).select_related("author")
    return list(visible.order_by("title", "pk")[:MOST])


def bundle(stories: Iterable[Story], name: str, *, reader: Reader) -> Iterator[bytes]:
    """A book at a time, so that never more than one is in memory. What may not be taken, or is empty, is left out."""
    pipe = Pipe()
    with zipfile.ZipFile(cast("IO[bytes]", pipe), "w") as archive:
        for number, story in enumerate(stories, start=1):
            data = _book(story, name, reader)
            if data is not None:
                entry = zipfile.ZipInfo(f"{number:03d}-{name_of(story)}.{WRITERS[name].ending}", BEGINNING)
                entry.create_system, entry.external_attr = 3, 0o644 << 16
                entry.compress_type = zipfile.ZIP_STORED if name == "epub" else zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
                yield pipe.taken()
    yield pipe.taken()


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
