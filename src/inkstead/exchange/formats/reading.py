"""Every kind of file that can come in: by its ending, or by the format that was said. Pure: no tables, no settings.

A new one is a slice beside this file and a line in one of these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inkstead.exchange.formats.ao3.read import read_ao3
from inkstead.exchange.formats.archive import Archive
from inkstead.exchange.formats.docx.read import read_docx
from inkstead.exchange.formats.epub.read import read_epub
from inkstead.exchange.formats.kinds import kind_of
from inkstead.exchange.formats.markdown_notes import read_markdown
from inkstead.exchange.formats.royalroad.read import read_royal_road
from inkstead.exchange.formats.scribblehub.read import read_scribble_hub
from inkstead.exchange.formats.wattpad.read import read_wattpad
from inkstead.exchange.formats.web_page import read_web_page
from inkstead.lib.prose.files import NO_TEXT, decode_text
from inkstead.lib.prose.limits import tidy_characters
from inkstead.lib.prose.manuscript import Manuscript, read_manuscript
from inkstead.lib.refusals import Refused

PACKAGES: dict[str, Callable[[bytes, str], Manuscript]] = {"epub": read_epub, "docx": read_docx}
# Pages that a browser saved: each answers None for a page that is not of its site.
SITES: Sequence[Callable[[str, str], Manuscript | None]] = (read_ao3, read_wattpad, read_royal_road, read_scribble_hub)
# By what only they hold: a package with the wrong ending is told what it is.
INSIDE = {"META-INF/container.xml": "epub", "word/document.xml": "docx", "content.xml": "odt"}
NAMES = {"epub": "an EPUB", "docx": "a Word document (.docx)", "odt": "an OpenDocument text (.odt)"}


def read_file(name: str, data: bytes, format: str | None = None) -> Manuscript:  # noqa: A002
    """Raises `Refused` in one sentence."""
    kind = kind_of(name, format).format
    if kind in PACKAGES:
        _must_be(kind, data)
        return PACKAGES[kind](data, name)
    if kind == "html":
        source = tidy_characters(decode_text(data))
        for read in SITES:
            manuscript = read(source, name)
            if manuscript is not None:
                return manuscript
        return read_web_page(name, data)
    if kind == "markdown":
        return read_markdown(name, data)
    return read_manuscript(name, data, format)


def _must_be_unknown(data: bytes) -> None:
    """Says what it is instead, if that is known; noise is only not what its name says."""
    try:
        decode_text(data[:4096])
    except Refused as refused:
        if refused.message != NO_TEXT:
            raise


def _must_be(kind: str, data: bytes) -> None:
    if not data.startswith(b"PK"):
        _must_be_unknown(data)
        raise Refused(f"This is not {NAMES[kind]}.", code="unknown_format")
    archive = Archive(data)
    found = next((other for inside, other in INSIDE.items() if inside in archive), kind)
    if found != kind:
        raise Refused(
            f"This is {NAMES[found]}. Give its name that ending and bring it in again.", code="unknown_format"
        )
