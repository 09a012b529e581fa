"""EPUBs come in: honest ones whole, our own unchanged, hostile ones in one sentence."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from inkstead.exchange.formats.epub.read import read_epub
from inkstead.exchange.formats.epub.write import write_epub
from inkstead.lib.prose import read_prose, split_blocks
from inkstead.lib.prose.manuscript import read_part
from inkstead.lib.refusals import Refused
from tests.exchange.formats.books import book, honest, hostile, part
from tests.exchange.formats.documents import picture
from tests.lib.pictures.hostile import png_of
from tests.shared_data import shared_file

CONTAINER = '<container><rootfiles><rootfile full-path="a/b.opf"/></rootfiles></container>'
NCX = (
    '<ncx><navMap><navPoint><navLabel><text>Part One</text></navLabel><content src="one.html"/>'
    '<navPoint><navLabel><text>I</text></navLabel><content src="one.html#i"/></navPoint>'
    '<navPoint><navLabel><text>II</text></navLabel><content src="two.html"/></navPoint></navPoint></navMap></ncx>'
)


def opf(*pages: str, meta: str = "", toc: str = "") -> str:
    items = "".join(f'<item id="{p}" href="{p}.html" media-type="application/xhtml+xml"/>' for p in pages)
    ncx = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' if toc else ""
    spine = "".join(f'<itemref idref="{p}"/>' for p in pages)
    return (
        f"<package><metadata><dc:title>A Book</dc:title><dc:creator>A. Writer</dc:creator>{meta}</metadata>"
        f'<manifest>{items}{ncx}</manifest><spine toc="ncx">{spine}</spine></package>'
    )


def epub(**files: str | bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", files.pop("container", CONTAINER))
        for name, data in files.items():
            archive.writestr("a/" + name.replace("__", "."), data)
    return kept.getvalue()


def with_cover(data: bytes, marked: str = "3") -> bytes:
    item = '<item id="pic" href="front.jpg" media-type="image/jpeg"{}/>'
    written = opf("one", meta='<meta name="cover" content="pic"/>' if marked == "2" else "").replace(
        "<manifest>", "<manifest>" + item.format(' properties="cover-image"' if marked == "3" else "")
    )
    return epub(b__opf=written, one__html="<html><body><p>It rained.</p></body></html>", front__jpg=data)


@pytest.mark.parametrize("marked", ["2", "3"])
def test_the_cover_of_a_book_comes_along_made_anew(marked: str) -> None:
    kept = io.BytesIO()
    Image.new("RGB", (600, 900), "teal").save(kept, "PNG", pnginfo=_named("Ana Legalname"))
    read = read_epub(with_cover(kept.getvalue(), marked))
    assert Image.open(io.BytesIO(read.cover)).size == (600, 900)
    assert Image.open(io.BytesIO(read.cover)).format == "JPEG"
    assert b"Legalname" not in read.cover
    assert read.images == {}
    assert read_epub(with_cover(kept.getvalue(), "not")).cover == b""


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg/>", "SVG"),
        (b"no picture", "not a picture"),
        (png_of(30_000, 30_000), "too large"),
        (b"", "not a picture"),
    ],
)
def test_a_cover_that_is_none_is_left_out_and_the_book_comes_in(data: bytes, why: str) -> None:
    read = read_epub(with_cover(data))
    assert (read.cover, [part.html for part in read.parts]) == (b"", ["<p>It rained.</p>"])
    assert [why in warning for warning in read.warnings] == [True]


def test_a_book_of_ours_has_no_cover_of_its_own() -> None:
    assert read_epub(write_epub(replace(honest(), cover=with_picture()))).cover == b""


def with_picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (600, 900), "teal").save(kept, "JPEG")
    return kept.getvalue()


def _named(name: str) -> PngInfo:
    told = PngInfo()
    told.add_text("Author", name)
    return told


def test_dracula_comes_in_whole() -> None:
    read = read_epub(shared_file("dracula.epub").read_bytes())
    assert (read.title, read.author, read.language) == ("Dracula", "Bram Stoker", "en-GB")
    assert [part.title for part in read.parts][:4] == ["Dedication", "Preface", "I", "II"]
    assert len(read.parts) == 30
    words = sum(read_part(part).words for part in read.parts)
    assert 155_000 < words < 165_000


def test_our_own_book_comes_back_as_it_left() -> None:
    for told in (honest(), hostile()):
        came = read_epub(write_epub(told))
        assert [(p.title, p.volume) for p in came.parts] == [(_xml(p.title), _xml(p.volume)) for p in told.parts]
        pairs = list(zip(told.parts, came.parts, strict=True))
        lost = [(old.text, read_part(new).text) for old, new in pairs if old.text != read_part(new).text]
        assert [pair for pair in lost if "files/x.png" not in pair[0]] == []


def _xml(title: str) -> str:
    """Without what XML cannot say."""
    return " ".join(title.replace("\x01", "").split())


def test_notes_and_volumes_come_back() -> None:
    came = read_epub(write_epub(honest())).parts
    assert [p.volume for p in came] == ["Book One", "Book One", "Book Two"]
    assert (came[1].notes_before, came[2].notes_after) == ("Hello.\n\nAgain.", "Thanks!")


def test_an_epub_2_is_divided_by_its_ncx() -> None:
    data = epub(
        b__opf=opf("one", "two", "three", toc="ncx"),
        toc__ncx=NCX,
        one__html='<body><h1>Part One</h1><h2 id="i">I</h2><p>First.</p></body>',
        two__html="<body><h2>II</h2><p>Second.</p></body>",
        three__html="<body><p>Second goes on.</p></body>",
    )
    read = read_epub(data)
    assert [(p.title, p.volume) for p in read.parts] == [("I", "Part One"), ("II", "Part One")]
    assert [read_part(p).text for p in read.parts] == ["First.", "Second.\n\nSecond goes on."]


def test_without_contents_every_page_goes_on() -> None:
    read = read_epub(epub(b__opf=opf("one"), one__html="<body><h1>Dawn</h1><p>It rained.</p></body>"))
    assert [(p.title, read_part(p).text) for p in read.parts] == [("Dawn", "It rained.")]


def bomb() -> bytes:
    return epub(b__opf=opf("one"), one__html=b"<p>" + b"x" * 70_000_000)


def lying() -> bytes:
    """The headers claim ten bytes; the stream holds millions."""
    data = bytearray(bomb())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.rfind(mark)
        offset = 22 if mark == b"PK\x03\x04" else 24
        data[at + offset : at + offset + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(epub(b__opf=opf("one"), one__html="<p>x</p>"))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


HOSTILE = {
    "a bomb": (bomb, "unpacks to more than 16 MB"),
    "a lying bomb": (lying, "damaged|unpacks"),
    "no zip": (lambda: b"PK\x03\x04 nothing", "damaged or cut off"),
    "cut off": (lambda: write_epub(honest())[:-300], "damaged or cut off"),
    "no container": (lambda: _zip({"mimetype": "x"}), "no EPUB"),
    "no package": (lambda: epub(), "does not say where"),
    "no text": (lambda: epub(b__opf=opf("one"), one__html="<body></body>"), "no text"),
    "encrypted": (encrypted, "encrypted"),
    "protected": (
        lambda: _zip({"META-INF/encryption.xml": '<e><CipherReference URI="one.html"/></e>'}),
        "protected",
    ),
    "too many": (lambda: _zip({f"f{n}": "" for n in range(10_001)}), "more than 10,000"),
    "deep": (lambda: epub(b__opf="<a>" * 300), "deeper than"),
    "long spine": (lambda: epub(b__opf=opf(*(f"p{n}" for n in range(5_001)))), "more than 5,000"),
    "leading out": (lambda: epub(b__opf=opf("../../../etc/passwd")), "no text"),
}


def _zip(files: dict[str, str]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return kept.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_in_a_sentence(name: str) -> None:
    make, sentence = HOSTILE[name]
    with pytest.raises(Refused, match=sentence) as refused:
        read_epub(make())  # type: ignore[no-untyped-call]
    assert refused.value.message.count(". ") <= 1


def test_entities_of_a_book_are_not_its_to_define() -> None:
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    read = read_epub(epub(b__opf=doctype + opf("one"), one__html=doctype + "<body><p>&b;&f; end</p></body>"))
    assert "end" in read_part(read.parts[0]).text
    assert "aaaa" not in read_part(read.parts[0]).text
    assert "root:" not in read_part(read.parts[0]).text


def test_scripts_and_images_elsewhere_stay_behind() -> None:
    body = '<body><script>alert(1)</script><p onclick="x">Hi<img src="http://e.vil/x.png"/></p></body>'
    [only] = read_epub(epub(b__opf=opf("one"), one__html=body)).parts
    prose = read_part(only)
    assert "script" not in prose.html
    assert "<img" not in prose.html
    assert split_blocks(prose.html)[0].text.startswith("Hi")


def test_a_part_keeps_its_spaces() -> None:
    told = book(part(1, read_prose("two  spaces\n\n  indented", "text").html))
    [came] = read_epub(write_epub(told)).parts
    assert read_part(came).text == told.parts[0].text


def test_pictures_of_the_book_come_in_and_those_from_elsewhere_become_links() -> None:
    body = '<body><p>Look: <img src="i%20a.png" alt="a lamp"/> <img src="http://x.example/b.png" alt="far"/></p></body>'
    read = read_epub(epub(b__opf=opf("one"), one__html=body, **{"i a.png": picture()}))

    [part] = read.parts
    [word] = read.images
    assert f'<img src="/files/images/arriving/{word}" alt="a lamp">' in part.html
    assert '<a href="http://x.example/b.png"' in part.html


def test_a_picture_that_is_wrapped_in_a_drawing_is_taken_out_of_it() -> None:
    drawing = '<svg viewBox="0 0 1 1"><title>no text</title><image width="1" xlink:href="a.png"/></svg>'
    script = '<svg><script>alert(1)</script><image xlink:href="http://x.example/b.png"/></svg>'
    pages = {"one__html": f"<body><p>Before.</p>{drawing}{script}<p>After.</p></body>", "a.png": picture()}
    read = read_epub(epub(b__opf=opf("one"), **pages))

    [part], [word] = read.parts, read.images
    assert part.html.count("<img") == 1
    assert f'src="/files/images/arriving/{word}"' in part.html
    assert "no text" not in part.html
    assert "alert" not in part.html
    assert part.html.startswith("<p>Before.</p>")
    assert part.html.endswith("<p>After.</p>")


POINT = '<navPoint><navLabel><text>{}</text></navLabel><content src="{}"/>{}</navPoint>'


def one_file(name: str, *inner: str) -> bytes:
    """A book of one file whose headings its contents name, as pandoc writes it, with a page before it."""
    points = "".join(POINT.format(title, f"one.html#c{n}", "") for n, title in enumerate(inner))
    ncx = f"<ncx><navMap>{POINT.format(name, 'one.html#top', points)}</navMap></ncx>"
    text = "".join(f'<section id="c{n}"><h2>{title}</h2><p>It was {n}.</p></section>' for n, title in enumerate(inner))
    front = '<html><body epub:type="titlepage"><h1>A Book</h1><p>A. Writer</p></body></html>'
    page = f'<html><body><section id="top"><h1>{name}</h1>{text}</section></body></html>'
    return epub(b__opf=opf("front", "one", toc="ncx"), toc__ncx=ncx, front__html=front, one__html=page)


def test_a_file_of_several_chapters_is_divided_and_the_page_before_it_named() -> None:
    work = read_epub(one_file("A Book", "First night", "Second night", "Third night"))

    assert [(part.volume, part.title) for part in work.parts] == [
        ("", "First night"),
        ("", "Second night"),
        ("", "Third night"),
    ]
    assert "A page of the book was left out: “A Book A. Writer”." in work.warnings


@pytest.mark.parametrize(
    ("first", "parts"), [("At sea", ["Dusk", "Dawn"]), ("Chapter 1", ["Chapter 1", "Chapter 2", "Dawn"])]
)
def test_files_that_are_chapters_stay_whole_unless_what_is_in_them_is_called_so(first: str, parts: list[str]) -> None:
    inner = "".join(POINT.format(title, f"one.html#c{n}", "") for n, title in enumerate((first, "Chapter 2")))
    ncx = f"<ncx><navMap>{POINT.format('Dusk', 'one.html', inner)}{POINT.format('Dawn', 'two.html', '')}</navMap></ncx>"
    page = f'<h1>Dusk</h1><h2 id="c0">{first}</h2><p>One.</p><h2 id="c1">Chapter 2</h2><p>Two.</p>'
    book = epub(b__opf=opf("one", "two", toc="ncx"), toc__ncx=ncx, one__html=page, two__html="<p>Three.</p>")

    assert [part.title for part in read_epub(book).parts] == parts


def test_what_any_book_says_of_itself_comes_with_it_and_pictures_left_out_are_named() -> None:
    meta = "<dc:description>&lt;p&gt;A lamp.&lt;/p&gt;</dc:description>" + "<dc:subject>Sea</dc:subject>" * 2
    kept = io.BytesIO()
    Image.new("RGB", (200, 200)).save(kept, "PNG")
    front = '<html><body epub:type="titlepage"><img src="logo.png"/></body></html>'
    one = "<html><body><p>It rained.</p></body></html>"
    ncx = f"<ncx><navMap>{POINT.format('One', 'one.html', '')}</navMap></ncx>"
    pages = {"front__html": front, "one__html": one, "toc__ncx": ncx, "logo__png": kept.getvalue()}
    work = read_epub(epub(b__opf=opf("front", "one", meta=meta, toc="ncx"), **pages))

    assert (work.about.summary, work.about.tags) == ("A lamp.", ("Sea",))
    assert "1 image was left out: “a/logo.png”." in work.warnings
