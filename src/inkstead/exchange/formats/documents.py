"""What documents of word processors have in common once they are HTML: empty paragraphs and lines that mean something.

A line across the page is a paragraph without text that has a border, a flat shape, or a border above or below a
paragraph that has text: word processors draw that when somebody types three dashes.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from inkstead.lib.prose.manuscript import Manuscript, manuscript_of_html

# Marks that readers of documents write: a paragraph that is a line, and one that has a line above or below its text.
RULE, ABOVE, BELOW = "\ue0f8", "\ue0f9", "\ue0fa"
TITLE = "\ue0fb"  # in the paragraph that is the title of the whole

# What documents hold and no text does.
OF_DOCUMENTS = {
    "embedded": "Objects of other programs, charts, sounds and videos were left out ({}).",
    "shapes": "Drawn shapes were left out ({}).",
    "formulas": "Formulas were left out ({}).",
    "fields": "Fields of forms were left out ({}): what was filled in is kept as text.",
    "names": "Fields that fill in who somebody is or what a file is called were left out ({}).",
    "scripts": "Scripts were left out ({}).",
    "macros": "Macros were left out ({}).",
    "pages": "Headers and footers of the pages were left out ({}).",
    "looks": "Colours of letters and marks behind them were not kept.",
}
EMPTY = r"<p[^>]*>(?:\s|&nbsp;|&#160;|\xa0|<br ?/?>|</?(?:em|strong|u|s|span)[^>]*>)*</p>"
GAP = re.compile(rf"(?<=</p>)\s*((?:{EMPTY}\s*)+)(?=<p[ >])")
ONE = re.compile(EMPTY)
PARAGRAPH = re.compile(r"</p>\s*<p[ >]")
RULED = re.compile(rf"<p[^>]*>(?:<[a-z]+>)*{RULE}+(?:</[a-z]+>)*</p>")
TEXT = re.compile(r"<p[ >].*?</p>", re.DOTALL)
DOUBLED = re.compile(r"<hr>(?:\s*<hr>)+")
FLAT = 20  # times as wide as it is high: a shape that is only a line
LEAST = 3
USUAL = 0.3  # of all paragraphs: so many single free lines only keep paragraphs apart


def divided(html: str, name: str, title: str = "") -> Manuscript:
    """A free line where none is usual is a scene break, as is a double one where single ones are usual."""
    html = _with_rules(html)
    gaps = [len(ONE.findall(found[1])) for found in GAP.finditer(html)]
    singles = gaps.count(1)
    usual = singles >= LEAST and singles > USUAL * (len(PARAGRAPH.findall(html)) - sum(gaps))
    least = 2 if usual else 1
    html = GAP.sub(lambda found: "<hr>" if len(ONE.findall(found[1])) >= least else "", html)
    book = manuscript_of_html(html, name, title=" ".join(title.split()))
    return replace(book, parts=tuple(replace(part, html=DOUBLED.sub("<hr>", part.html)) for part in book.parts))


def is_line(width: float, height: float) -> bool:
    """Whether a shape of this size is nothing but a line across the page."""
    return width > 0 and width >= FLAT * abs(height)


def border_mark(sides: Container[str], *, filled: bool) -> str:
    """What the borders of a paragraph mean. Text between two of them, or with one at its side, stands in a box."""
    top, bottom = "top" in sides, "bottom" in sides
    if "left" in sides or "right" in sides or not (top or bottom):
        return ""
    if not filled:
        return RULE
    return "" if top and bottom else ABOVE if top else BELOW


def _with_rules(html: str) -> str:
    """Paragraphs that follow each other with the same border have one line around all of them."""
    html = RULED.sub("<hr>", html).replace(RULE, "<hr>")
    if ABOVE not in html and BELOW not in html:
        return html
    written: list[str] = []
    at, before = 0, ""
    found = list(TEXT.finditer(html))
    for number, paragraph in enumerate(found):
        text, between = paragraph[0], html[at : paragraph.start()]
        following = found[number + 1] if number + 1 < len(found) else None
        joins = following is not None and not html[paragraph.end() : following.start()].strip()
        starts = ABOVE in text and not (ABOVE in before and not between.strip())
        ends = BELOW in text and not (following is not None and joins and BELOW in following[0])
        written += [between, "<hr>" if starts else "", text, "<hr>" if ends else ""]
        at, before = paragraph.end(), text
    return re.sub(f"[{ABOVE}{BELOW}]", "", "".join([*written, html[at:]]))
