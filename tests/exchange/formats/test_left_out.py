"""Whatever a file holds and a text does not is told in one sentence, in each format, and nothing is said without it."""

# One case is one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from inkstead.exchange.efiction.translating import count_left_out, prose_of
from inkstead.exchange.formats.converted.odt import DROPPED as ODT_DROPPED
from inkstead.exchange.formats.converted.odt import tidy_odt
from inkstead.exchange.formats.converted.rtf import tidy_rtf
from inkstead.exchange.formats.docx.markup import DROPPED as DOCX_DROPPED
from inkstead.exchange.formats.reading import read_file
from inkstead.exchange.formats.zips import unpack
from inkstead.lib.prose.left_out import KINDS, LeftOut
from inkstead.lib.prose.manuscript import Manuscript
from inkstead.lib.prose.tokens import RAW, VANISHING
from tests.exchange.formats import pages
from tests.exchange.formats.documents import WORD
from tests.exchange.formats.test_epub_reading import epub, opf
from tests.exchange.formats.test_word_processors import ODF, zipped
from tests.exchange.formats.test_zips import packed

GONE = "gonequartz"
# In the markup of a page: what stands there, and the sentence about it.
MARKUP = {
    "<script>gonequartz</script>": "Scripts were left out (1).",
    "<style>p { color: red }</style>": "Style sheets were left out (1): italics, places and colours that only they say",
    "<!-- gonequartz -->": "Comments in the markup, which nobody sees, were left out (1).",
    '<p style="display: none">gonequartz two</p>': "Hidden text was left out (2 words).",
    "<div hidden><p>gonequartz</p></div>": "Hidden text was left out (1 words).",
    '<video src="x">gonequartz</video><audio></audio>': "Sound, video and embedded pages were left out (2).",
    '<iframe src="https://elsewhere.example/"></iframe>': "Sound, video and embedded pages were left out (1).",
    "<svg><text>gonequartz</text></svg>": "Drawings, formulas and maps within the text were left out (1).",
    '<input value="gonequartz"><textarea>gonequartz</textarea>': "Fields and lists of forms were left out (2).",
    "<noscript>gonequartz</noscript>": "Text for programs that cannot show the rest was left out (1).",
    "<table><tr><td>a</td></tr></table>": "Tables became lines of text (1).",
    '<img src="https://elsewhere.example/a.png">': "Pictures that lie elsewhere became links to them (1).",
    '<img src="folder/gonequartz.png">': "Pictures that are not in the file were left out (1).",
    '<img src="data:image/png;base64,gonequartz">': "Pictures that are written into the page itself were left out (1).",
    '<a href="javascript:gonequartz">x</a>': "Links that lead nowhere from here kept their words and lost their address",
    '<p><span style="color: red">x</span></p>': "Colours, typefaces and sizes of letters were not kept.",
}
# What of it a tree of a saved page does not keep apart: it is around the text, and that is told in one sentence.
AROUND = ("<!--",)
CASES: list[tuple[str, str, str]] = [
    *(("html", markup, sentence) for markup, sentence in MARKUP.items()),
    ("html", '<link rel="stylesheet" href="gonequartz.css">', "Style sheets were left out (1)"),
    *(("epub", markup, sentence) for markup, sentence in MARKUP.items()),
    *(
        (site, markup, sentence)
        for site in ("ao3", "royal road", "scribble hub", "wattpad")
        for markup, sentence in MARKUP.items()
        if not markup.startswith(AROUND) and "hidden" not in markup and "display" not in markup and "input" not in markup
    ),
    *(("efiction", markup, said) for markup, said in MARKUP.items() if "hidden" not in markup and "none" not in markup),
    ("ao3", '<p style="display:none">gone</p>', "A paragraph that the page hides from readers was left out: “gone”"),
    ("royal road", '<p style="display:none">gone</p>', "A paragraph that the site hides from readers was left out:"),
    ("text", "\x01\u202e", "Invisible control characters were left out (2)."),
    ("markdown", "\n\n[gone]: https://gonequartz.example/\n", "Addresses at the end that nothing in the text refers to"),
    ("markdown", "![a](https://elsewhere.example/a.png)", "Pictures that lie elsewhere became links to them (1)."),
    ("markdown", "![a](gonequartz.png)", "Pictures that are not in the file were left out (1)."),
    ("markdown", "[a](#gonequartz)", "Links that lead nowhere from here kept their words and lost their address (1)."),
    ("zip", "__MACOSX/._gonequartz.txt", "Files that only the computer keeps for itself were left out (1)."),
    ("zip", "gonequartz.pdf", "“gonequartz.pdf” is no manuscript and was left out."),
    ("zip", "gonequartz.zip", "“gonequartz.zip” is an archive within the archive and was left out."),
    ("opf", '<item id="x" href="x.html" media-type="application/xhtml+xml"/>', "“a/x.html” was left out: the book does"),
    ("opf", '<item id="x" href="x.css" media-type="text/css"/>', "Style sheets were left out (1)"),
    ("opf", '<item id="x" href="x.mp3" media-type="audio/mpeg"/>', "Fonts, sounds, scripts and other files of the book"),
    ("opf", '<item id="x" href="x.png" media-type="image/png"/>', "Pictures that no page of the book shows were left out"),
    ("docx", "<w:del><w:r><w:delText>gonequartz</w:delText></w:r></w:del>", "Deleted text that the document still"),
    ("docx", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>gonequartz</w:t></w:r>", "Hidden text was left out (1 word)."),
    ("docx", "<w:r><w:object><o:x/></w:object></w:r>", "Objects of other programs, charts, sounds and videos were left"),
    ("docx", "<w:r><w:drawing><c:chart/></w:drawing></w:r>", "Objects of other programs, charts, sounds and videos were"),
    ("docx", "<w:r><w:drawing><wps:wsp/></w:drawing></w:r>", "Drawn shapes were left out (1)."),
    ("docx", "<m:oMath><m:r><m:t>gonequartz</m:t></m:r></m:oMath>", "Formulas were left out (1)."),
    ("docx", "<w:r><w:fldChar><w:ffData/></w:fldChar></w:r>", "Fields of forms were left out (1)"),
    ("docx", '<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>x</w:t></w:r>', "Colours of letters and marks behind them"),
    ("docx", '<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t>x</w:t></w:r>', "Colours of letters and marks behind"),
    ("docx", "</w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p>", "Tables became lines of text (1)."),
    ("docx related", "comments", "Comments in the margin were left out (1 comment)."),
    ("docx related", "footer", "Headers and footers of the pages were left out (1)."),
    ("docx related", "vbaProject", "Macros were left out (1)."),
    ("odt", "<draw:object/>", "Objects of other programs, charts, sounds and videos were left out (1)."),
    ("odt", "<text:author-name>gonequartz</text:author-name>", "Fields that fill in who somebody is or what a file is"),
    ("odt", "<text:script>gonequartz</text:script>", "Scripts were left out (1)."),
    ("odt", "<office:annotation><text:p>gonequartz</text:p></office:annotation>", "Comments in the margin were left out"),
    ("odt", '<text:hidden-text text:is-hidden="true">gonequartz</text:hidden-text>', "Hidden text was left out (1 words)."),
    ("odt", '<draw:ellipse svg:width="2cm" svg:height="2cm"/>', "Drawn shapes were left out (1)."),
    ("odt", '<draw:frame><draw:image xlink:href="https://gonequartz/"/></draw:frame>', "What the document loads from elsewhere"),
    ("odt", '<text:span text:style-name="Red">x</text:span>', "Colours of letters and marks behind them were not kept."),
    ("odt", "</text:p><office:forms><form:x/></office:forms><text:p>", "Fields of forms were left out (1)"),
    ("odt", "</text:p><text:table-of-content><text:p>gonequartz</text:p></text:table-of-content><text:p>", "The table of"),
    ("rtf", r"{\footer gonequartz}", "Headers and footers of the pages were left out (1)."),
    ("rtf", r"{\object{\*\objdata 00}}", "Objects of other programs, charts, sounds and videos were left out (1)."),
    ("rtf", r"{\*\formfield gonequartz}", "Fields of forms were left out (1)"),
    ("rtf", r"{\*\annotation gonequartz}", "Comments in the margin were left out (1)."),
    ("rtf", r"{\cf2 red}", "Colours of letters and marks behind them were not kept."),
    ("rtf", r"{\v gonequartz}", "Hidden text was left out (1 words)."),
    ("rtf", r"{\deleted gonequartz}", "Deleted text that the document still carried was left out (1 words)."),
    ("rtf", r"{\pict\wmetafile8 00}", "Pictures of a kind that cannot be kept were left out (1)."),
]  # fmt: skip
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
SPACES = f'xmlns:w="{WORD}" xmlns:o="o" xmlns:c="c" xmlns:m="m" xmlns:wps="wps"'
Told = tuple[str, list[str]]  # what comes in, and what is said


def of(book: Manuscript) -> Told:
    return " ".join(f"{part.title} {part.html}" for part in book.parts), list(book.warnings)


def html(place: str) -> Told:
    return of(read_file("lamp.html", f"<html><body><p>Before.</p>{place}<p>After.</p></body></html>".encode()))


def book(place: str) -> Told:
    page = f"<html><body><p>Before.</p>{place}<p>After.</p></body></html>"
    return of(read_file("lamp.epub", epub(b__opf=opf("one"), one__html=page)))


def package(place: str) -> Told:
    files = {
        "one__html": "<p>Before.</p>",
        "x__html": f"<p>{GONE}</p>",
        "x__png": b"x",
        "x__css": "p{}",
        "x__mp3": b"x",
    }
    return of(read_file("lamp.epub", epub(b__opf=opf("one").replace("<manifest>", "<manifest>" + place), **files)))


def saved(page: str, text: str) -> Callable[[str], Told]:
    """A page of a site with the place in its text."""
    assert text in page
    return lambda place: of(read_file("lamp.html", page.replace(text, text + place, 1).encode()))


def text(place: str) -> Told:
    return of(read_file("lamp.txt", f"{'Before. ' * 99}\n\nAfter.{place}\n".encode()))


def efiction(place: str) -> Told:
    said, left_out = f"<p>Before.</p>{place}", LeftOut()
    count_left_out(said, ["<p>A note.</p>"], left_out)
    return prose_of(said).html, left_out.told


def markdown(place: str) -> Told:
    return of(read_file("lamp.md", f"# One\n\nBefore. {place}\n\nAfter.\n".encode()))


def archive(place: str) -> Told:
    files, warnings = unpack(packed({"lamp.txt": b"Before."} | ({place: b"x"} if place else {})))
    return " ".join(files), warnings


def docx(place: str, related: str = "") -> Told:
    other = f'<Relationship Id="r2" Type="{RELATED}/{related}" Target="x.xml"/>' if related else ""
    return of(
        read_file(
            "lamp.docx",
            zipped(
                {
                    "[Content_Types].xml": "<Types/>",
                    "_rels/.rels": RELATIONS.format(
                        f'<Relationship Id="r1" Type="{RELATED}/officeDocument" Target="word/document.xml"/>'
                    ),
                    "word/_rels/document.xml.rels": RELATIONS.format(other),
                    "word/document.xml": f"<w:document {SPACES}><w:body><w:p><w:r><w:t>Before.</w:t></w:r>{place}</w:p>"
                    "</w:body></w:document>",
                    "word/x.xml": f'<w:x xmlns:w="{WORD}"><w:comment ><w:p/></w:comment></w:x>',
                }
            ),
        )
    )


def odt(place: str) -> Told:
    red = '<style:style style:name="Red" style:family="text"><style:text-properties fo:color="#ff0000"/></style:style>'
    styles = f"<office:automatic-styles>{red if 'Red' in place else ''}</office:automatic-styles>"
    body = f"<office:body><office:text><text:p>Before.{place}</text:p></office:text></office:body>"
    spaces = f'{ODF} xmlns:xlink="xlink" xmlns:form="form"'
    content = f"<office:document-content {spaces}>{styles}{body}</office:document-content>"
    tidied = tidy_odt(zipped({"content.xml": content}))
    return tidied.data.decode("latin-1"), tidied.warnings


def rtf(place: str) -> Told:
    colours = r"{\colortbl;\red0\green0\blue0;\red255\green0\blue0;}"
    tidied = tidy_rtf(rf"{{\rtf1\ansi{colours}\pard Before.{place}\par}}".encode())
    return tidied.data.decode("latin-1"), tidied.warnings


READ: dict[str, Callable[[str], Told]] = {
    "html": html, "epub": book, "efiction": efiction, "opf": package, "text": text, "markdown": markdown, "zip": archive, "docx": docx,
    "docx related": lambda place: docx("", place), "odt": odt, "rtf": rtf,
    "ao3": saved(pages.AO3_DOWNLOAD, "<p>Said the sea.</p>"),
    "royal road": saved(pages.ROYAL_ROAD, "<p>Then light.</p>"),
    "scribble hub": saved(pages.SCRIBBLE_HUB, "<p>Then light.</p>"),
    "wattpad": saved(pages.WATTPAD, "It was <i>dark</i>."),
}  # fmt: skip


@pytest.mark.parametrize("form", READ)
def test_every_thing_that_is_left_out_is_told_in_one_sentence(form: str) -> None:
    _, before = READ[form]("")  # the control: without it nothing is said of it
    for _, place, sentence in [case for case in CASES if case[0] == form]:
        kept, warnings = READ[form](place)
        more = list(warnings)
        for said in before:
            more.remove(said)
        assert len(more) == 1, (place, more)
        assert more[0].startswith(sentence), (place, more)
        assert re.fullmatch(r".*[.”]", more[0])
        assert GONE not in kept, place


def test_no_element_of_pages_vanishes_without_a_sentence() -> None:
    """`title` is the title of the whole. A new name among those that vanish needs a kind."""
    assert (RAW | VANISHING) - {"title"} - KINDS.keys() == set()


def test_no_element_of_documents_vanishes_without_a_sentence() -> None:
    """Of the marks that only word processors need nothing is said; what is new here has to be told or stand among them."""
    said = {"del", "moveFrom", "commentReference", "object", "control", "ffData", "attachedTemplate"}
    marks = {
        "commentRangeStart", "commentRangeEnd", "annotationRef", "rPrChange", "pPrChange", "sectPrChange",
        "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange", "proofErr", "bookmarkStart",
        "bookmarkEnd", "lastRenderedPageBreak", "permStart", "permEnd",
    }  # fmt: skip
    assert said | marks == DOCX_DROPPED
    assert {name for name, why in ODT_DROPPED.items() if why == "dropped"} == {
        "office:annotation-end", "office:meta", "text:soft-page-break",
    }  # fmt: skip


def test_text_in_boxes_is_no_thing_that_is_left_out() -> None:
    """Pandoc and mammoth would not read it where it stands."""
    box = "<draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame>"
    kept, warnings = odt(box + '<draw:ellipse svg:width="2cm" svg:height="2cm"><text:p>Round.</text:p></draw:ellipse>')
    assert (re.findall(r"<text:p>([^<]+)<", kept), warnings) == (["Before.", "Boxed.", "Round."], [])
    inner = "<w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent>"
    choice = f"<mc:Choice><w:drawing><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    both = f"{choice}<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
    told = docx(f'<w:r><mc:AlternateContent xmlns:mc="mc" xmlns:v="v">{both}</mc:AlternateContent></w:r>')
    assert told == ("Lamp <p>Before.</p>\n<p>Boxed.</p>", [])
