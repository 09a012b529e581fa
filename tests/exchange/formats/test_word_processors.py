"""Scene breaks, headings and titles in the shapes in which LibreOffice and Word write them.

Every document has a free line after each paragraph, so that a free line alone means nothing in it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pytest

from inkstead.exchange.caged import read_in_cage
from tests.exchange.formats.documents import WORD

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGED = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office", "style": "style", "text": "text", "draw": "drawing", "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)  # fmt: skip
# What stands between two scenes, by what it is; what stands there without a break is in `TOGETHER`.
BREAKS = ["style", "border", "above", "shape", "stars", "hash", "dashes", "two lines", "under text", "over text"]
TOGETHER = ["boxed text", "letter", "empty box", "free line"]

# LibreOffice 7.4 writes a border of its style out at each paragraph too; Word does not.
DOCX_LINE = '<w:pBdr><w:bottom w:val="double" w:sz="2" w:space="0" w:color="808080"/></w:pBdr>'
DOCX_STYLES = (
    f'<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:styleId="Line"><w:name w:val="Horizontal Line"/><w:pPr>'
    f"{DOCX_LINE}</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Line2"><w:name w:val="Line 2"/><w:basedOn w:val="Line"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style></w:styles>'
)
ODT_STYLES = (
    '<style:style style:name="Horizontal_20_Line" style:family="paragraph"><style:paragraph-properties '
    'fo:border-left="none" fo:border-right="none" fo:border-top="none" fo:border-bottom="0.14pt double #808080"/>'
    "</style:style>"
)
ODT_OWN = "".join(
    f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
    f"<style:paragraph-properties {told}/></style:style>"
    for name, parent, told in (
        ("P1", "Horizontal_20_Line", 'fo:margin-top="1cm"'),
        ("Under", "Text_20_body", 'fo:border-top="none" fo:border-bottom="0.5pt solid #000000"'),
        ("Over", "Text_20_body", 'fo:border-top="0.5pt solid #000000" fo:border-bottom="none"'),
        ("Box", "Text_20_body", 'fo:border="0.5pt solid #000000"'),
        ("Letter", "Text_20_body", 'fo:border-top="0.5pt solid #000" fo:border-bottom="0.5pt solid #000"'),
        ("P2", "Title", 'fo:margin-top="1cm"'),
    )
)
RTF_LINE = r"\brdrt\brdrnone\brdrl\brdrnone\brdrb\brdrdb\brdrw7\brdrcf15\brsp0\brdrr\brdrnone"
RTF_HEAD = rf"""{{\rtf1\ansi\deff4{{\fonttbl{{\f4\froman\fprq2\fcharset0 Times New Roman;}}}}
{{\stylesheet{{\s0\snext0\ltrpar\f4 Normal;}}
{{\s1\sbasedon0\snext34\ilvl0\outlinelevel0\sb240\keepn\fs32\b Heading 1;}}
{{\s2\snext34\fs32\b Heading 1;}}
{{\s54\sbasedon0\snext34\sb0\sa283{RTF_LINE}\fs12 Horizontal Line;}}
{{\s55\sbasedon54 Another line;}}
{{\s56\sbasedon0\qc\sb240\fs56\b Title;}}}}
"""
SHAPE = r"{\shp{\*\shpinst\shpleft0\shptop-31\shpright9359\shpbottom-2\shpwr3{\sp{\sn shapeType}{\sv 1}}}}"


def between(kind: str) -> Mapping[str, list[str]]:
    """The paragraphs of one case, by the format; `{}` is the text, and comes once before and once after."""
    plain = {
        "docx": "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
        "odt": "<text:p>{}</text:p>",
        "rtf": "\\pard\\plain{{\\loch\n{}}}\\par\n",
    }
    free = {
        "docx": '<w:p><w:pPr><w:jc w:val="start"/></w:pPr></w:p>',
        "odt": "<text:p/>",
        "rtf": "\\pard\\plain \\par\n",
    }
    looks = {
        "style": ('<w:pStyle w:val="Line2"/>', "P1", r"\s55 "),
        "border": (DOCX_LINE, "Under", RTF_LINE),
        "above": ('<w:pBdr><w:top w:val="single"/><w:bottom w:val="nil"/></w:pBdr>', "Over", r"\brdrt\brdrs\brdrw10 "),
        "under text": (DOCX_LINE, "Under", RTF_LINE),
        "over text": (_sides("top"), "Over", r"\brdrt\brdrs\brdrw10 "),
        "boxed text": (_sides("top", "left", "bottom", "right"), "Box", r"\box\brdrs "),
        "empty box": (_sides("top", "left", "bottom", "right"), "Box", r"\box\brdrs "),
        "letter": (_sides("top", "bottom"), "Letter", r"\brdrt\brdrs\brdrb\brdrs "),
    }  # fmt: skip
    first, second = f"{kind} before.", f"{kind} after."
    if kind in looks:
        docx, odt, rtf = looks[kind]
        words = {"under text": first, "boxed text": first, "letter": first, "over text": second}.get(kind, "")
        run = f"<w:r><w:t>{words}</w:t></w:r>" if words else "<w:r><w:rPr/></w:r>"
        looked = {
            "docx": f"<w:p><w:pPr>{docx}</w:pPr>{run}</w:p>",
            "odt": f'<text:p text:style-name="{odt}">{words}</text:p>',
            "rtf": f"\\pard\\plain {rtf}{{\\loch\n{words}}}\\par\n",
        }
        if words == first:
            return {form: [looked[form], plain[form].format(second)] for form in plain}
        if words == second:
            return {form: [plain[form].format(first), looked[form]] for form in plain}
    else:
        typed = {"stars": "* * *", "hash": "#", "dashes": "---"}.get(kind)
        looked = {form: plain[form].format(typed) if typed else free[form] for form in plain}
        if kind == "two lines":
            looked = {form: 2 * free[form] for form in plain}
        if kind == "shape":
            size = f'<wp:inline xmlns:wp="{DRAWING}"><wp:extent cx="5943600" cy="19050"/></wp:inline>'
            rect = '<draw:rect text:anchor-type="as-char" svg:width="6.5004in" svg:height="0.0213in"/>'
            looked = {
                "docx": f"<w:p><w:r><w:drawing>{size}</w:drawing></w:r></w:p>",
                "odt": f"<text:p>{rect}</text:p>",
                "rtf": f"\\pard\\plain{{{{\\field{{\\*\\fldinst SHAPE }}{{\\fldrslt{SHAPE}}}}}}}\\par\n",
            }
    return {form: [plain[form].format(first), looked[form], plain[form].format(second)] for form in plain}


def _sides(*sides: str) -> str:
    return "<w:pBdr>" + "".join(f'<w:{side} w:val="single"/>' for side in sides) + "</w:pBdr>"


def document(form: str) -> bytes:
    free = {"docx": "<w:p/>", "odt": "<text:p/>", "rtf": "\\pard\\plain\\par\n"}[form]
    cases = "".join("".join(between(kind)[form]) + free for kind in [*BREAKS, *TOGETHER])
    if form == "rtf":
        listed = r"{\listtext\pard\plain \tab}\ls1 \li0"
        body = (
            "\\pard\\plain \\s56\\qc{\\loch\nThe Lamp}\\par\n"
            f"\\pard\\plain \\s1\\ilvl0\\outlinelevel0\\keepn{listed}{{\\loch\nOne day}}\\par\n{cases}"
            f"\\pard\\plain \\s2\\ilvl0{listed}{{\\loch\nTwo days}}\\par\n\\pard\\plain{{\\loch\nThe end.}}\\par\n"
        )
        return (RTF_HEAD + body + "}").encode()
    if form == "odt":
        heading = '<text:h text:outline-level="1">{}</text:h>'
        numbered = f"<text:list><text:list-item>{heading}</text:list-item></text:list>"
        body = f'<text:p text:style-name="P2">The Lamp</text:p>{heading.format("One day")}{cases}'
        body += numbered.format("Two days") + "<text:p>The end.</text:p>"
        content = f"<office:automatic-styles>{ODT_OWN}</office:automatic-styles>"
        content += f"<office:body><office:text>{body}</office:text></office:body>"
        styles = f"<office:styles>{ODT_STYLES}</office:styles>"
        return zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "styles.xml": f"<office:document-styles {ODF}>{styles}</office:document-styles>",
                "content.xml": f"<office:document-content {ODF}>{content}</office:document-content>",
            }
        )
    heading = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    body = heading.format("Title", "The Lamp") + heading.format("Heading1", "One day") + cases
    body += heading.format("Heading1", "Two days") + "<w:p><w:r><w:t>The end.</w:t></w:r></w:p>"
    relation = f'<Relationship Id="r1" Type="{RELATED}/{{}}" Target="{{}}"/>'
    relations = f'<Relationships xmlns="{PACKAGED}">{relation}</Relationships>'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations.format("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": relations.format("styles", "styles.xml"),
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": DOCX_STYLES,
        }
    )


def zipped(files: Mapping[str, str]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    return kept.getvalue()


@pytest.mark.parametrize("form", ["docx", "odt", "rtf"])
def test_every_way_to_draw_a_line_between_scenes_is_a_scene_break(form: str) -> None:
    book = read_in_cage(f"lamp.{form}", document(form))

    assert (book.title, [part.title for part in book.parts]) == ("The Lamp", ["One day", "Two days"])
    told = re.sub(r"</?p[^>]*>|\n", "", book.parts[0].html.replace("<hr>", "|"))
    said = [f"{kind} before.|{kind} after." for kind in BREAKS] + [f"{kind} before.{kind} after." for kind in TOGETHER]
    assert told == "".join(said)
    assert book.parts[1].html == "<p>The end.</p>"


def test_lines_around_paragraphs_that_follow_each_other_are_one_line() -> None:
    """The control of the line under a text: of three with the same border only the last has a line under it."""
    under = r"\pard\plain " + RTF_LINE
    body = "".join(f"{under}{{\\loch\n{word} was here.}}\\par\n" for word in ("Ana", "Ben", "Cleo"))
    data = RTF_HEAD + body + "\\pard\\plain{\\loch\nNobody is.}\\par\n}"

    [part] = read_in_cage("lamp.rtf", data.encode()).parts

    assert part.html == "<p>Ana was here.</p>\n<p>Ben was here.</p>\n<p>Cleo was here.</p>\n<hr>\n<p>Nobody is.</p>"
