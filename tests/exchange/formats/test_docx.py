"""Word documents: what their readers see comes in, what they cannot see is nowhere."""

from __future__ import annotations

import json
from dataclasses import asdict

import docx
import pytest

from inkstead.exchange.formats.docx.read import read_docx
from inkstead.lib.prose.manuscript import ARRIVING_IMAGE
from inkstead.lib.refusals import Refused
from tests.exchange.formats.documents import SECRETS, by_pages, changed, saved, unpacked, word_document

TEXT, RELATIONS, PLACE = "word/document.xml", "word/_rels/document.xml.rels", b"<w:r><w:t>PLACE</w:t></w:r>"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def test_emphasis_headings_scenes_and_quotes_are_kept() -> None:
    book = read_docx(word_document(), "lamp.docx")

    assert (book.title, [part.title for part in book.parts]) == ("The Lamp", ["One", "Two"])
    assert book.parts[0].html == (
        "<p>“It was <em>dark</em>,” she said, ’twas <strong>very</strong> late. Then rain.</p>\n"
        "<hr>\n<p>The second scene.</p>\n<hr>\n<p>The third scene.</p>\n"
        '<p class="align-center">A line in the middle.</p>'
    )
    assert book.parts[1].html == "<p>A list:</p>\n<ul><li>bread</li></ul>\n<p>The end.</p>"


def test_what_readers_of_the_document_cannot_see_is_nowhere_and_said() -> None:
    data = word_document()
    assert all(secret.encode() in unpacked(data) for secret in SECRETS), "the control: all of it is in the file"

    book = read_docx(data, "lamp.docx")

    told = json.dumps(asdict(book) | {"images": [], "cover": ""}, ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret in told]
    assert book.warnings == (
        "Deleted text that the document still carried was left out (1 word).",
        "Hidden text was left out (1 word).",
        "Comments in the margin were left out (1 comment).",
    )


def test_text_that_is_hidden_by_its_style_is_hidden() -> None:
    style = b'<w:style w:type="character" w:styleId="Base"><w:name w:val="B"/><w:rPr><w:vanish/></w:rPr></w:style>'
    style += b'<w:style w:type="character" w:styleId="Ghost"><w:name w:val="G"/><w:basedOn w:val="Base"/></w:style>'
    run = b'<w:r><w:rPr><w:rStyle w:val="Ghost"/></w:rPr><w:t>unseen </w:t></w:r>'
    run += b'<w:r><w:rPr><w:rStyle w:val="Ghost"/><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r>'
    made = docx.Document()
    made.add_paragraph("PLACE")
    styles = (b"</w:styles>", style + b"</w:styles>")
    data = changed(saved(made), {"word/styles.xml": styles, TEXT: (PLACE, run)})

    assert read_docx(data, "a.docx").parts[0].html == "<p>seen</p>"


def test_page_breaks_divide_what_has_no_headings() -> None:
    book = read_docx(by_pages(), "nights.docx")

    assert [(part.title, part.html) for part in book.parts] == [
        (f"Night {n}", f"<p>It rained {n} times.</p>") for n in range(3)
    ]
    assert "each page break begins a part" in book.warnings[-1]


def test_pictures_come_in_made_anew() -> None:
    book = read_docx(word_document(with_picture=True), "lamp.docx")

    [(word, data)] = book.images.items()
    assert data.startswith(b"\xff\xd8\xff")
    assert ARRIVING_IMAGE.findall(book.parts[1].html) == [word]


def test_single_free_lines_where_they_are_usual_are_no_scene_breaks() -> None:
    made = docx.Document()
    for number in range(6):
        made.add_paragraph(f"Line {number}.")
        made.add_paragraph("")
        if number == 2:
            made.add_paragraph("")

    assert read_docx(saved(made), "a.docx").parts[0].html.count("<hr>") == 1


def test_a_link_keeps_its_address_unless_it_runs_something() -> None:
    made = docx.Document()
    made.add_paragraph("PLACE")
    data = saved(made)
    for target, expected in {
        "https://lamp.example/": '<p><a href="https://lamp.example/" rel="nofollow noopener ugc">here</a></p>',
        "javascript:alert(1)": "<p>here</p>",
        "file:///etc/passwd": "<p>here</p>",
    }.items():
        relation = f'<Relationship Id="rL" Type="{LINK}" Target="{target}" TargetMode="External"/></Rel'
        link = b'<w:hyperlink r:id="rL"><w:r><w:t>here</w:t></w:r></w:hyperlink>'
        linked = changed(data, {TEXT: (PLACE, link), RELATIONS: (b"</Rel", relation.encode())})
        assert read_docx(linked, "a.docx").parts[0].html == expected


@pytest.mark.parametrize("what", ["dtd", "deep", "no text", "cut", "tables"])
def test_what_is_wrong_is_one_sentence_that_names_the_part(what: str) -> None:
    data = word_document()
    body, table = b"<w:body>", b"<w:tbl><w:tr><w:tc>"
    bad = {
        "dtd": changed(data, {TEXT: (b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>')}),
        "deep": changed(data, {TEXT: (body, body + b"<w:sdt>" * 400)}),
        "no text": changed(data, {"_rels/.rels": (b'officeDocument"', b'other"')}),
        "cut": changed(data, {TEXT: (b"</w:body>", b"</w:b")}),
        "tables": changed(data, {TEXT: (body, body + table * 200)}),
    }[what]

    with pytest.raises(Refused) as refused:
        read_docx(bad, "lamp.docx")

    assert refused.value.message.endswith(".")
    assert what == "no text" or "document.xml" in refused.value.message
