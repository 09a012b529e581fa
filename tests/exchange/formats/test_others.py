"""One-page HTML, Markdown, plain text, JSON and PDF."""

from __future__ import annotations

import html
import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from inkstead.exchange.formats import WRITERS
from inkstead.exchange.formats.html import write_html
from inkstead.exchange.formats.json import write_json
from inkstead.exchange.formats.markdown import write_markdown
from inkstead.exchange.formats.pdf.markup import block_markup
from inkstead.exchange.formats.pdf.write import write_pdf
from inkstead.exchange.formats.text import write_text
from inkstead.lib.prose import read_prose
from inkstead.lib.prose.markdown import elements_of
from tests.exchange.formats.books import book, honest, hostile, part


@pytest.mark.parametrize("name", sorted(WRITERS.keys() - {"pdf"}))
def test_the_same_book_is_the_same_bytes_and_holds_every_word(name: str) -> None:
    data = WRITERS[name].write(honest())
    assert data == WRITERS[name].write(honest())
    if name != "epub":
        for words in (b"dark", b"Then", b"light", b"The end.", b"Hello.", b"Thanks", b"Ana"):
            assert words in data


@pytest.mark.parametrize("name", sorted(WRITERS.keys() - {"pdf"}))
def test_anything_can_be_written(name: str) -> None:
    assert WRITERS[name].write(hostile())


def test_the_text_of_a_part_is_its_text() -> None:
    told = honest()
    written = write_text(told).decode()
    assert all(part.text in written for part in told.parts)


def test_json_holds_what_is_stored() -> None:
    told = json.loads(write_json(honest()))
    assert [part["html"] for part in told["parts"]] == [part.html for part in honest().parts]
    assert told["title"] == "The Lighthouse"


def test_markdown_reads_back_as_the_same_words() -> None:
    typed = '<p>A *star*, a_b, 1. x</p><p class="align-center"><u>Mid</u></p>'
    typed += "<blockquote><p># no</p></blockquote><hr><p>z</p>"
    one = book(part(1, typed))
    body = write_markdown(one).decode().split("Part 1", 1)[1]
    assert read_prose(body, "markdown").text.split() == one.parts[0].text.split()


def test_a_page_of_html_runs_nothing() -> None:
    written = write_html(hostile()).decode()
    assert "<script" not in written.lower()
    assert "javascript:" not in written.replace("&#", "").lower().split("<body>")[0]


@pytest.mark.skipif(find_spec("typst") is None, reason="the extra `pdf` is not installed")
def test_a_pdf_of_payloads_is_set_and_the_same_each_time() -> None:
    told = book(*list(hostile().parts)[:40], title='#panic("x") "q" \\', authors=["$x$ #y"])
    data = write_pdf(told)
    assert data.startswith(b"%PDF")
    assert data == write_pdf(told)


SIGNS = [
    "#",
    "$x$",
    "@ref",
    "*b*",
    "_i_",
    "`c`",
    "\\",
    "//no",
    "/* c */",
    "= H",
    "- l",
    "+ e",
    "<lab>",
    "[br]",
    "]",
    "~",
    '"',
    ";",
]
PLAIN = """#let plain(it) = {
  if type(it) == str { it } else if it.has("text") { it.text }
  else if it.has("children") { it.children.map(plain).join() } else { plain(it.body) }
}
"""


@pytest.mark.skipif(find_spec("typst") is None, reason="the extra `pdf` is not installed")
def test_what_typst_reads_is_what_the_writer_wrote(tmp_path: Path) -> None:
    import typst

    pairs = [(html.escape(one), html.escape(other)) for one in SIGNS for other in (*SIGNS, "it's -- so...", "a  b")]
    prose = read_prose("".join(f"<p>x{one}<em>{other}</em>{one}</p>" for one, other in pairs), "html")
    source = tmp_path / "book.typ"
    told = "".join(f"#metadata(plain([{block_markup(element)}])) <told>\n" for element in elements_of(prose.html))
    source.write_text(PLAIN + told)
    read = [row["value"] for row in json.loads(typst.query(str(source), "<told>"))]
    assert read == [block.text for block in prose.blocks]
    assert len(read) == len(pairs)
