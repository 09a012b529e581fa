"""Files made to do harm, each with what must be in the sentence that refuses it, or in what comes in instead."""

# Some lines are as long as what they imitate.
# ruff: noqa: E501
from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tests.exchange.formats.documents import changed, word_document
from tests.exchange.formats.pages import ROYAL_ROAD

TEXT = "word/document.xml"
CONTAINER = '<container><rootfile full-path="b.opf"/></container>'


@dataclass(frozen=True, slots=True)
class Hostile:
    """`says` is part of the refusal; empty when it comes in cleaned, and then `never` is nowhere in it."""

    name: str
    make: Callable[[], bytes]
    says: str = ""
    never: str = ""


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return kept.getvalue()


def epub(spine: str = "", items: str = "", metadata: str = "", **files: bytes) -> bytes:
    package = f"<package><metadata>{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    named = {name.replace("__", "."): data for name, data in files.items()}
    return packed({"META-INF/container.xml": CONTAINER.encode(), "b.opf": package.encode(), **named})


def page(body: bytes) -> bytes:
    items = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    return epub('<itemref idref="a"/>', items, a__xhtml=b"<html><body>" + body + b"</body></html>")


def in_word(body: bytes) -> bytes:
    return changed(word_document(), {TEXT: (b"<w:body>", b"<w:body>" + body)})


def bomb() -> bytes:
    return packed({"one.txt": b"word " * 16_000_000})


@cache
def many_bombs() -> bytes:
    inner = b"a line of words\n" * 900_000
    return packed({f"{n}.txt": inner for n in range(6)})


def overlapping() -> bytes:
    """Twelve files that share one packed body: each begins with the head of the next as its own text (David Fifield's
    construction, 2019)."""
    body = bytes(15_000_000)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data, text, heads = packer.compress(body) + packer.flush(), body, list[tuple[str, bytes, int, int]]()
    for number in reversed(range(12)):
        name = f"{number:02d}.txt"
        numbers = (20, 0, 8, 0, 0, zlib.crc32(text), len(data), len(text), len(name), 0)
        head = struct.pack("<4s5H3L2H", b"PK\x03\x04", *numbers) + name.encode()
        heads.insert(0, (name, head, len(data), len(text)))
        quoted = struct.pack("<B2H", 0, len(head), len(head) ^ 0xFFFF) + head
        whole, data, text = head + data, quoted + data, head + text
    directory, place = b"", 0
    for name, head, size, unpacks_to in heads:
        middle = (
            20,
            20,
            0,
            8,
            0,
            0,
            struct.unpack("<L", head[14:18])[0],
            size,
            unpacks_to,
            len(name),
            0,
            0,
            0,
            0,
            0,
            place,
        )
        directory += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *middle) + name.encode()
        place += len(head) + 5
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 12, 12, len(directory), len(whole), 0)
    return whole + directory + end


