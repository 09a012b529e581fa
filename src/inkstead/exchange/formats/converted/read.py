"""Documents that pandoc turned into HTML, as manuscripts."""

from __future__ import annotations

import re
from html import unescape

from inkstead.exchange.formats.converted.odt import tidy_odt
from inkstead.exchange.formats.converted.rtf import tidy_rtf
from inkstead.exchange.formats.converted.tidied import EMPTY_LINE, PICTURE, PICTURE_END
from inkstead.exchange.formats.documents import TITLE, divided
from inkstead.exchange.formats.notes import reference_to, with_notes
from inkstead.lib.prose.manuscript import Manuscript, arriving_image

TIDY = {"odt": tidy_odt, "rtf": tidy_rtf}
REFERENCE = re.compile(r'<a href="#fn(\d{1,9})"[^>]*class="footnote-ref"[^>]*>\s*<sup>\d+</sup></a>')
NOTES = re.compile(r'<(section|aside)[^>]*class="footnotes[^>]*>.*?</\1>', re.DOTALL)
NOTE = re.compile(r'<li id="fn(\d{1,9})">(.*?)</li>\s*(?=<li id="fn|</ol>\s*</)', re.DOTALL)
BACK = re.compile(r'<a href="#fnref\d+"[^>]*>.*?</a>', re.DOTALL)
SPACE = " \t\n"
EMPTY_PARAGRAPH = re.compile(rf"<p>(?:\s|<[^>]*>)*{EMPTY_LINE}(?:\s|<[^>]*>)*?</p>")
TAG = re.compile(r"<[^>]*>")
MARKED_IMAGE = re.compile(f"{PICTURE}([0-9a-f]{{64}})([^<>{PICTURE}{PICTURE_END}]*){PICTURE_END}")


def read_converted(html: bytes, name: str) -> Manuscript:
    """The pictures were taken when the document was tidied; only their addresses are in it."""
    source = html.decode("utf-8", "replace")
    found = NOTES.search(source)
    notes = {f"fn{note[1]}": BACK.sub("", note[2]).strip(SPACE) for note in NOTE.finditer(found[0])} if found else {}
    text = source[: found.start()] + source[found.end() :] if found else source
    text = REFERENCE.sub(lambda reference: reference_to(f"fn{reference[1]}"), text)
    text = MARKED_IMAGE.sub(_image, text)
    text = EMPTY_PARAGRAPH.sub("<p></p>", text).replace(EMPTY_LINE, "")
    title, text = _without_title(text)
    return with_notes(divided(text, name, title), notes)


def _without_title(text: str) -> tuple[str, str]:
    """The paragraph whose style is that of titles, unless there are several of them."""
    before, mark, after = text.partition(TITLE)
    start, end = before.rfind("<p>"), after.find("</p>")
    if not mark or TITLE in after or start < 0 or end < 0 or "</p>" in before[start:]:
        return "", text.replace(TITLE, "")
    return unescape(TAG.sub("", before[start:] + after[:end])), before[:start] + after[end + len("</p>") :]


def _image(mark: re.Match[str]) -> str:
    shows = mark[2].replace('"', "&quot;")
    return f'<img src="{arriving_image(mark[1])}" alt="{shows}">'
