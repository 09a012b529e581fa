"""A book leads from a telling to the other one, and is read back without the links that we wrote."""

from __future__ import annotations

import io
import re
import zipfile

from inkstead.exchange.downloads import shared_book, wanted
from inkstead.exchange.formats.epub.write import write_epub
from inkstead.exchange.preparing import prepare
from inkstead.exchange.sources import SourceFile
from inkstead.perspectives.actions import unlink_scenes
from inkstead.perspectives.models import Audience
from inkstead.stories.models import State
from tests.perspectives.stories import tellings, told_twice
from tests.world import World

LINK = re.compile(r'<p class="telling"[^>]*><a href="([^"]*)">([^<]*)</a></p>')


def links(data: bytes, part: int) -> list[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return LINK.findall(archive.read(f"book/part-{part}.xhtml").decode())


def test_an_epub_carries_the_links_between_tellings(world: World) -> None:
    story, one, other = told_twice(world)
    (told,) = tellings(story)
    book = shared_book(story)
    data = write_epub(book)
    assert links(data, one.pk) == [(f"part-{other.pk}.xhtml#{told.other.block}", "See this through Jonas")]
    assert links(data, other.pk) == [(f"part-{one.pk}.xhtml#{told.one.block}", "See this through Mara")]
    assert data == write_epub(shared_book(story))


def test_a_book_is_another_one_when_a_link_is_refused(world: World) -> None:
    story, one, _ = told_twice(world)
    before = wanted(story, "epub", reader=None)
    (told,) = tellings(story, Audience.WRITERS)
    unlink_scenes(told.one, told.other, by=world.ana)
    after = wanted(story, "epub", reader=None)
    assert before is not None
    assert after is not None
    assert before.tag != after.tag
    assert links(write_epub(shared_book(story)), one.pk) == []


def test_a_draft_is_linked_in_no_book(world: World) -> None:
    story, one, _ = told_twice(world, state=State.DRAFT)
    assert len(tellings(story, Audience.WRITERS)) == 1  # the control
    assert links(write_epub(shared_book(story)), one.pk) == []


def test_the_links_are_not_read_back_as_text(world: World) -> None:
    story, *_ = told_twice(world)
    book = shared_book(story)
    (read,) = prepare([SourceFile("salt.epub", write_epub(book))]).stories
    assert [part.prose.text for part in read.parts] == [part.text for part in book.parts]
