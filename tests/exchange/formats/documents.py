"""Documents as word processors write them, with everything that may not be published."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from PIL import Image

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# What must be found nowhere: a deleted word, a hidden one, one of a comment, and the name in the properties.
SECRETS = ("deletedquartz", "hiddenquartz", "commentquartz", "Leonora Legalname")


def picture(size: tuple[int, int] = (120, 80), kind: str = "PNG") -> bytes:
    kept = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(kept, kind)
    return kept.getvalue()


def word_document(*, with_picture: bool = False) -> bytes:
    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = SECRETS[3]
    made.add_paragraph("The Lamp", style="Title")
    made.add_heading("One", 1)
    said = made.add_paragraph("“It was ")
    said.add_run("dark").italic = True
    said.add_run(",” she said, ’twas ")
    said.add_run("very").bold = True
    said.add_run(SECRETS[1]).font.hidden = True
    said.add_run(" late.")
    by = f'xmlns:w="{WORD}" w:author="{SECRETS[3]}"'
    said._p.append(parse_xml(f'<w:del {by} w:id="1"><w:r><w:delText>{SECRETS[0]}</w:delText></w:r></w:del>'))
    said._p.append(parse_xml(f'<w:ins {by} w:id="2"><w:r><w:t xml:space="preserve"> Then rain.</w:t></w:r></w:ins>'))
    made.add_comment(runs=said.runs[0], text=SECRETS[2], author=SECRETS[3], initials="LL")
    made.add_paragraph("* * *").alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_paragraph("The second scene.")
    made.add_paragraph("")
    made.add_paragraph("The third scene.")
    made.add_paragraph("A line in the middle.").alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_heading("Two", 1)
    made.add_paragraph("A list:")
    made.add_paragraph("bread", style="List Bullet")
    made.add_paragraph("The end.")
    if with_picture:
        made.add_picture(io.BytesIO(picture()))
    return saved(made)


def by_pages() -> bytes:
    made = docx.Document()
    for number in range(3):
        made.add_paragraph(f"Night {number}").alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.add_paragraph(f"It rained {number} times.")
        if number < 2:
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    return saved(made)


def saved(made: docx.document.Document) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def changed(package: bytes, parts: Mapping[str, tuple[bytes, bytes]]) -> bytes:
    """The same package; in each of these files the first bytes became the second, once."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            before, after = parts.get(entry.filename, (b"", b""))
            assert before in data
            new.writestr(entry.filename, data.replace(before, after, 1) if before else data)
    return kept.getvalue()


def unpacked(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return b"".join(opened.read(name) for name in opened.namelist())
