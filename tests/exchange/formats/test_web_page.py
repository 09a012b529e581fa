"""Pages that pandoc, Google Docs and word processors write: notes at the end, italics in a style sheet."""

from __future__ import annotations

import pytest

from inkstead.exchange.formats.reading import read_file
from inkstead.exchange.formats.web_page import KEPT

PANDOC = (
    '<p>Dusk<a href="#fn{0}" class="footnote-ref" id="fnref{0}" role="doc-noteref"><sup>{0}</sup></a> fell.</p>',
    '<section id="footnotes" class="footnotes" role="doc-endnotes">\n<hr />\n<ol>{}</ol>\n</section>',
    '<li id="fn{0}"><p>Note <em>{1}</em>.<a href="#fnref{0}" class="footnote-back" role="doc-backlink">↩︎</a></p></li>',
)
GOOGLE = (
    '<p class="c2"><span class="c0">Dusk</span><sup><a href="#ftnt{0}" id="ftnt_ref{0}">[{0}]</a></sup> fell.</p>',
    '<hr class="c5">{}',
    '<div><p><a href="#ftnt_ref{0}" id="ftnt{0}">[{0}]</a><span class="c3">&nbsp;Note <i>{1}</i>.</span></p></div>',
)
WRITER = (
    '<p>Dusk<a class="sdfootnoteanc" name="s{0}anc" href="#s{0}sym"><sup>{0}</sup></a> fell.</p>',
    "{}",
    '<div id="s{0}"><p><a class="sdfootnotesym" name="s{0}sym" href="#s{0}anc">{0}</a> Note <i>{1}</i>.</p></div>',
)
ONE_FRAME = (
    '<p>Dusk<sup id="r{0}"><a href="#n{0}">{0}</a></sup> fell.</p>',
    '<div class="notes">{}</div>',
    '<p><a id="n{0}" href="#r{0}">{0}</a> Note <em>{1}</em>.</p>',
)


@pytest.mark.parametrize("made", [PANDOC, GOOGLE, WRITER, ONE_FRAME], ids=["pandoc", "google", "writer", "frame"])
def test_each_note_stands_at_the_end_of_the_part_that_refers_to_it(made: tuple[str, str, str]) -> None:
    reference, frame, note = made
    chapters = "".join(f"<h1>Night {n}</h1>{reference.format(n)}" for n in (1, 2))
    notes = frame.format("".join(note.format(n, word) for n, word in ((1, "one"), (2, "two"))))
    work = read_file("book.html", f"<html><body>{chapters}{notes}</body></html>".encode())

    assert [(part.title, part.html) for part in work.parts] == [
        ("Night 1", "<p>Dusk<sup>[1]</sup> fell.</p>\n<ol><li>Note <em>one</em>.</li></ol>"),
        ("Night 2", "<p>Dusk<sup>[1]</sup> fell.</p>\n<ol><li>Note <em>two</em>.</li></ol>"),
    ]
    assert not work.warnings


def test_a_table_of_contents_that_leads_back_and_forth_is_no_list_of_notes() -> None:
    page = '<p><a href="#c1" id="t1">1</a></p><h1 id="c1"><a href="#t1">Night</a></h1><p>It fell.</p>'
    assert "Night" in repr(read_file("book.html", page.encode()).parts)


def test_a_class_that_is_italic_bold_or_in_the_middle_says_so() -> None:
    sheet = (
        "@import url(x);.c0{color:#000;font-style:normal}.c1{font-style:italic}span.c2,.c9{FONT-WEIGHT: 700}"
        "p .c3{font-style:italic}.c4{text-align:center}.c5{font-weight:400}.c6{font-style:italic}.c6{font-style:normal}"
    )
    page = (
        f'<html><head><style type="text/css">{sheet}</style></head><body><p class="c4">'
        '<span class="c0">It</span> <span class="c1 c5">was</span> <span class=c2>dark</span> '
        '<span class="c3">and</span> '
        '<span class="c6" >so</span> <span style="color:red" class="c1">red</span>.</p></body></html>'
    )
    work = read_file("book.html", page.encode())

    assert work.parts[0].html == (
        '<p class="align-center">It <em>was</em> <strong>dark</strong> and so <em>red</em>.</p>'
    )
    assert work.warnings[0] == KEPT
    plain_page = page.replace("italic", "normal").replace("700", "400").replace("center", "left")
    plain = read_file("book.html", plain_page.encode())
    assert plain.parts[0].html == "<p>It was dark and so red.</p>"
    assert plain.warnings[0].startswith("Style sheets were left out (1)")