def lying() -> bytes:
    """It says that it unpacks to ten bytes."""
    whole = bytearray(packed({"one.txt": b"word " * 16_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = whole.index(mark)
        whole[place + at : place + at + 4] = struct.pack("<L", 10)
    return bytes(whole)


def encrypted() -> bytes:
    whole = bytearray(packed({"one.txt": b"It rained."}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.index(mark)
        whole[place + at] |= 1
    return bytes(whole)


def png(width: int, height: int) -> bytes:
    """A head that promises so many pixels, and next to nothing behind it."""
    head = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def giant_cover() -> bytes:
    items = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    body = b'<html><body><p>It rained.<img src="c.png" alt="cover"/></p></body></html>'
    return epub('<itemref idref="a"/>', items, a__xhtml=body, c__png=png(30_000, 30_000))


def long_spine() -> bytes:
    items = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    return epub('<itemref idref="a"/>' * 100_000, items, a__xhtml=b"<html><body><p>x</p></body></html>")


def protected() -> bytes:
    said = b'<encryption><CipherReference URI="a.xhtml"/></encryption>'
    return epub("", "", **{"META-INF/encryption__xml": said})


DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
SCRIPT = b"<p>It rained.<script>quartzscript()</script><a href='javascript:quartzscript()' onclick='quartzscript()'>x</a></p>"
OUTSIDE = b'<p>It rained.<img src="http://127.0.0.1:9/quartzpixel.png"><link rel="stylesheet" href="http://127.0.0.1:9/x"></p>'
TEMPLATE = (
    b'<Relationship Id="rT" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://127.0.0.1:9/quartz.dotm" TargetMode="External"/></Relationships>'
)
RTF_DEEP = b"{\\rtf1 " + b"{" * 5000 + b"x" + b"}" * 5000 + b"}"
RTF_OBJECT = rb"{\rtf1\ansi It rained.{\object\objautlink{\*\objdata 0105quartz}}{\field{\*\fldinst INCLUDEPICTURE http://127.0.0.1:9/x}{\fldrslt y}}\par}"
ODT_HEAD = b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'


def odt(body: bytes, head: bytes = b"") -> bytes:
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": head + ODT_HEAD + body})


HOSTILE = [
    Hostile("bomb.zip", bomb, "“one.txt” unpacks to more than 16 MB"),
    Hostile("many bombs.zip", many_bombs, "This archive unpacks to more than 64 MB"),
    Hostile("overlapping.zip", overlapping, "This archive unpacks to more than 64 MB"),
    Hostile("lying.zip", lying, "“one.txt”"),
    Hostile("bomb.docx", lambda: packed({**_word_files(), TEXT: b" " * 40_000_000}), f"“{TEXT}” unpacks to more than 16 MB"),
    Hostile("bomb.odt", lambda: packed({"content.xml": b" " * 40_000_000}), "“content.xml” unpacks to more than 16 MB"),
    Hostile("traversal.zip", lambda: packed({"../../../quartz.txt": b"It rained."})),
    Hostile("nested.zip", lambda: packed({"inner.zip": bomb(), "a.txt": b"It rained."})),
    Hostile("encrypted.zip", encrypted, "“one.txt” is encrypted"),
    Hostile("cut off.zip", lambda: bomb()[:-30], "damaged or cut off"),
    Hostile("cut off.docx", lambda: word_document()[:-40], "damaged or cut off"),
    Hostile("protected.epub", protected, "protected (DRM)"),
    Hostile("spine.epub", long_spine, "more than 5,000 files of text"),
    Hostile("cover.epub", giant_cover, never="quartz"),
    Hostile("entities.docx", lambda: changed(word_document(), {TEXT: (b"<w:document", DTD + b"<w:document")}), "(a DTD)"),
    Hostile("entities.odt", lambda: odt(b"<text:p>&b;</text:p>", DTD), "(a DTD)"),
    Hostile("entities.epub", lambda: page(DTD + b"<p>It rained. &b;&c;</p>"), never="root:"),
    Hostile("deep.docx", lambda: in_word(b"<w:tbl><w:tr><w:tc>" * 20_000), "nested deeper than 256"),
    Hostile("tables.docx", lambda: in_word(b"<w:tbl><w:tr><w:tc>" * 70 + b"<w:p/></w:tc></w:tr></w:tbl>" * 70), "nested"),
    Hostile("deep.html", lambda: b"<div>" * 200_000, "nested deeper than 256"),
    Hostile("deep.odt", lambda: odt(b"<text:section>" * 50_000), "nested deeper than 256"),
    Hostile("deep.rtf", lambda: RTF_DEEP, "nested deeper than 256"),
    Hostile("attributes.html", lambda: b"<p " + b" a=1" * 200_000 + b">x</p>", "attributes"),
    Hostile("image.docx", lambda: png(10, 10), "PNG image"),
    Hostile("book.docx", lambda: page(b"<p>It rained.</p>"), "This is an EPUB"),
    Hostile("letter.epub", word_document, "This is a Word document"),
    Hostile("program.txt", lambda: b"\x7fELF" + bytes(1000), "program"),
    Hostile("old.docx", lambda: b"\xd0\xcf\x11\xe0" + bytes(1000), "old Word document"),
    Hostile("script.html", lambda: SCRIPT, never="quartzscript"),
    Hostile("script.epub", lambda: page(SCRIPT), never="quartzscript"),
    Hostile("outside.html", lambda: OUTSIDE, never="<img"),
    Hostile("outside.epub", lambda: page(OUTSIDE), never="<img"),
    Hostile(
        "template.docx",
        lambda: changed(word_document(), {"word/_rels/document.xml.rels": (b"</Relationships>", TEMPLATE)}),
        never="quartz",
    ),
    Hostile("object.rtf", lambda: RTF_OBJECT, never="quartz"),
    Hostile("hidden.docx", word_document, never="quartz"),
    Hostile("names.docx", word_document, never="Legalname"),
    Hostile("hidden.html", lambda: ROYAL_ROAD.encode(), never="<p>Stolen"),
    Hostile("controls.txt", lambda: (40 * "It rained. " + "\u202e\0ok\u2066").encode() * 30, never="\u202e"),
    Hostile("one line.txt", lambda: b"x" * 5_000_000, "1,000,000"),
    Hostile("one line.html", lambda: b"<p>" + b"x &amp; " * 700_000 + b"</p>", "“one line.html”"),
    Hostile("paragraphs.txt", lambda: b"x\n\n" * 700_000, "more than"),
    Hostile("quotes.html", lambda: b"<a href=\"" * 400_000, "“quotes.html”"),
]  # fmt: skip


@cache
def _word_files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(word_document())) as package:
        return {name: package.read(name) for name in package.namelist()}
