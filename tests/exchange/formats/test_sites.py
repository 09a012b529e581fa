"""Pages and books from reading sites: their text, their notes and tags, and nothing of the page around them."""

from __future__ import annotations

import io
import zipfile

import pytest

from inkstead.accounts.models import User
from inkstead.exchange.actions import import_manuscripts
from inkstead.exchange.arrivals import receive
from inkstead.exchange.formats.ao3 import read as ao3
from inkstead.exchange.formats.epub.read import read_epub
from inkstead.exchange.formats.reading import read_file
from inkstead.exchange.formats.saved_pages import AROUND
from inkstead.exchange.queries import preview_page
from inkstead.exchange.sources import SourceFile
from inkstead.lib.prose.manuscript import About, Manuscript
from inkstead.writing import forms
from tests.exchange.formats import pages

POINT = '<navPoint><navLabel><text>{}</text></navLabel><content src="{}"/></navPoint>'
TEXT = "<p>It was <em>dark</em>.</p>\n<p>Then light.</p>"


def read(page: str) -> Manuscript:
    return read_file("page.html", page.encode())


def book(files: dict[str, str], metadata: str = "", generator: str = "") -> bytes:
    """An EPUB of these pages in their order, named in its NCX by their names."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(files)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n, _ in enumerate(files))
    points = "".join(POINT.format(name.partition(".")[0], name) for name in files)
    ncx = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    package = (
        f"<package><metadata><dc:title>The Lamp</dc:title><dc:creator>ana</dc:creator>{metadata}{generator}</metadata>"
        f'<manifest>{items}{ncx}</manifest><spine toc="ncx">{spine}</spine></package>'
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("META-INF/container.xml", '<container><rootfile full-path="b.opf"/></container>')
        archive.writestr("b.opf", package)
        archive.writestr("toc.ncx", f"<ncx><navMap>{points}</navMap></ncx>")
        for name, page in files.items():
            archive.writestr(name, page)
    return kept.getvalue()


def of_ao3(work: Manuscript) -> None:
    assert (work.title, work.author, work.language) == ("The Lamp", "ana", "en")
    tags = ("Lighthouses", "Keeper/Sea", "The Keeper", "Storms", "Slow Burn", "Gen", "Other")
    assert work.about == About("A lamp is lit.", tags, "teen", ("Major character death",), "complete")
    dusk, dawn = work.parts
    assert (dusk.title, dusk.notes_before, dusk.notes_after) == (
        "Chapter 1: Dusk",
        "For the sea.\n\nIt begins.",
        "Thanks.",
    )
    assert dusk.html == (
        '<p>It was <em>dark</em>.</p>\n<hr>\n<p class="align-center">Notes</p>\n<p>Said the sea.</p>\n'
        "<p>(See how it burns.)</p>\n<p>Notes</p>\n<blockquote><p>A song.</p></blockquote>"
    )
    assert (dawn.title, dawn.html, dawn.notes_after) == ("Chapter 2: Dawn", "<p>The end.</p>", "Bye.")


def test_a_download_of_ao3() -> None:
    of_ao3(read(pages.AO3_DOWNLOAD))


@pytest.mark.parametrize("heading", ["", '<h2 class="toc-heading">Wick</h2>'])
def test_a_download_of_ao3_with_one_chapter(heading: str) -> None:
    work = read(pages.AO3_SINGLE.format(heading=heading))

    [part] = work.parts
    assert (work.title, work.about.summary, work.about.rating) == ("Wick", "It burns.", "explicit")
    assert (part.title, part.html, part.notes_before, part.notes_after) == ("Wick", "<p>A wick.</p>", "", "")


def test_an_epub_of_ao3() -> None:
    """Its pages are those of the download, divided before each chapter."""
    body = pages.AO3_DOWNLOAD.partition("<body>")[2].partition("</body>")[0]
    first, second, third = body.split('<div class="meta group">')
    wrap = '<html><body><div id="chapters" class="userstuff">{}</div></body></html>'
    files = {
        "a_split_000.xhtml": f"<html><body>{first}</div></body></html>",
        "a_split_001.xhtml": wrap.format('<div class="meta group">' + second),
        "a_split_002.xhtml": wrap.format('<div class="meta group">' + third),
    }
    of_ao3(read_epub(book(files)))


def test_a_page_of_ao3_that_a_browser_saved() -> None:
    work = read(pages.AO3_SAVED)

    assert (work.title, work.author, work.language) == ("The Lamp", "ana", "de")
    assert work.about == About("A lamp is lit.", ("Lighthouses", "Storms"), "mature", (), "ongoing")
    [part] = work.parts
    assert (part.title, part.html) == ("Chapter 1: Dusk", "<p>It was <em>dark</em>.</p>")
    assert (part.notes_before, part.notes_after) == ("It begins.", "Thanks.")


def test_a_part_of_wattpad() -> None:
    work = read(pages.WATTPAD)

    [part] = work.parts
    assert (work.title, work.author, part.title) == ("Vows", "ana", "Alana")
    assert part.html == '<p>It was <em>dark</em>.</p>\n<p class="align-center">Then light.</p>'
    assert part.elsewhere is not None
    assert (part.elsewhere.reads, part.elsewhere.text) == (15_600, "15.6K 385 42")


def test_a_chapter_of_royal_road_without_what_it_hides() -> None:
    work = read(pages.ROYAL_ROAD)

    [part] = work.parts
    assert (work.title, work.author, part.title) == ("The Lamp", "ana", "Chapter 1: Dusk")
    assert part.html == f"{TEXT}\n<p>It was the sea.</p>", "what a reader unfolds is text"
    assert (part.notes_before, part.notes_after) == ("Hello.", "Thanks.")
    assert work.warnings == (
        "A paragraph that the site hides from readers was left out: “Stolen from Royal Road.”",
        AROUND,
    )
    assert work.words == 18


def test_a_chapter_of_scribble_hub() -> None:
    work = read(pages.SCRIBBLE_HUB)

    [part] = work.parts
    assert (work.title, work.author, part.title, part.html) == ("The Lamp", "ana", "Chapter 1: Dusk", TEXT)
    assert (part.notes_before, part.notes_after, work.warnings) == ("", "Thanks.", (AROUND,))


def test_any_other_page_is_only_a_page() -> None:
    work = read(pages.ROYAL_ROAD.replace("royalroad", "x").replace("Royal Road", "X").replace("chapter-content", "y"))
    assert "Stolen" in work.parts[0].html, "the control: nothing else looks for hidden paragraphs"


@pytest.mark.parametrize(
    ("made_by", "added"),
    [
        (
            "FanFicFare [https://github.com/JimmXinu/FanFicFare]",
            ["title_page.xhtml", "log_page.xhtml", "toc_page.xhtml"],
        ),
        ("[https://github.com/dteviot/WebToEpub] (ver. 1)", ["Cover.xhtml", "0000_Information.xhtml"]),
    ],
)
def test_books_of_downloaders_lose_the_pages_that_the_program_added(made_by: str, added: list[str]) -> None:
    files = {name: f"<html><body><p>{name} of the program and what it says</p></body></html>" for name in added}
    files |= {
        f"file{n}.xhtml": f"<html><body><h3>Night {n}</h3><p>It rained {n} times.</p></body></html>" for n in (1, 2)
    }
    metadata = "<dc:subject>Sea</dc:subject><dc:subject>Storms</dc:subject><dc:description>A lamp.</dc:description>"

    work = read_epub(book(files, metadata, f"<dc:contributor>{made_by}</dc:contributor>"))

    assert [part.title for part in work.parts] == ["file1", "file2"]
    assert (work.about.tags, work.about.summary) == (("Sea", "Storms"), "A lamp.")
    assert len([warning for warning in work.warnings if "the program that made this book wrote it" in warning]) == len(
        added
    )


def test_what_the_site_says_of_a_story_comes_with_a_new_one_only(ana: User) -> None:
    assert ana.pen_name is not None
    file = SourceFile("lamp.html", pages.AO3_DOWNLOAD.encode())

    [done] = import_manuscripts([file], author=ana.pen_name, by=ana).stories
    story = done.story
    assert (story.summary, story.rating, story.status, story.warnings) == (
        "A lamp is lit.",
        "teen",
        "complete",
        ["Major character death"],
    )
    assert story.tags.count() == 7
    assert done.parts[0].notes_before == "For the sea.\n\nIt begins."

    type(story).objects.filter(pk=story.pk).update(summary="Mine.")
    [again] = import_manuscripts([file], author=ana.pen_name, by=ana).stories
    story.refresh_from_db()
    assert (again.added, again.story.pk, story.summary) == (0, story.pk, "Mine.")


def test_warnings_of_the_archive_become_those_that_writers_choose_here() -> None:
    said = ("Graphic Depictions Of Violence", "Rape/Non-Con", "Underage Sex", "Major Character Death", "Very sad")
    links = "".join(f'<a href="x">{one}</a>' for one in (*said, "Underage"))
    work = read(pages.AO3_DOWNLOAD.replace('<a href="x">Major Character Death</a>', links))

    known = ("Graphic violence", "Sexual violence", "Underage", "Major character death")
    assert work.about.warnings == (*known, "Very sad")
    assert set(ao3.WARNINGS.values()) == set(known) <= set(forms.WARNINGS)


@pytest.mark.parametrize(
    ("page", "left_out"),
    [
        (pages.AO3_DOWNLOAD, 0),
        (pages.AO3_SINGLE.format(heading=""), 0),
        (pages.AO3_SAVED, 0),
        (pages.WATTPAD, 0),
        (pages.ROYAL_ROAD, 4),
        (pages.SCRIBBLE_HUB, 1),
        ("<html><body><p>It was dark.</p></body></html>", 0),
    ],
)
def test_words_of_texts_titles_and_notes_add_up_to_those_of_the_file(page: str, left_out: int, ana: User) -> None:
    assert ana.pen_name is not None
    arrival = receive([SourceFile("a lamp at sea.html", page.encode())], by=ana, author=ana.pen_name)
    told = preview_page(arrival, "1")

    assert told["fewer"] == left_out
    assert told["words"] + told["beside"] + told["fewer"] == arrival.words_before
