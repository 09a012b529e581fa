"""Honest documents that other programs wrote come in without a lost paragraph: fifty of each format."""

from __future__ import annotations

import os
import random
import re
import subprocess
from html import unescape
from pathlib import Path

import docx
import pytest

from inkstead.exchange.caged import pandoc
from inkstead.exchange.formats.converted.read import TIDY, read_converted
from inkstead.exchange.formats.reading import read_file
from inkstead.lib.prose.manuscript import Manuscript
from tests.exchange.formats.documents import saved

NUMBER, SECRET = 50, "secretquartz"
FORMATS = {
    "docx": "docx", "odt": "odt", "rtf": "rtf", "epub3": "epub", "epub2": "epub", "html": "html", "markdown": "md",
    "plain": "txt",
}  # fmt: skip
WORDS = [
    "lamp",
    "keeper",
    "sea",
    "storm",
    "rope",
    "gull",
    "night",
    "stair",
    "glass",
    "wind",
    "“quiet”",
    "it’s",
    "naïve",
    "Zoë",
    "—",
    "São",
    "café",
]
# One process of pandoc makes all of them, and one reads all that only pandoc can read.
MAKE = """
local options = {}
for _, kind in ipairs({KINDS}) do
  options[kind] = {template = pandoc.template.compile(pandoc.template.default(kind))}
end
for number = 0, COUNT - 1 do
  local source = io.open(FOLDER .. "/" .. number .. ".source"):read("a")
  local document = pandoc.read(source, "markdown", {standalone = true})
  document.meta.title, document.meta.lang = pandoc.MetaString("Lamp"), pandoc.MetaString("en")
  for _, kind in ipairs({KINDS}) do
    local file = io.open(FOLDER .. "/" .. number .. "." .. kind, "wb")
    file:write(pandoc.write(document, kind, options[kind]))
    file:close()
  end
end
"""
READ = """
for number = 0, COUNT - 1 do
  for _, kind in ipairs({"odt", "rtf"}) do
    local name = FOLDER .. "/" .. number .. ".tidy." .. kind
    local document = pandoc.read(io.open(name, "rb"):read("a"), kind)
    io.open(name .. ".html", "wb"):write(pandoc.write(document, "html", {wrap_text = "none"})):close()
  end
end
"""


def paragraphs(number: int) -> list[str]:
    """The same for the same number; each is told from every other by its last word."""
    chance = random.Random(number)
    return [
        " ".join(chance.choice(WORDS) for _ in range(chance.randint(3, 30))) + f" p{number}x{at}."
        for at in range(chance.randint(3, 12))
    ]


def markdown(number: int) -> str:
    chance, lines = random.Random(-number), list[str]()
    for at, text in enumerate(paragraphs(number)):
        if at % 4 == 0:
            lines.append(f"# Chapter {at // 4 + 1}")
        elif chance.random() < 0.2:
            lines.append("* * *")
        before, _, last = text.rpartition(" ")
        lines.append(f"*{before}* {last}" if chance.random() < 0.3 else text)
    return "\n\n".join(lines)


def run(script: str, folder: Path) -> None:
    kinds = ", ".join(f'"{kind}"' for kind in FORMATS)
    program = folder / "script.lua"
    head = f'local FOLDER, COUNT = "{folder}", {NUMBER}\n'
    program.write_text(head + script.replace("KINDS", kinds), encoding="utf-8")
    # Its runtime gathers garbage with several threads that wait for each other: on a busy machine that is most of the
    # time, so it gets so much memory that it hardly has to.
    command = [pandoc.program(), "+RTS", "-A256m", "-RTS", "lua", str(program)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("honest")
    for number in range(NUMBER):
        (made / f"{number}.source").write_text(markdown(number), encoding="utf-8")
    run(MAKE, made)
    for number in range(NUMBER):
        for kind, tidy in TIDY.items():
            (made / f"{number}.tidy.{kind}").write_bytes(tidy((made / f"{number}.{kind}").read_bytes()).data)
    run(READ, made)
    return made


def lost(number: int, book: Manuscript) -> list[str]:
    """Paragraphs of which any word is missing. Markdown of pandoc's has straight quotation marks and three hyphens."""
    found = said(unescape(re.sub(r"</?(?:em|strong)>", "", " ".join(part.html for part in book.parts))))
    return [text for text in paragraphs(number) if said(text) not in found]


def said(text: str) -> str:
    return " ".join(text.replace("---", "—").replace("’", "'").replace("“", '"').replace("”", '"').split())


@pytest.mark.parametrize("kind", FORMATS)
def test_fifty_documents_of_pandoc_keep_every_paragraph(folder: Path, kind: str) -> None:
    for number in range(NUMBER):
        name = f"lamp.{FORMATS[kind]}"
        if kind in TIDY:
            book = read_converted((folder / f"{number}.tidy.{kind}.html").read_bytes(), name)
        else:
            book = read_file(name, (folder / f"{number}.{kind}").read_bytes())
        assert lost(number, book) == [], (number, kind)
        if kind != "markdown":  # pandoc itself makes its quotation marks straight
            quoted = any("“quiet”" in text for text in paragraphs(number))
            assert any("“quiet”" in part.html for part in book.parts) == quoted


def of_python_docx(number: int) -> bytes:
    """As a program writes it that thinks in paragraphs and runs, with a name and a comment that stay behind."""
    made, chance = docx.Document(), random.Random(number)
    made.core_properties.author = SECRET
    for at, text in enumerate(paragraphs(number)):
        if at % 4 == 0:
            made.add_heading(f"Chapter {at // 4 + 1}", chance.choice((1, 2)) if at else 1)
        before, _, last = text.rpartition(" ")
        told = made.add_paragraph(style=chance.choice(("Normal", "Quote", "List Bullet", "Body Text")))
        told.add_run(before + " ").italic = chance.random() < 0.3
        told.add_run(last).bold = chance.random() < 0.3
        if chance.random() < 0.2:
            made.add_comment(runs=told.runs[0], text=SECRET, author=SECRET)
    return saved(made)


def test_documents_of_python_docx_keep_every_paragraph() -> None:
    """Each takes python-docx longer to write than us to read: ten of the fifty, and all of them with `HONEST=all`."""
    for number in range(0, NUMBER, 1 if os.environ.get("HONEST") == "all" else 5):
        book = read_file("lamp.docx", of_python_docx(number))
        assert lost(number, book) == [], number
        assert SECRET not in str(book)


def test_the_control_a_paragraph_that_is_lost_is_found() -> None:
    book = read_file("lamp.md", markdown(7).replace(paragraphs(7)[1].rsplit(" ", 1)[1], "").encode())
    assert lost(7, book) == [paragraphs(7)[1]]
